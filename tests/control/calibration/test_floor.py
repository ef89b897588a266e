"""Wheel radius from the wall's echoes; gyro scale and track from turning in a room."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.calibration.approach import fit
from control.calibration.procedure import Readings, Refused
from control.calibration.spin import Turns, gyro_scale, result
from robot.messages import Sonar, WheelAngles


def way(radius_m: float, wild: float = 0.0, seed: int = 0) -> list[Readings]:
    """There and back before a wall, 12 mm of noise on each echo, `wild` of them from somewhere else."""
    rng, seen = np.random.default_rng(seed), []
    for k in range(600):
        t_ns, rolled = k * 20_000_000, 1.0 * (1 - abs(k - 300) / 300)
        range_m = float(rng.uniform(0.1, 3.0)) if rng.random() < wild else 1.5 - rolled + float(rng.normal(0.0, 0.012))
        angle = rolled / radius_m
        seen.append(Readings(t_ns=t_ns, wheels=WheelAngles(t_ns=t_ns, left_rad=angle * 1.01, right_rad=angle * 0.99),
                             sonar=Sonar(t_ns=t_ns - 5_000_000, range_m=range_m, echo=True)))
    return seen


@settings(max_examples=10, deadline=None)
@given(st.floats(0.02, 0.05), st.integers(0, 99))
def test_the_radius_is_found_again(radius_m: float, seed: int) -> None:
    found, std, _ = fit(way(radius_m, seed=seed))
    assert found == pytest.approx(radius_m, rel=0.01)
    assert abs(found - radius_m) < 5 * std


def test_stray_echoes_do_no_harm() -> None:
    assert fit(way(0.03, wild=0.15))[0] == pytest.approx(0.03, rel=0.01)


def test_echoes_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Refused, match="disagree"):
        fit(way(0.03, wild=0.9))
    with pytest.raises(Refused, match="too seldom"):
        fit(way(0.03)[:20])


def turned(scale: float, track_m: float = 0.14, way: int = 1, seed: int = 0, repeats: bool = True) -> Turns:
    """Four and a half turns in a room whose echoes go from half a metre to two."""
    rng = np.random.default_rng(seed)
    headings = np.arange(0.0, 4.5 * math.tau, 0.07)
    ranges = 1.2 + 0.7 * np.cos(headings) + 0.2 * np.sign(np.sin(3 * headings)) + rng.normal(0.0, 0.02, len(headings))
    if not repeats:
        ranges = rng.uniform(0.5, 2.0, len(headings))
    # wheels roll 2 % more than the track says, at the middle stage; 6 and 9 % at the others
    stages = tuple((way * 8.0 * scale, way * 8.0 * track_m * slip / 0.03) for slip in (1.06, 1.02, 1.09))
    return Turns(headings_rad=way * headings * scale, ranges_m=ranges, stages=stages)


@pytest.mark.parametrize("scale", [0.96, 0.985, 1.0, 1.013, 1.04])
def test_the_gyros_scale_is_found_by_the_room(scale: float) -> None:
    found, sharpness = gyro_scale([turned(scale, way=1, seed=1), turned(scale, way=-1, seed=2)])
    assert found == pytest.approx(scale, abs=0.002)
    assert sharpness > 3


def test_the_stage_that_slips_least_gives_the_track() -> None:
    found = result([turned(1.01), turned(1.01, way=-1)], 0.03)
    assert found.track_m == pytest.approx(0.14 * 1.02, rel=0.003)


def test_a_room_that_does_not_repeat_is_refused() -> None:
    with pytest.raises(Refused, match="repeat"):
        result([turned(1.0, seed=1, repeats=False), turned(1.0, way=-1, seed=2, repeats=False)], 0.03)

"""The faster the car, the more often it looks, within limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.motion import Motion
from perception.rate import RateConfig, rate_hz

CONFIG = RateConfig()
speeds = st.floats(0.0, 5.0)


def rate(speed_mps: float, turn_radps: float) -> float:
    return rate_hz(Motion(None, speed_mps, turn_radps), 15.0, CONFIG)


@pytest.mark.parametrize(("speed_mps", "turn_radps", "hz"), [
    (0.0, 0.0, 5.0), (0.05, 0.0, 5.0), (0.12, 0.0, 8.0), (0.33, 0.0, 15.0), (0.0, 0.2, 8.0), (0.12, 0.3, 12.0),
])
def test_the_rate_follows_the_faster_of_driving_and_turning(speed_mps: float, turn_radps: float, hz: float) -> None:
    assert rate(speed_mps, turn_radps) == pytest.approx(hz)


@given(speeds, speeds, speeds, speeds)
def test_it_never_falls_as_the_car_gets_faster_and_keeps_its_limits(v: float, w: float, more_v: float, more_w: float) -> None:
    assert CONFIG.least_hz <= rate(v, w) <= rate(v + more_v, w + more_w) <= 15.0


def test_who_does_not_know_looks_often() -> None:
    assert rate_hz(Motion(), 15.0, CONFIG) == 15.0

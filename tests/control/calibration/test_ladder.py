"""Motors in the air: the line of speed over voltage is found again, and what is connected wrong is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.calibration.ladder import RUNGS_V, Rung, at_motor_v, ladder, line
from control.calibration.procedure import Refused
from control.calibration.run import measure
from control.wheels import SpeedLoopConfig
from tests.control.plant import Plant, PlantStation

DEAD, SLOPE = st.floats(0.3, 1.6), st.floats(0.2, 0.45)


@settings(max_examples=5, deadline=None)
@given(DEAD, DEAD, SLOPE, SLOPE)
def test_each_motor_is_found_again(left_v: float, right_v: float, left: float, right: float) -> None:
    found = measure(ladder(SpeedLoopConfig()), PlantStation(Plant((left_v, right_v), (left, right))))
    assert found.left.dead_v == pytest.approx(left_v, abs=0.01)
    assert found.right.dead_v == pytest.approx(right_v, abs=0.01)
    assert found.left.volts_per_radps == pytest.approx(left, rel=0.01)
    assert found.right.volts_per_radps == pytest.approx(right, rel=0.01)
    assert 0 <= found.left.start_v - left_v < 0.35


def test_where_friction_sticks_the_start_is_higher_than_the_foot() -> None:
    climb = [Rung(v, 0.0 if v < 1.5 else (v - 1.0) / 0.3) for v in RUNGS_V]
    found = line("left", [climb])
    assert found.dead_v == pytest.approx(1.0)
    assert found.start_v == pytest.approx(1.5)


def test_swapped_encoders_are_told() -> None:
    plant = Plant()
    plant.swapped = True
    with pytest.raises(Refused, match="swapped"):
        measure(ladder(SpeedLoopConfig()), PlantStation(plant))


@pytest.mark.parametrize("side, name", [(0, "left"), (1, "right")])
def test_a_motor_that_does_not_turn_is_named(side: int, name: str) -> None:
    dead = [1.0, 1.0]
    dead[side] = 9.0
    with pytest.raises(Refused, match=f"the {name} motor"):
        measure(ladder(SpeedLoopConfig()), PlantStation(Plant((dead[0], dead[1]))))


def test_a_wheel_that_turns_slower_with_more_voltage_is_refused() -> None:
    with pytest.raises(Refused, match="rubbing"):
        line("left", [[Rung(v, 20.0 - v) for v in RUNGS_V]])


def test_the_bridge_takes_its_drop() -> None:
    loop = SpeedLoopConfig()
    assert at_motor_v(7.4, None, loop) == pytest.approx(5.8)
    assert at_motor_v(3.7, 8.0, loop) == pytest.approx(3.2)

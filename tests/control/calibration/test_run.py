"""Whatever happens while it measures, the motors end at zero."""

from __future__ import annotations

import pytest

from control.calibration.procedure import STILL, Procedure, Refused, Volts, watch
from control.calibration.run import MOST_V, Stopped, measure
from tests.control.plant import Plant, PlantStation


def turn(seconds: float = 1.0, volts: float = 3.0) -> Procedure[float]:
    before = yield STILL
    after = (yield from watch(Volts(volts, volts), seconds))[-1]
    return after.wheels.left_rad - before.wheels.left_rad


def test_a_procedure_is_sent_what_its_voltages_do() -> None:
    plant = Plant()
    turned = measure(turn(), PlantStation(plant))
    assert turned == pytest.approx((3.0 * 5.8 / 7.4 - 1.0) / 0.3, abs=0.12)
    assert plant.sent[-1] == (0.0, 0.0)


def test_no_voltage_is_more_than_the_motors_bear() -> None:
    plant = Plant()
    measure(turn(0.2, 50.0), PlantStation(plant))
    assert max(left for left, _ in plant.sent) == MOST_V


@pytest.mark.parametrize("at_s", [0.0, 0.1, 0.5])
def test_a_key_stops_it_at_once(at_s: float) -> None:
    plant = Plant()
    with pytest.raises(Stopped):
        measure(turn(), PlantStation(plant, interrupt_s=at_s))
    assert plant.volts == (0.0, 0.0)
    assert plant.now_ns <= (at_s + 0.021) * 1e9


@pytest.mark.parametrize("fault, told", [("pressed", "bumper"), ("silent", "encoders are silent"), ("problem", "too hot")])
def test_what_breaks_stops_it(fault: str, told: str) -> None:
    plant = Plant()
    setattr(plant, fault, "the bridge is too hot" if fault == "problem" else True)
    with pytest.raises(Refused, match=told):
        measure(turn(5.0), PlantStation(plant))
    assert plant.volts == (0.0, 0.0)
    assert plant.now_ns < 1e9


def test_a_procedure_that_raises_leaves_the_motors_off() -> None:
    def broken() -> Procedure[None]:
        yield Volts(3.0, 3.0)
        raise ZeroDivisionError

    plant = Plant()
    with pytest.raises(ZeroDivisionError):
        measure(broken(), PlantStation(plant))
    assert plant.sent == [(3.0, 3.0), (0.0, 0.0)]

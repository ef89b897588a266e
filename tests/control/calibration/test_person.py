"""A person at the terminal: told what to do, Enter goes on, q ends it, any key stops the motors."""

from __future__ import annotations

import io

import pytest

from control.calibration.person import PersonsBench
from control.calibration.run import Stopped, measure
from robot.clock import SimulatedClock
from tests.control.calibration.test_run import turn
from tests.control.plant import Plant, PlantStation


class Keys:
    """Types what it was given, one list each time it is asked."""

    def __init__(self, *typed: list[str]) -> None:
        self._typed = list(typed)

    def read(self) -> list[str]:
        return self._typed.pop(0) if self._typed else []

    def close(self) -> None: ...


def bench(keys: Keys, out: io.StringIO, plant: Plant | None = None) -> PersonsBench:
    station = PlantStation(plant or Plant())
    return PersonsBench(station.car, station.clock, keys, 0.4, out)


def test_enter_goes_on_and_other_keys_do_not() -> None:
    out = io.StringIO()
    with bench(Keys(["enter"], ["x"], [], ["enter"]), out).put("sheet") as station:
        assert not station.interrupted()
    assert "40 cm ahead" in out.getvalue()


@pytest.mark.parametrize("key", ["q", "escape"])
def test_a_person_may_end_it(key: str) -> None:
    with pytest.raises(Stopped), bench(Keys([], [key]), io.StringIO()).put("blocks"):
        raise AssertionError("it went on")


def test_any_key_stops_the_motors() -> None:
    plant = Plant()
    keys = Keys([], ["enter"], *[[]] * 10, ["a"])
    with pytest.raises(Stopped), bench(keys, io.StringIO(), plant).put("blocks") as station:
        measure(turn(5.0), station)
    assert plant.volts == (0.0, 0.0)
    assert 10 <= len([volts for volts in plant.sent if volts != (0.0, 0.0)]) <= 11


def test_the_clock_is_waited_on() -> None:
    clock = SimulatedClock()
    with PersonsBench(Plant().car(), clock, Keys([], *[[]] * 5, ["enter"]), 0.4, io.StringIO()).put("wall"):
        assert clock.now_ns() == 250_000_000

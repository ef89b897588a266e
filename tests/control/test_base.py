"""The base node says each measurement once, and nothing for a silent part."""

from __future__ import annotations

from typing import Any

from control.base import BaseNode
from robot import topics
from robot.messages import Battery, Bumper, Inertial, Sonar, WheelAngles
from tests.control.wires import Bench

TICK_NS = 20_000_000


class Sensor:
    def __init__(self) -> None:
        self.reading: Any = None

    def read(self) -> Any:
        return self.reading


def bench() -> tuple[Bench, dict[str, Sensor]]:
    parts = {name: Sensor() for name in BaseNode.needs}
    return Bench(BaseNode(BaseNode.Config(), **parts)), parts


def test_everything_that_is_measured_is_said() -> None:
    desk, parts = bench()
    wheels, sonar = WheelAngles(t_ns=1, left_rad=1.0, right_rad=2.0), Sonar(t_ns=1, range_m=0.5, echo=True)
    inertial = Inertial(t_ns=1, gyro_radps=(0, 0, 0.1), acceleration_mps2=(0, 0, 9.8))
    bumper, battery = Bumper(t_ns=1, pressed=False), Battery(t_ns=1, voltage_v=7.8, current_a=0.5, charge_mah=1.0)
    for name, reading in zip(BaseNode.needs, (wheels, inertial, sonar, bumper, battery), strict=True):
        parts[name].reading = reading
    desk.tick(TICK_NS)
    assert desk.said(topics.WHEELS) == [wheels]
    assert desk.said(topics.SONAR) == [sonar]
    assert desk.said(topics.INERTIAL) == [inertial]
    assert desk.said(topics.BUMPER) == [bumper]
    assert desk.said(topics.BATTERY) == [battery]


def test_an_old_measurement_is_not_said_again() -> None:
    desk, parts = bench()
    for tick, stamp in enumerate((5, 5, 7, 7, 7, 9)):
        parts["sonar"].reading = Sonar(t_ns=stamp, range_m=1.0, echo=True)
        desk.tick(tick * TICK_NS)
    assert [sonar.t_ns for sonar in desk.said(topics.SONAR)] == [5, 7, 9]


def test_a_silent_part_is_not_spoken_for() -> None:
    desk, parts = bench()
    parts["bumper"].reading = Bumper(t_ns=1, pressed=True)
    desk.tick(TICK_NS)
    assert desk.said(topics.WHEELS) == []
    assert len(desk.said(topics.BUMPER)) == 1

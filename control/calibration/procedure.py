"""How a measurement talks with the car: a generator that yields voltages and is sent what the sensors said next.

    def spin() -> Procedure[float]:
        before = yield STILL
        after = yield from watch(Volts(-2.0, 2.0), 1.0)
        return turned(before, after)

It sees nothing but `Readings`: no clock, no driver, no simulator. `control.calibration.run.measure` drives it on a real or on a
simulated car, and takes the voltage away whatever happens in it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple, TypeAlias, TypeVar

from robot.clock import to_ns
from robot.errors import SetupError
from robot.messages import Frame, Inertial, Sonar, WheelAngles

T = TypeVar("T")


class Refused(SetupError):
    """This measurement can't be used. The text says why and what to do before it is tried again."""


class Volts(NamedTuple):
    """Mean bridge voltages, forward positive."""

    left_v: float
    right_v: float


STILL = Volts(0.0, 0.0)


class Readings(NamedTuple):
    """What every part said last. `frame` only when it is a new one; `battery_v` is None without a meter."""

    t_ns: int
    wheels: WheelAngles
    inertial: Inertial | None = None
    sonar: Sonar | None = None
    battery_v: float | None = None
    frame: Frame | None = None


Procedure: TypeAlias = Generator[Volts, Readings, T]


def watch(volts: Volts, seconds: float) -> Procedure[list[Readings]]:
    """Hold the voltages for so long; everything that was said meanwhile, oldest first."""
    seen = [(yield volts)]
    end_ns = seen[0].t_ns + to_ns(seconds)
    while seen[-1].t_ns < end_ns:
        seen.append((yield volts))
    return seen

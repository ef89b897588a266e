"""Runs a procedure on a car: fifty times a second voltages go out and readings come in; whatever happens, they end at zero."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Literal, Protocol, TypeVar

from control.calibration.procedure import STILL, Procedure, Readings, Refused
from robot.clock import Clock, to_ns, to_s
from robot.drivers import Car
from robot.messages import Frame

T = TypeVar("T")

Place = Literal["blocks", "wall", "sheet"]
"""Where the car has to be: on blocks with its wheels in the air, 1.5 m before a wall and square to it, before the sheet."""

PERIOD_S = 0.02
SILENT_S = 0.5
"""Encoders that say nothing new for so long: the wheels may do anything."""
MOST_V = 6.0
"""No measurement wants more: what these motors are made for."""


class Stopped(Exception):
    """The person wants it to stop. The motors are off."""


class Station(Protocol):
    """The car where it was put."""

    @property
    def car(self) -> Car: ...

    @property
    def clock(self) -> Clock: ...

    def interrupted(self) -> bool:
        """Whether somebody wants it to stop now."""


class Bench(Protocol):
    """Whoever puts the car down: a person, or the simulator's hand."""

    @property
    def sheet_m(self) -> float:
        """From the middle between the wheels to the sheet's near edge."""

    def put(self, place: Place) -> AbstractContextManager[Station]: ...


def measure(procedure: Procedure[T], station: Station) -> T:
    """Drive the procedure to its end and return what it found.

    Raises Stopped when interrupted; Refused where a sensor falls silent, the bumper is pressed or the procedure refuses.
    """
    car, clock = station.car, station.clock
    senses = _Senses(car)
    now_ns = clock.now_ns()
    try:
        volts = next(procedure)
        while True:
            car.motors.drive(*(min(max(value, -MOST_V), MOST_V) for value in volts))
            now_ns = max(now_ns + to_ns(PERIOD_S), clock.now_ns())
            clock.wait_until(now_ns)
            if station.interrupted():
                raise Stopped
            if car.motors.problem:
                raise Refused(f"the motors are off: {car.motors.problem}")
            readings = senses.read(now_ns)
            if readings is None:
                car.motors.drive(*STILL)
                continue
            volts = procedure.send(readings)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        car.motors.drive(*STILL)
        procedure.close()


class _Senses:
    """The newest of everything, and whether it is still new."""

    def __init__(self, car: Car) -> None:
        self._car = car
        self._first_ns: int | None = None
        self._battery_v: float | None = None
        self._frame_ns = -1

    def read(self, now_ns: int) -> Readings | None:
        """None while the encoders have not spoken yet. Refused where they fell silent or the bumper is pressed."""
        car = self._car
        self._first_ns = now_ns if self._first_ns is None else self._first_ns
        bumper, wheels, battery = car.bumper.read(), car.wheels.read(), car.power.read()
        if bumper is not None and bumper.pressed:
            raise Refused("the bumper is pressed: give the car room, then try again")
        if to_s(now_ns - (self._first_ns if wheels is None else wheels.t_ns)) > SILENT_S:
            raise Refused("the encoders are silent; check their plugs and `python -m robot.doctor`")
        if wheels is None:
            return None
        self._battery_v = battery.voltage_v if battery is not None else self._battery_v
        return Readings(t_ns=now_ns, wheels=wheels, inertial=car.inertial.read(), sonar=car.sonar.read(),
                        battery_v=self._battery_v, frame=self._frame())

    def _frame(self) -> Frame | None:
        frame = self._car.camera.read()
        if frame is None or frame.t_ns == self._frame_ns:
            return None
        self._frame_ns = frame.t_ns
        return frame

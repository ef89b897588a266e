"""What the car's parts can do, in SI units: the boundary between the program and a car, real or simulated.

A driver never blocks for long, never starts moving by itself, and says in its own exception what is wrong and what to do.
`read()` returns the newest measurement; where it may have none yet it returns None.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from robot.geometry import CameraGeometry
from robot.messages import Battery, Bumper, Frame, Inertial, Sonar, WheelAngles
from robot.speech import Sound


class MotorDriver(Protocol):
    """Two motors behind one bridge."""

    @property
    def problem(self) -> str:
        """Why the motors are off whatever is asked, as part of a sentence; "" where they do as they are told."""

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        """Put these mean voltages on the motors (forward positive); returns what was really sent after clipping."""

    def close(self) -> None:
        """Motors off, now and for good."""


class CameraDriver(Protocol):
    geometry: CameraGeometry

    def read(self) -> Frame | None:
        """The newest frame that was not handed out yet, or None."""


class WheelEncoders(Protocol):
    def read(self) -> WheelAngles | None: ...


class InertialSensor(Protocol):
    def read(self) -> Inertial | None: ...


class RangeSensor(Protocol):
    def read(self) -> Sonar | None: ...


class BumperSwitch(Protocol):
    def read(self) -> Bumper | None: ...


class PowerMeter(Protocol):
    def read(self) -> Battery | None: ...


class Keyboard(Protocol):
    def read(self) -> list[str]:
        """The keys pressed since the last call, oldest first, named as in `robot.messages.Key`."""

    def close(self) -> None: ...


class Microphone(Protocol):
    """Where sound comes from: a device, a recording, a simulated room."""

    @property
    def problem(self) -> str:
        """Why there is no sound now and what to do, "" where there is."""

    def read(self, now_ns: int) -> list[Sound]:
        """What was taken up since the last call, up to `now_ns`, oldest first; never waits, never raises."""

    def close(self) -> None: ...


class Car(NamedTuple):
    """Every driver of one car; a node gets only those that it names in `needs`."""

    motors: MotorDriver
    camera: CameraDriver
    wheels: WheelEncoders
    inertial: InertialSensor
    sonar: RangeSensor
    bumper: BumperSwitch
    power: PowerMeter

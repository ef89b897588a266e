"""The simulated car's drivers, and the ports through which they talk to the simulator.

A driver holds ports and nothing else: from it no way leads to the simulator, the world or the renderer. A test walks every
reference to prove it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from robot.drivers import Car
from robot.geometry import CameraGeometry
from robot.messages import Battery, Bumper, Frame, Inertial, Sonar, WheelAngles

if TYPE_CHECKING:
    from robot.sim.simulator import Simulator

T = TypeVar("T")

SUPPLY_V = 7.4
"""The battery's voltage as the motor driver takes it to be when it turns volts into a duty cycle."""


class Port(Generic[T]):
    """One slot between the simulator and a driver: the newest value, or None."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value: T | None = None

    def take(self) -> T | None:
        """The value, which is then gone."""
        value, self.value = self.value, None
        return value


class MotorPort:
    """Duty cycles of the two bridges, -1…1, as the simulator finds them at its next step."""

    __slots__ = ("duty",)

    def __init__(self) -> None:
        self.duty = (0.0, 0.0)


class Ports(msgspec.Struct, frozen=True):
    """Every wire between a simulated car and its drivers."""

    motors: MotorPort = msgspec.field(default_factory=MotorPort)
    camera: Port[Frame] = msgspec.field(default_factory=Port)
    wheels: Port[WheelAngles] = msgspec.field(default_factory=Port)
    inertial: Port[Inertial] = msgspec.field(default_factory=Port)
    sonar: Port[Sonar] = msgspec.field(default_factory=Port)
    bumper: Port[Bumper] = msgspec.field(default_factory=Port)
    power: Port[Battery] = msgspec.field(default_factory=Port)


class SimulatedMotors:
    """Mean voltages become duty cycles, as with a real bridge: what the motors feel also hangs on the battery."""

    problem = ""

    def __init__(self, port: MotorPort) -> None:
        self._port = port
        self._closed = False

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        if self._closed and (left_v != 0.0 or right_v != 0.0):
            raise RuntimeError("the motors are switched off for good: this driver was closed; connect a new one")
        left, right = _clipped(left_v), _clipped(right_v)
        self._port.duty = (left / SUPPLY_V, right / SUPPLY_V)
        return left, right

    def close(self) -> None:
        self._port.duty = (0.0, 0.0)
        self._closed = True


class SimulatedCamera:
    def __init__(self, port: Port[Frame], geometry: CameraGeometry) -> None:
        self.geometry = geometry
        self._port = port

    def read(self) -> Frame | None:
        return self._port.take()


class SimulatedSensor(Generic[T]):
    """Hands out the newest measurement, however often it is asked."""

    def __init__(self, port: Port[T]) -> None:
        self._port = port

    def read(self) -> T | None:
        return self._port.value


def connect(simulator: Simulator) -> Car:
    """The drivers of the simulator's car."""
    ports = simulator.ports
    return Car(
        motors=SimulatedMotors(ports.motors),
        camera=SimulatedCamera(ports.camera, simulator.camera),
        wheels=SimulatedSensor[WheelAngles](ports.wheels),
        inertial=SimulatedSensor[Inertial](ports.inertial),
        sonar=SimulatedSensor[Sonar](ports.sonar),
        bumper=SimulatedSensor[Bumper](ports.bumper),
        power=SimulatedSensor[Battery](ports.power),
    )


def _clipped(volts: float) -> float:
    """Within what the battery can give; a NaN is an error, for it would pass every comparison."""
    if volts != volts:
        raise ValueError("motor voltage is not a number: the speed loop or its inputs are broken")
    return min(max(volts, -SUPPLY_V), SUPPLY_V)

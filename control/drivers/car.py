"""A car that is wired up: the `car` section of a launch file with `driver: wired`, and the drivers that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

import msgspec

from control.drivers.absent import AbsentConfig, NoBumper, Nothing
from control.drivers.buttons import Button, SwitchConfig
from control.drivers.encoders import EncoderConfig, Encoders
from control.drivers.hc_sr04 import HcSr04, HcSr04Config
from control.drivers.i2c import Bus
from control.drivers.ina import Ina219Config, Ina226Config, PowerSensor
from control.drivers.lines import Chip, Pins
from control.drivers.mpu6050 import Mpu6050, Mpu6050Config
from control.drivers.noted_motors import NotedMotors
from control.motor_client import ProcessMotors
from robot.clock import Clock
from robot.drivers import (
    BumperSwitch,
    CameraDriver,
    Car,
    InertialSensor,
    MotorDriver,
    PowerMeter,
    RangeSensor,
    WheelEncoders,
)


class WiredCar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is wired to what. Each part is `{driver: name, setting: value, …}`; see docs/wiring.md."""

    driver: Literal["wired"] = "wired"
    motors: dict[str, Any]
    """The motor bridge; the motor process makes it of this (`control/bridge.py`)."""
    supply_v: float = 7.4
    """What full duty puts on the motors: the safety node's `loop.supply_v`."""
    heartbeat_s: float = 0.1
    """Without a command for so long, the motor process switches the motors off."""
    wheels: EncoderConfig
    sonar: HcSr04Config
    inertial: Mpu6050Config | AbsentConfig
    bumper: SwitchConfig | AbsentConfig
    button: SwitchConfig | AbsentConfig
    """The emergency stop's."""
    power: Ina219Config | Ina226Config | AbsentConfig
    camera: dict[str, Any]
    """Made of this by `perception.cameras`."""
    microphone: str | None = None
    """Part of its name, "" for the system's default, null for a car without ears."""
    gpiochip: str = ""
    """Such as /dev/gpiochip1, for a board whose header isn't found by itself."""


class Wired(NamedTuple):
    """A car's drivers but its camera, which `perception.cameras` has, and its emergency stop button."""

    motors: MotorDriver
    wheels: WheelEncoders
    inertial: InertialSensor
    sonar: RangeSensor
    bumper: BumperSwitch
    power: PowerMeter
    button: BumperSwitch

    def car(self, camera: CameraDriver) -> Car:
        return Car(self.motors, camera, self.wheels, self.inertial, self.sonar, self.bumper, self.power)


class Closable(Protocol):
    def close(self) -> None: ...


Part = TypeVar("Part", bound=Closable)
Motors = Callable[[WiredCar, Clock], MotorDriver]


@contextmanager
def connected(
    config: WiredCar, clock: Clock, pins: Pins | None = None, motors: Motors | None = None, bus: Bus | None = None
) -> Iterator[Wired]:
    """The drivers, as long as they are needed: opened motors last, closed motors first.

    Raises SetupError for the first part that can't be used. `pins`, `motors`, `bus`: others than this computer's own.
    """
    with ExitStack() as stack:
        opener = _Opener(config, clock, pins or Chip(config.gpiochip), bus, stack)
        noted = NotedMotors()
        wheels = opener.keep(Encoders(config.wheels, clock, opener.pins, noted.ways))
        sonar = opener.keep(HcSr04(config.sonar, clock, opener.pins))
        bumper, button = opener.switch(config.bumper), opener.switch(config.button)
        inertial, power = opener.inertial(), opener.power()
        stack.callback(noted.close)
        noted.take((motors or process_motors)(config, clock))
        yield Wired(noted, wheels, inertial, sonar, bumper, power, button)


def process_motors(config: WiredCar, clock: Clock) -> MotorDriver:
    """The motors behind a process of their own."""
    return ProcessMotors(config.motors, config.supply_v, config.heartbeat_s, clock)


class _Opener:
    """Opens one part after the other and sees to it that each is closed again."""

    def __init__(self, config: WiredCar, clock: Clock, pins: Pins, bus: Bus | None, stack: ExitStack) -> None:
        self.pins, self._bus = pins, bus
        self._config, self._clock, self._stack = config, clock, stack

    def keep(self, part: Part) -> Part:
        self._stack.callback(part.close)
        return part

    def switch(self, config: SwitchConfig | AbsentConfig) -> BumperSwitch:
        if isinstance(config, AbsentConfig):
            return NoBumper(self._clock)
        return self.keep(Button(config, self._clock, self.pins))

    def inertial(self) -> InertialSensor:
        config = self._config.inertial
        return Nothing() if isinstance(config, AbsentConfig) else self.keep(Mpu6050(config, self._clock, self._bus))

    def power(self) -> PowerMeter:
        config = self._config.power
        return Nothing() if isinstance(config, AbsentConfig) else self.keep(PowerSensor(config, self._clock, self._bus))

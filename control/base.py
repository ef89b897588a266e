"""Reads the base's sensors and says what they measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot import topics
from robot.drivers import BumperSwitch, InertialSensor, PowerMeter, RangeSensor, WheelEncoders
from robot.node import Node, NodeConfig, Wiring


class BaseNode(Node):
    """Publishes each sensor's newest measurement once. A part that is silent is not spoken for: its topic goes stale."""

    name = "base"
    needs = ("wheels", "inertial", "sonar", "bumper", "power")

    class Config(NodeConfig, frozen=True):
        period_s: float = 0.02  # as fast as the fastest sensor measures

    def __init__(
        self, config: Config, wheels: WheelEncoders, inertial: InertialSensor, sonar: RangeSensor, bumper: BumperSwitch,
        power: PowerMeter,
    ) -> None:
        self._period_s = config.period_s
        # The wheels go last: odometry answers them, and then has the gyro reading of the same instant.
        self._sensors: tuple[tuple[Any, Any], ...] = (
            (topics.INERTIAL, inertial), (topics.SONAR, sonar), (topics.BUMPER, bumper), (topics.BATTERY, power),
            (topics.WHEELS, wheels),
        )
        self._relays: list[Callable[[], None]] = []

    def wire(self, wiring: Wiring) -> None:
        self._relays = [_relay(sensor, wiring.publisher(topic)) for topic, sensor in self._sensors]
        wiring.every(self._period_s, self._tick)

    def _tick(self, now_ns: int) -> None:
        for relay in self._relays:
            relay()


def _relay(sensor: Any, publisher: Any) -> Callable[[], None]:
    """A step that publishes the sensor's measurement if it is a new one."""
    last_ns: int | None = None

    def relay() -> None:
        nonlocal last_ns
        measured = sensor.read()
        if measured is not None and measured.t_ns != last_ns:
            last_ns = measured.t_ns
            publisher.publish(measured)

    return relay

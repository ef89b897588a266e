"""Driving with a gamepad: sticks and buttons become GAMEPAD, which control/teleop.py drives by.

The kernel tells of changes only. So a pad whose battery died or that was carried out of reach, with the dead man's button held,
looks just like one that is held still, until its receiver notices. Hence `quiet_s`: after so long without any change the button
counts as let go, and the next change makes it count again. Whoever drives moves the sticks a little all the time.
"""

from __future__ import annotations

from control.joystick import Event, Joystick
from robot import topics
from robot.clock import to_ns
from robot.node import Node, NodeConfig, Wiring
from robot.steering import Gamepad, Press


class GamepadNode(Node):
    """Polls the device; looks for it every `retry_s` while it isn't there. Without a gamepad it costs nothing and is silent."""

    name = "gamepad"

    class Config(NodeConfig, frozen=True):
        device: str = "/dev/input/js*"
        dead_man: str = "tl"  # left shoulder; names as in control/joystick.py, or a button's number
        speed_axis: str = "y"  # left stick
        turn_axis: str = "x"
        emergency_stop: str = "east"  # B, circle
        stop: str = "south"  # A, cross
        take_back: str = "select"
        hand_back: str = "start"
        dead_zone: float = 0.12  # sticks rest a little beside the middle
        quiet_s: float = 2.0  # 40 cm at an ordinary speed
        retry_s: float = 1.0
        period_s: float = 0.02

    def __init__(self, config: Config) -> None:
        self._config = config
        self._joystick = Joystick(config.device)
        self._presses: dict[str, Press] = {
            config.emergency_stop: "emergency stop", config.stop: "stop", config.take_back: "take back",
            config.hand_back: "hand back",
        }  # fmt: skip
        self._axes: dict[str, float] = {}
        self._held = False
        self._armed = False  # whether the dead man's button was seen free since the device is there
        self._changed_ns = self._retry_ns = 0

    def wire(self, wiring: Wiring) -> None:
        self._gamepad = wiring.publisher(topics.GAMEPAD)
        wiring.every(self._config.period_s, self._tick)

    def close(self) -> None:
        self._joystick.close()

    def _tick(self, now_ns: int) -> None:
        if not self._joystick.connected:
            self._look_for_it(now_ns)
            return
        events = self._joystick.read()
        if events is None:
            self._forget(now_ns)
        elif events:
            self._changed_ns = now_ns
        presses = tuple(press for event in events or () if (press := self._take(event)) is not None)
        self._gamepad.publish(Gamepad(
            t_ns=now_ns, held=self._holds(now_ns), speed=-self._axis(self._config.speed_axis),
            turn=-self._axis(self._config.turn_axis), presses=presses,
        ))  # fmt: skip

    def _take(self, event: Event) -> Press | None:
        """Note what changed; the press that it is, if any. What was held when the device came is no press."""
        if event.kind == "axis":
            self._axes[event.name] = event.value
        elif event.name == self._config.dead_man:
            self._held = event.value > 0
            self._armed |= not self._held
        elif event.value > 0 and not event.initial:
            return self._presses.get(event.name)
        return None

    def _holds(self, now_ns: int) -> bool:
        return self._held and self._armed and now_ns - self._changed_ns <= to_ns(self._config.quiet_s)

    def _axis(self, name: str) -> float:
        """Nothing in the dead zone, from there on a square: fine near the middle, all of it at the end."""
        value, zone = self._axes.get(name, 0.0), self._config.dead_zone
        reach = max(0.0, (abs(value) - zone) / (1 - zone))
        return reach * reach if value > 0 else -(reach * reach)

    def _look_for_it(self, now_ns: int) -> None:
        if now_ns >= self._retry_ns:
            self._retry_ns = now_ns + to_ns(self._config.retry_s)
            if self._joystick.open():
                self._forget(now_ns)

    def _forget(self, now_ns: int) -> None:
        """A device that comes or goes: nothing is held, and the button must be pressed anew."""
        self._axes, self._held, self._armed, self._changed_ns = {}, False, False, now_ns

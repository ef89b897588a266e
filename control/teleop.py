"""Driving by keyboard, over any terminal.

A terminal tells of key presses only, never of releases; a held key repeats after a delay. So a first press drives for a
little longer than that delay, each repeat for a moment more, and silence stops the car.

| key | does |
|---|---|
| arrows (and w a s d, where letters aren't words) | drive while held; two keys make an arc |
| space (there too) | stop now: what the car was doing is given up; any drive key or new instruction works again |
| escape | emergency stop: stays until it is taken back |
| r (there), tab | take the emergency stop back |
| + and - (there) | faster, slower |
"""

from __future__ import annotations

from robot import topics
from robot.bus import reliable
from robot.clock import to_ns
from robot.messages import Key, Resume, StopRequest, Velocity
from robot.node import Node, NodeConfig, Wiring

_ARROWS = {"up": ("speed", 1), "down": ("speed", -1), "left": ("turn", 1), "right": ("turn", -1)}
_LETTERS = {"w": _ARROWS["up"], "s": _ARROWS["down"], "a": _ARROWS["left"], "d": _ARROWS["right"]}


class _Axis:
    """One direction of motion: which way, and until when."""

    def __init__(self) -> None:
        self.sign = 0
        self.until_ns = 0

    def press(self, sign: int, t_ns: int, first_ns: int, repeat_ns: int) -> None:
        repeated = sign == self.sign and t_ns <= self.until_ns
        self.until_ns = max(self.until_ns, t_ns + repeat_ns) if repeated else t_ns + first_ns
        self.sign = sign

    def value(self, now_ns: int) -> int:
        if now_ns > self.until_ns:
            self.sign = 0
        return self.sign


class TeleopNode(Node):
    """Turns KEYS into TELEOP velocities, KEYBOARD_STOP and RESUME."""

    name = "teleop"

    class Config(NodeConfig, frozen=True):
        letters: bool = False  # true where nobody types words: letters, space and + - are drive keys too
        speed_mps: float = 0.2
        turn_radps: float = 1.2
        step: float = 1.25  # what one press of + multiplies both by
        least: float = 0.5  # and how far + and - go
        most: float = 1.7
        first_press_s: float = 0.6  # longer than the delay before a held key repeats: 0.25-0.5 s on most desktops
        repeat_s: float = 0.2  # keys repeat 10-30 times a second, and a network may hold some back
        period_s: float = 0.05

    def __init__(self, config: Config) -> None:
        self._config = config
        self._axes: dict[str, _Axis] = {"speed": _Axis(), "turn": _Axis()}
        self._factor = 1.0
        self._driving = False
        self._keys = _ARROWS | _LETTERS if config.letters else _ARROWS

    def wire(self, wiring: Wiring) -> None:
        self._teleop = wiring.publisher(topics.TELEOP)
        self._stop = wiring.publisher(topics.KEYBOARD_STOP)
        self._resume = wiring.publisher(topics.RESUME)
        wiring.subscribe(topics.KEYS, self._on_key, reliable(256))
        wiring.every(self._config.period_s, self._tick)

    def _on_key(self, key: Key) -> None:
        name = key.name.lower() if self._config.letters else key.name
        if name in self._keys:
            self._press(*self._keys[name], key.t_ns)
        elif name == "escape":
            self._request_stop(key.t_ns, latched=True)
        elif name == "tab":
            self._take_back(key.t_ns)
        elif self._config.letters:
            self._on_letter(name, key.t_ns)

    def _on_letter(self, name: str, t_ns: int) -> None:
        if name in (" ", "space"):
            self._request_stop(t_ns, latched=False)
        elif name == "r":
            self._take_back(t_ns)
        elif name in ("+", "="):
            self._change_speed(self._config.step)
        elif name == "-":
            self._change_speed(1 / self._config.step)

    def _press(self, axis: str, sign: int, t_ns: int) -> None:
        config = self._config
        self._axes[axis].press(sign, t_ns, to_ns(config.first_press_s), to_ns(config.repeat_s))

    def _request_stop(self, t_ns: int, latched: bool) -> None:
        for axis in self._axes.values():
            axis.until_ns = axis.sign = 0
        self._stop.publish(StopRequest(t_ns=t_ns, source="keyboard", latched=latched))

    def _take_back(self, t_ns: int) -> None:
        self._resume.publish(Resume(t_ns=t_ns, source="keyboard"))

    def _change_speed(self, by: float) -> None:
        self._factor = min(max(self._factor * by, self._config.least), self._config.most)

    def _tick(self, now_ns: int) -> None:
        speed, turn = (self._axes[axis].value(now_ns) for axis in ("speed", "turn"))
        moving = speed != 0 or turn != 0
        if moving or self._driving:
            config = self._config
            self._teleop.publish(Velocity(
                t_ns=now_ns, speed_mps=speed * config.speed_mps * self._factor,
                turn_radps=turn * config.turn_radps * self._factor * (-1 if speed < 0 else 1),
            ))
        self._driving = moving

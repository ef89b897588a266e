"""What a person's hands hold at this moment: keys of a terminal, or a gamepad with its dead man's button."""

from __future__ import annotations

from typing import NamedTuple

from robot.clock import to_ns
from robot.steering import Gamepad, Hand


class Wish(NamedTuple):
    """How to drive, as shares of the most: `speed` forward, `turn` left positive, each -1…1."""

    speed: float
    turn: float
    by: Hand


class _Axis:
    """One direction of motion: which way, and until when."""

    def __init__(self) -> None:
        self.sign = 0
        self.until_ns = 0

    def value(self, now_ns: int) -> int:
        return self.sign if now_ns <= self.until_ns else 0


class Keys:
    """Drive keys of a terminal: each press holds for `hold_s`, a new one the other way takes its place."""

    def __init__(self, hold_s: float) -> None:
        self._hold_ns = to_ns(hold_s)
        self._axes = {"speed": _Axis(), "turn": _Axis()}

    def press(self, axis: str, sign: int, t_ns: int) -> None:
        self._axes[axis].sign, self._axes[axis].until_ns = sign, t_ns + self._hold_ns

    def clear(self) -> None:
        for axis in self._axes.values():
            axis.sign = 0

    def wish(self, now_ns: int) -> Wish | None:
        """Backwards it is steered like a car: left is where the nose goes. None while no key is held."""
        speed, turn = (self._axes[axis].value(now_ns) for axis in ("speed", "turn"))
        return Wish(speed, -turn if speed < 0 else turn, "keys") if speed or turn else None


class Pad:
    """The newest state of the gamepad; one older than `max_age_s` holds nothing."""

    def __init__(self, max_age_s: float) -> None:
        self._max_age_ns = to_ns(max_age_s)
        self._newest: Gamepad | None = None
        self._armed = True  # whether the dead man's button was seen free since the last stop

    def hear(self, gamepad: Gamepad) -> None:
        self._newest = gamepad
        self._armed |= not gamepad.held

    def clear(self) -> None:
        """The button counts again once it was let go."""
        self._armed = False

    def wish(self, now_ns: int) -> Wish | None:
        """None while the dead man's button is free; with it held the sticks may well stand at zero."""
        pad = self._newest
        if pad is None or not pad.held or not self._armed or now_ns - pad.t_ns > self._max_age_ns:
            return None
        return Wish(pad.speed, pad.turn, "gamepad")

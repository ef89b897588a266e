"""What is said on the bus about driving by hand: what the gamepad is doing, and who has the wheel."""

from __future__ import annotations

from typing import Literal

from robot.messages import Message

Hand = Literal["keys", "gamepad"]
Press = Literal["stop", "emergency stop", "take back", "hand back"]


class Gamepad(Message, frozen=True):
    """The gamepad, many times a second while it is connected.

    `held` is true while the dead man's button is: without it the sticks move nothing. `speed` (forward positive) and `turn`
    (left positive) are shares of the most, -1…1. `presses` are the buttons pressed since the message before.
    """

    held: bool
    speed: float = 0.0
    turn: float = 0.0
    presses: tuple[Press, ...] = ()


class Handover(Message, frozen=True):
    """The wheel changes hands: a person has taken it (`person`), or gives it back to the program. `by` which means."""

    person: bool
    by: Hand

"""How the computer itself fares."""

from __future__ import annotations

from robot.messages import Message


class BoardHealth(Message, frozen=True):
    """What the board measures of itself; `temperature_c` is None, and `under_voltage` false, where it doesn't."""

    temperature_c: float | None = None
    under_voltage: bool = False

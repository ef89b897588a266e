"""Walking a world of ways: straight halls that meet at right angles, seen from inside."""

from __future__ import annotations

from typing import NamedTuple

from robot.condition import Condition


class Walk(NamedTuple):
    """Turn, go on, turn; then perhaps check something that only shows from there."""

    quarters: int = 0
    steps: int = 0
    then_quarters: int = 0
    check: Condition | None = None

    @property
    def moves(self) -> int:
        return abs(signed(self.quarters)) + self.steps + abs(signed(self.then_quarters))

    def __str__(self) -> str:
        parts = [_turn(self.quarters), f"go on {self.steps}" if self.steps else "", _turn(self.then_quarters)]
        return ", ".join(part for part in parts if part) or "stay"


def signed(quarters: int) -> int:
    """Quarters as the shorter way round: 3 → −1."""
    return (quarters + 1) % 4 - 1


def _turn(quarters: int) -> str:
    return {0: "", 1: "turn right", 2: "turn around", -1: "turn left"}[signed(quarters)]

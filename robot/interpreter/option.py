"""Options: the ways in which one step might be carried out from where one stands, each with what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from robot.condition import Condition
from robot.program import Step

Doubts = Mapping[str, float]  # what speaks against something → how much of it; see `costs.py`


class Option(NamedTuple):
    """Turn, advance, turn; then perhaps check something that only shows from there, and go on with another step."""

    doubts: Doubts
    quarters: int = 0
    steps: int = 0
    then_quarters: int = 0
    check: Condition | None = None
    again: Step | None = None

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

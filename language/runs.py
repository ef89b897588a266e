"""The cheapest ways to read a row of terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from language.choices import Choices, cheapest
from language.cursor import Context, Cursor
from language.discourse import read_steps
from language.tokens import Term
from robot.program import Program, Step, plain

WORK = 240  # terms read in all runs together: bounds the time for long texts


class Run(NamedTuple):
    """One way through the choices; `cost` is what it took."""

    cost: float
    steps: tuple[Step, ...]
    cursor: Cursor


def read_runs(terms: Sequence[Term], k: int, context: Context) -> list[Run]:
    """The cheapest runs with different results, at most k, cheapest first."""
    found: dict[Program, Run] = {}

    def run(choices: Choices) -> tuple[tuple[Step, ...], Cursor]:
        cursor = Cursor(terms, choices, context)
        return tuple(read_steps(cursor)), cursor

    for cost, (steps, cursor) in cheapest(run, most_runs=max(1, min(3 * k, WORK // max(len(terms), 1)))):
        found.setdefault(plain(Program(steps=steps)), Run(cost, steps, cursor))
        if len(found) >= k:
            break
    return sorted(found.values(), key=lambda run: run.cost)

"""Routines: what the car does over time, written top to bottom.

A routine is a generator. Each `yield` hands over how to drive until the next tick and comes back one tick later, when the
senses are newer; its `return` is the result. A routine calls another with `yield from`, and dropping one stops it: nothing
runs between ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple, TypeVar

from control.senses import Senses
from robot.clock import to_ns

T = TypeVar("T")
R = TypeVar("R")


class Drive(NamedTuple):
    """How to move until the next tick."""

    speed_mps: float
    turn_radps: float


class Outcome(NamedTuple):
    """How a task ended, with a sentence's worth of reason."""

    succeeded: bool
    reason: str


Routine = Generator[Drive, None, T]
STAND = Drive(0.0, 0.0)


def pause(senses: Senses, seconds: float) -> Routine[None]:
    """Stand still."""
    end_ns = senses.now_ns + to_ns(seconds)
    while senses.now_ns < end_ns:
        yield STAND


def until(routine: Routine[R], found: Callable[[], T | None]) -> Routine[R | T]:
    """Run `routine` to its result, or drop it as soon as `found()` is something and return that."""
    while True:
        result = found()
        if result is not None:
            routine.close()
            return result
        try:
            drive = next(routine)
        except StopIteration as end:
            ended: R = end.value
            return ended
        yield drive

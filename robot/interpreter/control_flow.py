"""Steps that decide what comes next, whatever the world: branches, repetitions, expectations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from robot.condition import Condition
from robot.interpreter.option import Option
from robot.interpreter.world import Doing, World
from robot.program import Expect, If, Repeat, Step

MOST_REPEATS = 100  # "forever" ends some time, and a battery sooner


class Decision(NamedTuple):
    """What was found out; nothing is to be done about it in the world."""

    words: str
    good: bool = True

    def __str__(self) -> str:
        return self.words


def flow(step: Step, world: World) -> Doing[Sequence[Option] | None]:
    """The one option of such a step; None for every other step."""
    match step:
        case Expect(condition=condition, words=words):
            fit = yield from world.holds(condition, words)
            return [Option({} if fit is None else {"expect misfit": 1 - fit}, _decision(condition, fit))]
        case If(condition=condition, words=words):
            fit = yield from world.holds(condition, words)
            return [_branch(step, fit)]
        case Repeat():
            return [(yield from _round(step, world))]
    return None


def _branch(step: If, fit: float | None) -> Option:
    if fit is None:
        return Option({}, Decision(f"I can't tell whether {step.condition}.", good=False))
    return Option({}, _decision(step.condition, fit), step.steps if fit >= 0.5 else step.otherwise)


def _round(step: Repeat, world: World) -> Doing[Option]:
    """Once more, or enough; the count that is left goes on in the step itself."""
    left = step.count or MOST_REPEATS
    again: tuple[Step, ...] = () if left == 1 else (msgspec.structs.replace(step, count=left - 1),)
    more = (*step.steps, *again)
    if step.until is None:
        return Option({}, Decision("once more"), more)
    fit = yield from world.holds(step.until, step.words)
    if fit is None:
        return Option({}, Decision(f"I can't tell when {step.until}.", good=False))
    return Option({}, _decision(step.until, fit), () if fit >= 0.5 else more)


def _decision(condition: Condition, fit: float | None) -> Decision:
    answer = "I can't tell" if fit is None else "yes" if fit >= 0.5 else "no"
    return Decision(f"{condition}: {answer}")

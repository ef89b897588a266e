"""What each doubt costs. A program is run in the way that costs least; the numbers can be learned from runs.

Costs are in nats: a doubt of cost 1 makes a run e times less likely to be what was meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from robot.interpreter.option import Doubts

COSTS: Mapping[str, float] = {
    "turn unsaid": 1.0,  # a quarter turn that nobody mentioned
    "around unsaid": 1.5,  # turning back unsaid
    "turn forced": 0.2,  # the same where a wall is ahead
    "around forced": 0.4,
    "not winding": 3.0,  # stopping in a winding hall before it ends
    "turn stays": 1.0,  # not turning when told to, because one faces the right way
    "side unsaid": 0.3,  # "turn onto the …" without saying which way, for the side that isn't seen to fit best
    "walk unsaid": 1.0,  # going on before a turn, to where it can be done
    "walk far": 0.15,  # and every spot passed on the way
    "no way": 2.5,  # turning towards a wall
    "blocks off": 1.2,  # every block more or less than said
    "far": 0.4,  # every spot beyond the next where nothing says how far
    "between": 0.1,  # and stopping where nothing leads off
    "to end": 0.1,  # or only where the hall ends
    "here already": 1.2,  # staying where one is told to go somewhere
    "later": 0.8,  # passing a spot that fits as well
    "misfit": 4.0,  # the spot doesn't fit its description, by 1 − fit
    "way misfit": 3.0,  # the way gone doesn't fit its description
    "face misfit": 4.0,
    "past misfit": 2.0,
    "expect misfit": 1.5,  # what should be seen isn't
    "at misfit": 4.0,  # the spot of a turn doesn't fit its description
    "turning off": 2.0,  # every turning more or less than "the second left" says
    "turning here": 2.0,  # counting the turning where one stands as the first
    "turn at here": 0.2,  # turning where one stands although a place was named
    "stay straight": 0.5,  # "turn onto" what one faces already
    "face wall": 1.0,  # facing a wall that nobody mentioned
    "face turn": 0.1,  # every quarter turned to face something
    "corner": 1.0,  # following a hall around a corner
    "end corner": 0.1,  # the same where it is meant to be followed to its end
    "cross": 1.5,  # choosing a way at a crossing on the search for something
    "farther": 0.1,  # every metre to a thing beyond that to the nearest one which fits as well
    "aside": 0.4,  # a doorway behind, where nothing was said of its side
    "another": 1.0,  # a thing that fits as well as the one that it was taken for at first
    "out of sight": 1.0,  # looking for yet another thing although one that fits is known
    "reading": 1.0,  # reading the words in a less likely way, by how much less (nats)
}


# How unlikely some readings are; `language/routes/steps.py` names them.
READINGS: Mapping[str, float] = {
    "position stays": 3.0, "be means go": 2.5, "see means go": 2.5, "turn then look": 1.0, "until before turn": 1.0,
    "turn to means go": 1.5, "away goes": 1.0, "toward goes one": 1.0, "toward goes all": 1.5, "go goes to end": 1.0,
    "go stays": 1.5, "all to dead end": 0.5, "longer end goes": 1.0, "be here means go": 1.0,
    "see here means go": 1.0, "go searches": 1.5,
    "take along faces": 0.0, "take along goes one": 0.7, "take along goes all": 1.2,
    "go along faces": 0.2, "go along goes one": 0.3, "go along goes all": 0.6,
    "follow along faces": 0.3, "follow along goes one": 0.6, "follow along goes all": 0.3,
    "plain along faces": 0.5, "plain along goes one": 0.3, "plain along goes all": 0.4,
    "bare along faces": 0.6, "bare along goes one": 0.5, "bare along goes all": 0.2,
}  # fmt: skip


class Costs:
    """Costs by doubt; a doubt without a cost is free."""

    def __init__(self, costs: Mapping[str, float] | None = None) -> None:
        self._costs = {**COSTS, **READINGS, **(costs or {})}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._costs)

    def of(self, doubts: Doubts) -> float:
        return sum(self._costs.get(name, 0.0) * amount for name, amount in doubts.items())

"""Reads a sentence about a way: words → clauses → the likeliest programs."""

from __future__ import annotations

from language.routes.clause import Clause
from language.routes.clauses import read_clauses
from language.routes.reading import Reading
from language.routes.steps import readings
from language.routes.words import read_words
from robot.interpreter.costs import Costs
from robot.interpreter.run import Hypothesis
from robot.program import Program

WAYS = ("hall", "place", "turning", "position")
MOST = 12  # programs kept while clauses are put together


def read_route(text: str, costs: Costs | None = None) -> list[Hypothesis]:
    """The programs that a sentence may mean, likeliest first; one without steps where it asks for nothing."""
    costs = costs or Costs()
    found = [Reading(())]
    for clause in _backs_first(read_clauses(read_words(text))):
        found = [_joined(before, after) for before in found for after in readings(clause)]
        found = sorted(found, key=lambda reading: costs.of(reading.doubts))[:MOST]
    return [Hypothesis(Program(steps=reading.steps), reading.doubts) for reading in found]


def speaks_of_ways(text: str) -> bool:
    """Whether a text is about ways: it names a hall, a crossing, a turning, a corner, or the goal as a position."""
    return any(word.category in WAYS for word in read_words(text))


def _backs_first(clauses: list[Clause]) -> list[Clause]:
    """ "Roll on two blocks, your back turned to the wall": one turns one's back before one walks."""
    ordered: list[Clause] = []
    for clause in clauses:
        trailing = clause.verb == "back" and clause.said[0] == "with" and ordered and ordered[-1].verb in ("go", "follow")
        ordered.insert(len(ordered) - bool(trailing), clause)
    return ordered


def _joined(before: Reading, after: Reading) -> Reading:
    doubts = dict(before.doubts)
    for name, amount in after.doubts.items():
        doubts[name] = doubts.get(name, 0.0) + amount
    return Reading((*before.steps, *after.steps), doubts)

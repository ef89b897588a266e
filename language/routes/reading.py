"""Readings: the steps that a clause may mean, and the pieces they are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from language.routes.clause import Clause
from robot.condition import At, Condition, Passed, See
from robot.landmark import Landmark, Relation
from robot.program import Expect, Step, Turn

QUARTER_RAD = math.pi / 2
ANGLES_RAD = {"left": QUARTER_RAD, "right": -QUARTER_RAD, "around": math.pi}


class Reading(NamedTuple):
    """Steps that a clause may mean; `doubts` names how it was read, for the ranker."""

    steps: tuple[Step, ...]
    doubts: Mapping[str, float] = MappingProxyType({})


def turn(clause: Clause, onto: Landmark | None = None, at: Landmark | None = None) -> Turn:
    """The turn that a clause asks for, without an angle where it says no side."""
    return Turn(angle_rad=ANGLES_RAD.get(clause.direction, 0.0), onto=onto, at=at, words=clause.words)


def goal(clause: Clause, *roles: str) -> At | None:
    """Being at the first landmark in one of the roles. Numbered positions don't count: nobody can see those."""
    found = [part.landmark for part in clause.parts if part.role in roles and part.landmark.kind != "position"]
    return At(landmark=found[0]) if found else None


def before(clause: Clause) -> Landmark | None:
    """The place just before a landmark, where the clause speaks of one."""
    landmark = clause.part("before")
    if landmark is None:
        return None
    return Landmark(kind="place", relations=(Relation(name="in front of", others=(landmark,)),))


def checks(clause: Clause) -> tuple[Step, ...]:
    """What one should have come past, and what should be seen, when the clause is done."""
    passed: list[Condition] = [Passed(landmark=landmark) for landmark in clause.all_parts("passing")]
    seen: list[Condition] = [See(landmark=landmark) for landmark in clause.all_parts("with")]
    return tuple(Expect(condition=condition, words=clause.words) for condition in (*passed, *seen))

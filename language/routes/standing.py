"""Clauses that say how one stands, what is to be seen, or where the goal is."""

from __future__ import annotations

import math

import msgspec

from language.routes.clause import Clause, Part
from language.routes.reading import ANGLES_RAD, Reading, before, checks, turn
from robot.condition import At, Condition, Passed, See
from robot.landmark import Landmark, Side
from robot.program import Expect, Face, Goto, Step, Travel, Turn

SIDES: dict[str, Side] = {"face": "ahead", "ahead": "ahead", "back": "behind"}


def backing(clause: Clause) -> list[Reading]:
    """ "Your back turned to the wall (and the lamp to your right)"."""
    if not clause.parts:
        return [Reading(())]
    first, *others = (part.landmark for part in clause.parts)
    facing = Face(landmark=first, away=True, words=clause.words)
    return [Reading((facing, *(Expect(condition=See(landmark=other), words=clause.words) for other in others)))]


def arranged(clause: Clause) -> list[Reading]:
    """ "So that the wall is on your left and you face the lamp": the first is done, the others are checked."""
    conditions = [See(landmark=_sided(part)) for part in clause.parts]
    if not conditions:
        return [Reading((turn(clause),) if clause.direction else ())]
    angle_rad = math.copysign(math.inf, ANGLES_RAD[clause.direction]) if clause.direction in ("left", "right") else 0.0
    first = Turn(angle_rad=angle_rad, until=conditions[0], words=clause.words)
    return [Reading((first, *(Expect(condition=condition, words=clause.words) for condition in conditions[1:])))]


def facing(clause: Clause) -> list[Reading]:
    """ "Face the pink hall", "turn left to face the lamp", "face so that the easel is on your right"."""
    landmark = clause.part("", "along", "to", "toward", "at", "onto", "until")
    after = checks(clause)
    if landmark is None:
        away = clause.part("away")
        if away is not None:
            return [Reading((Face(landmark=away, away=True, words=clause.words), *after))]
        return [Reading((turn(clause), *after) if clause.direction else after)]
    if clause.direction in ("left", "right"):
        return [Reading((turn(clause, onto=landmark), *after)), Reading((turn(clause),), {"turn then look": 1.0})]
    if landmark.side not in ("", "ahead"):
        return [Reading((Turn(until=See(landmark=landmark), words=clause.words), *after))]
    return [Reading((Face(landmark=landmark, words=clause.words), *after))]


def stative(clause: Clause) -> list[Reading]:
    """ "There is a lamp on your left": mostly to check; sometimes, of what isn't here, a way to say go there."""
    expected = tuple(Expect(condition=_expected(clause, part), words=clause.words) for part in clause.parts)
    if clause.lead:  # "two blocks down you will see …"
        return [Reading((Travel(blocks=clause.blocks, past=clause.part("past"), words=clause.words), *expected))]
    if not clause.parts or clause.verb == "pass":
        return [Reading(expected)]
    go = Travel(until=At(landmark=clause.parts[-1].landmark), words=clause.words)
    doubt = f"{clause.verb}{' here' if clause.here else ''} means go"
    return [Reading(expected), Reading((go,), {doubt: 1.0})]


def _expected(clause: Clause, part: Part) -> Condition:
    landmark = part.landmark
    if clause.verb == "pass":
        return Passed(landmark=landmark)
    if clause.side and part is clause.parts[0] and not landmark.side:  # "to your left is …"
        return See(landmark=_sided(part, clause.side))
    if clause.here or part.role == "at":
        return At(landmark=landmark)
    return See(landmark=_sided(part) if part.role == "ahead" else landmark)


def _sided(part: Part, side: str = "") -> Landmark:
    side = part.landmark.side or side or SIDES.get(part.role, "ahead")
    return msgspec.structs.replace(part.landmark, side=side)


def positioned(clause: Clause) -> list[Reading]:
    """ "Position 4 is at the end of the hall": where it is, is where to go."""
    go = _to_position(clause)
    return [Reading(())] if go is None else [Reading((go,)), Reading((), {"position stays": 1.0})]


def _to_position(clause: Clause) -> Step | None:
    short, past = before(clause), clause.part("past")
    told = [part.landmark for part in clause.parts if part.role not in ("past", "before") and not _here(part.landmark)]
    landmark = max(told, key=lambda landmark: len(landmark.relations), default=None)
    if short is not None:
        return Travel(until=At(landmark=short), words=clause.words)
    if past is not None or clause.blocks:
        until = At(landmark=landmark) if landmark is not None and past is None else None
        return Travel(blocks=clause.blocks, past=past, until=until, words=clause.words)
    return None if landmark is None else Goto(landmark=landmark, words=clause.words)


def _here(landmark: Landmark) -> bool:
    """Whether it says nothing of where to go: "position 4", "this intersection"."""
    return landmark.kind == "position" or landmark.words.startswith("this ")

"""What a clause may ask for: each reading a few steps, with the doubts that speak against it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from language.routes.clauses import END, STATIVE, Clause
from robot.condition import At, Condition, Passed, See
from robot.landmark import Landmark, Relation, Side
from robot.program import Expect, Face, Goto, Step, Travel, Turn

QUARTER_RAD = math.pi / 2
ANGLES = {"left": QUARTER_RAD, "right": -QUARTER_RAD, "around": math.pi}


class Reading(NamedTuple):
    """Steps that a clause may mean; `doubts` names how it was read, for the ranker."""

    steps: tuple[Step, ...]
    doubts: Mapping[str, float] = MappingProxyType({})


def readings(clause: Clause) -> list[Reading]:
    """Every reading of a clause, at least one (which may have no steps)."""
    before = _backing(clause)
    found = _main(clause)
    return [Reading((*before, *reading.steps), reading.doubts) for reading in found]


def _main(clause: Clause) -> list[Reading]:
    if clause.position:
        return _position(clause)
    match clause.verb:
        case "be" | "see" | "pass":
            return _stative(clause)
        case "arrange":
            return [Reading(tuple(_arranged(clause)))]
        case "back":
            return [Reading(())]
        case "face":
            return _facing(clause)
        case "stop":
            return _going(clause) if clause.parts else [Reading(())]
    if clause.direction == "only":
        return [Reading((Turn(words=clause.words),))]
    if clause.direction or clause.verb == "turn":
        return _turning(clause)
    return _going(clause)


# ---- standing and seeing ------------------------------------------------------------------------------------------


def _backing(clause: Clause) -> list[Step]:
    """ "with your back to the wall"."""
    steps: list[Step] = []
    if clause.verb == "back" and clause.parts:
        steps.append(Face(landmark=clause.parts[0].landmark, away=True, words=clause.words))
        steps += [Expect(condition=See(landmark=part.landmark), words=clause.words) for part in clause.parts[1:]]
    return steps


def _arranged(clause: Clause) -> list[Step]:
    """ "so that the wall is on your left and you face the lamp": the first is done, the others are checked."""
    conditions = [See(landmark=_on_side(part.landmark, part.role)) for part in clause.parts]
    if not conditions:
        return [_turn(clause)] if clause.direction else []
    angle_rad = math.copysign(math.inf, ANGLES[clause.direction]) if clause.direction in ("left", "right") else 0.0
    first = Turn(angle_rad=angle_rad, until=conditions[0], words=clause.words)
    return [first, *(Expect(condition=condition, words=clause.words) for condition in conditions[1:])]


def _on_side(landmark: Landmark, role: str) -> Landmark:
    side: dict[str, Side] = {"face": "ahead", "back": "behind", "ahead": "ahead"}
    return msgspec.structs.replace(landmark, side=landmark.side or side.get(role, "ahead"))


def _stative(clause: Clause) -> list[Reading]:
    """ "there is a lamp on your left": mostly to check; sometimes, of what isn't here, a way to say go there."""
    expected: list[Step] = [
        Expect(condition=_seen(clause, part.role, part.landmark), words=clause.words) for part in clause.parts
    ]
    if clause.verb == "pass":
        expected = [Expect(condition=Passed(landmark=part.landmark), words=clause.words) for part in clause.parts]
    found = [Reading(tuple(expected))]
    if clause.parts and clause.verb != "pass":
        goal = clause.parts[-1].landmark
        found.append(Reading((Travel(until=At(landmark=goal), words=clause.words),), {f"{clause.verb} means go": 1.0}))
    return found


def _seen(clause: Clause, role: str, landmark: Landmark) -> Condition:
    if role == "ahead":
        return See(landmark=_on_side(landmark, role))
    return At(landmark=landmark) if role == "at" else See(landmark=landmark)


def _position(clause: Clause) -> list[Reading]:
    """ "position 4 is at the end of the hall": where it is, is where to go."""
    goals = [part for part in clause.parts if part.landmark.kind != "position"]
    if not goals and not clause.blocks:
        return [Reading(())]
    past = next((part.landmark for part in goals if part.role == "past"), None)
    told = [part.landmark for part in goals if part.role not in ("past", "before")]
    goal = max(told, key=lambda landmark: len(landmark.relations), default=None)
    before = _before(clause)
    go: Step
    if before is not None:
        return [Reading((Travel(until=At(landmark=before), words=clause.words),)), Reading((), {"position stays": 1.0})]
    if past is not None or (clause.blocks and goal is None):
        go = Travel(blocks=clause.blocks, past=past, words=clause.words)
    elif clause.blocks:
        go = Travel(blocks=clause.blocks, until=At(landmark=goal) if goal else None, words=clause.words)
    elif goal is None:
        return [Reading(())]
    else:
        go = Goto(landmark=goal, words=clause.words)
    return [Reading((go,)), Reading((), {"position stays": 1.0})]


# ---- facing and turning -------------------------------------------------------------------------------------------


def _facing(clause: Clause) -> list[Reading]:
    checks = _checks(clause)
    landmark = clause.part("", "along", "to", "toward", "at", "onto", "until")
    if landmark is None:
        away = clause.part("away")
        if away is not None:
            return [Reading((Face(landmark=away, away=True, words=clause.words), *checks))]
        return [Reading((_turn(clause), *checks) if clause.direction else checks)]
    if clause.direction in ("left", "right"):
        return [Reading((_turn(clause, onto=landmark), *checks)), Reading((_turn(clause),), {"turn then look": 1.0})]
    if landmark.side and landmark.side != "ahead":
        return [Reading((Turn(until=See(landmark=landmark), words=clause.words), *checks))]
    return [Reading((Face(landmark=landmark, words=clause.words), *checks))]


def _turn(clause: Clause, onto: Landmark | None = None, at: Landmark | None = None) -> Turn:
    return Turn(angle_rad=ANGLES.get(clause.direction, 0.0), onto=onto, at=at, words=clause.words)


def _turning(clause: Clause) -> list[Reading]:
    """ "turn left (onto the blue hall) (at the lamp)", "take the second right", "go left two blocks"."""
    checks = _checks(clause)
    away = clause.part("away")
    if away is not None and not clause.direction:
        return [Reading((Face(landmark=away, away=True, words=clause.words), *checks))]
    at = clause.part("at", "when") or _before(clause)
    if clause.ordinal:
        at = Landmark(kind="turning", ordinal=clause.ordinal)
    onto = clause.part("onto", "along", "") if clause.verb != "" else clause.part("onto", "along")
    toward = clause.part("toward", "to")
    until = _until(clause, "until") or (_until(clause, "to") if clause.blocks or clause.verb in ("go", "follow") else None)
    if not clause.direction and onto is None and at is None:
        if toward is not None:
            return [Reading((Face(landmark=toward, words=clause.words), *checks))]
        if until is not None:
            return [Reading((Turn(until=until, words=clause.words), *checks))]
        return [Reading((Turn(words=clause.words), *checks))]
    if at is None and onto is None and clause.verb == "":
        at = clause.part("until", "to", "") if not clause.blocks else None
        until = None if at is not None else until
    turn = _turn(clause, onto or (toward if until is None else None), at)
    rest = _rest(clause, until)
    found = [Reading((turn, *rest, *checks))]
    if until is not None and not clause.blocks and isinstance(until, At):
        found.append(Reading((_turn(clause, onto, until.landmark), *checks), {"until before turn": 1.0}))
    if toward is not None and onto is None and until is None:
        found.append(Reading((turn, Travel(until=At(landmark=toward), words=clause.words)), {"turn to means go": 1.0}))
    return found


def _rest(clause: Clause, until: Condition | None) -> tuple[Step, ...]:
    """What is still to drive after the turn."""
    past = clause.part("past")
    if not (clause.blocks or until or past or clause.all):
        return ()
    return (
        Travel(blocks=clause.blocks, distance_m=math.inf if clause.all else 0.0, past=past, until=until, words=clause.words),
    )


# ---- going --------------------------------------------------------------------------------------------------------


def _going(clause: Clause) -> list[Reading]:
    toward, away, past = clause.part("toward"), clause.part("away"), _last(clause.all_parts("past"))
    checks = _checks(clause)
    along = clause.part("along", "onto") or (clause.part("") if clause.verb in ("follow", "take", "go") else None)
    until: Condition | None = _until(clause, "until", "to", "at")
    before = _before(clause)
    if until is None and before is not None:
        until = At(landmark=before)
    if clause.verb == "" and until is None and along is None:
        until = _until(clause, "")
    if along is not None and along.part == "end" and until is None:
        until = At(landmark=along)
        along = None
    if along is not None and "winding" in along.attributes and until is None:
        until = At(landmark=Landmark(kind="dead end"))
    travel = Travel(
        back=clause.back, blocks=clause.blocks, along=along, toward=toward, away=away, past=past, until=until,
        distance_m=math.inf if clause.all and until is None and not clause.blocks else 0.0, words=clause.words,
    )  # fmt: skip
    if isinstance(until, At) and until.landmark.part == "end" and until.landmark.size and not clause.blocks:
        facing = Face(landmark=until.landmark, words=clause.words)
        return [Reading((facing, *checks)), Reading((travel, *checks), {"longer end goes": 1.0})]
    if until is not None or past is not None or clause.blocks:
        return [Reading((travel, *checks))]
    if clause.all:
        dead_end = msgspec.structs.replace(travel, distance_m=0.0, until=At(landmark=Landmark(kind="dead end")))
        return [Reading((travel, *checks)), Reading((dead_end, *checks), {"all to dead end": 1.0})]
    if toward is not None:
        return _towards(clause, toward, along, checks)
    if away is not None:
        return [
            Reading((Face(landmark=away, away=True, words=clause.words), *checks)),
            Reading((travel, *checks), {"away goes": 1.0}),
        ]
    if along is not None:
        return _alongside(clause, along, travel, checks)
    if clause.verb == "" and not clause.forward:
        return [Reading(checks)]
    end = msgspec.structs.replace(travel, distance_m=math.inf)
    return [Reading((travel, *checks)), Reading((end, *checks), {"go goes to end": 1.0}), Reading(checks, {"go stays": 1.0})]


def _towards(clause: Clause, toward: Landmark, along: Landmark | None, checks: tuple[Step, ...]) -> list[Reading]:
    facing = Face(landmark=toward, words=clause.words)
    go = Travel(along=along, until=At(landmark=toward), words=clause.words)
    one = Travel(along=along, toward=toward, words=clause.words)
    return [
        Reading((facing, *checks)),
        Reading((one, *checks), {"toward goes one": 1.0}),
        Reading((go, *checks), {"toward goes all": 1.0}),
    ]


def _alongside(clause: Clause, along: Landmark, travel: Travel, checks: tuple[Step, ...]) -> list[Reading]:
    """ "take the pink path": mostly to face it, sometimes a step or all of it."""
    facing = Face(landmark=along, words=clause.words)
    end = msgspec.structs.replace(travel, distance_m=math.inf)
    verb = clause.verb or "bare"
    return [
        Reading((facing, *checks), {f"{verb} along faces": 1.0}),
        Reading((travel, *checks), {f"{verb} along goes one": 1.0}),
        Reading((end, *checks), {f"{verb} along goes all": 1.0}),
    ]


def _until(clause: Clause, *roles: str) -> Condition | None:
    found = [part.landmark for part in clause.parts if part.role in roles and part.landmark.kind != "position"]
    return At(landmark=found[0]) if found else None


def _before(clause: Clause) -> Landmark | None:
    """The place just before a landmark."""
    before = clause.part("before")
    return None if before is None else Landmark(kind="place", relations=(Relation(name="in front of", others=(before,)),))


def _checks(clause: Clause) -> tuple[Step, ...]:
    """What should be seen, and what one should have come past, when the clause is done."""
    passed: list[Condition] = [Passed(landmark=landmark) for landmark in clause.all_parts("passing")]
    seen: list[Condition] = [See(landmark=landmark) for landmark in clause.all_parts("with")]
    return tuple(Expect(condition=condition, words=clause.words) for condition in (*passed, *seen))


def _last(landmarks: list[Landmark]) -> Landmark | None:
    return landmarks[-1] if landmarks else None


__all__ = ["END", "STATIVE", "Reading", "readings"]

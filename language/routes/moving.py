"""Clauses that turn and go."""

from __future__ import annotations

import math

import msgspec

from language.routes.clause import Clause
from language.routes.reading import Reading, before, checks, goal, turn
from robot.condition import At, See
from robot.landmark import Landmark
from robot.program import Face, Goto, Step, Travel, Turn

STOPS = ("dead end", "intersection", "corner")  # places to go to, not along
DEAD_END = Landmark(kind="dead end")
WINDING = Landmark(kind="hall", attributes=("winding",))


# ---- turning ------------------------------------------------------------------------------------------------------


def turning(clause: Clause) -> list[Reading]:
    """ "Turn left (onto the blue hall) (at the lamp)", "take the second right", "go left two blocks"."""
    after = checks(clause)
    away = clause.part("away")
    if away is not None and not clause.direction:
        return [Reading((Face(landmark=away, away=True, words=clause.words), *after))]
    at, onto = _where(clause), clause.part("onto", "along", *([""] if clause.verb else []))
    if onto is not None and onto.kind in STOPS and at is None:  # "turn the corner"
        at, onto = onto, None
    past = clause.part("past")
    if clause.ordinal and past is not None:  # "the second left after the lamp"
        return [Reading((Travel(until=At(landmark=past), words=clause.words), turn(clause, onto, at), *after))]
    if past is not None and clause.verb in ("turn", "take") and onto is None and not clause.part("until", "to"):
        go = Travel(past=past, blocks=clause.blocks, words=clause.words)  # "turn left after the lamp"
        return [Reading((go, turn(clause, onto, at), *after))]
    if not clause.direction and onto is None and at is None:
        return [Reading((_turn_to(clause), *after))]
    until = goal(clause, "until") or (goal(clause, "to") if clause.blocks or clause.verb in ("", "go", "follow") else None)
    if at is None and onto is None and clause.verb == "" and not clause.blocks:  # "at the lamp, left"
        at = clause.part("until", "")
        until = None if at is not None else until
    return _turn_readings(clause, onto, at, until, after)


def _where(clause: Clause) -> Landmark | None:
    if clause.ordinal:
        return Landmark(kind="turning", ordinal=clause.ordinal)
    return clause.part("at", "when") or before(clause)


def _turn_to(clause: Clause) -> Step:
    """A turn of which no side is said."""
    toward, until = clause.part("toward", "to"), goal(clause, "until")
    if toward is not None:
        return Face(landmark=toward, words=clause.words)
    return Turn(until=See(landmark=until.landmark) if until else None, words=clause.words)


def _turn_readings(
    clause: Clause, onto: Landmark | None, at: Landmark | None, until: At | None, after: tuple[Step, ...]
) -> list[Reading]:
    toward = clause.part("toward", "to") if until is None else None
    found = [Reading((turn(clause, onto or toward, at), *_rest(clause, until), *after))]
    if until is not None and not clause.blocks:
        found.append(Reading((turn(clause, onto, until.landmark), *after), {"until before turn": 1.0}))
    if toward is not None and onto is None:
        go = Travel(until=At(landmark=toward), words=clause.words)
        found.append(Reading((turn(clause, None, at), go), {"turn to means go": 1.0}))
    return found


def _rest(clause: Clause, until: At | None) -> tuple[Step, ...]:
    """What is still to drive after the turn."""
    past = clause.part("past")
    if not (clause.blocks or until or past or clause.all):
        return ()
    distance_m = math.inf if clause.all and not (clause.blocks or until) else 0.0
    return (Travel(blocks=clause.blocks, distance_m=distance_m, past=past, until=until, words=clause.words),)


# ---- going --------------------------------------------------------------------------------------------------------


def going(clause: Clause) -> list[Reading]:
    """ "Go (down the blue hall) (two blocks) (past the lamp) (until you see the chair)", and shorter."""
    after = checks(clause)
    travel = _travel(clause)
    if travel.until is not None or travel.past is not None or travel.blocks:
        found = _bounded(clause, travel)
    elif travel.along is not None and "winding" in travel.along.attributes:
        found = [Reading((travel,))]
    elif clause.all:
        to_dead_end = msgspec.structs.replace(travel, distance_m=0.0, until=At(landmark=DEAD_END))
        found = [Reading((travel,)), Reading((to_dead_end,), {"all to dead end": 1.0})]
    elif travel.toward is not None:
        found = _towards(clause, travel)
    elif travel.away is not None:
        facing = Face(landmark=travel.away, away=True, words=clause.words)
        found = [Reading((facing,)), Reading((travel,), {"away goes": 1.0})]
    elif travel.along is not None:
        found = _alongside(clause, travel, travel.along)
    elif clause.verb or clause.forward:
        end = msgspec.structs.replace(travel, distance_m=math.inf)
        found = [Reading((travel,)), Reading((end,), {"go goes to end": 1.0}), Reading((), {"go stays": 1.0})]
    else:
        found = [Reading(())]
    return [Reading((*reading.steps, *after), reading.doubts) for reading in found]


def _travel(clause: Clause) -> Travel:
    """Everything that a clause says of a way, in one step."""
    along = clause.part("along", "onto") or (clause.part("") if clause.verb in ("follow", "take", "go") else None)
    until = goal(clause, "until", "to", "at")
    short = before(clause)
    if until is None and short is not None:
        until = At(landmark=short)
    if until is None and along is None and clause.verb == "":
        until = goal(clause, "")
    if until is None and along is not None and (along.part == "end" or along.kind in STOPS):
        until = At(landmark=along)
        along = None
    if clause.out:
        along = WINDING
    to_end = clause.all and until is None and not (clause.blocks or clause.out)
    past = clause.all_parts("past")
    return Travel(
        distance_m=math.inf if to_end else 0.0, back=clause.back and until is None, blocks=clause.blocks, along=along,
        past=past[-1] if past else None, toward=clause.part("toward"), away=clause.part("away"), until=until,
        words=clause.words,
    )  # fmt: skip


def _bounded(clause: Clause, travel: Travel) -> list[Reading]:
    """A way whose end is said; where nothing else is, the end may lie beyond what is seen."""
    landmark = travel.until.landmark if isinstance(travel.until, At) else None
    if landmark is not None and landmark.part == "end" and landmark.size and not travel.blocks:  # "the longer end"
        return [Reading((Face(landmark=landmark, words=clause.words),)), Reading((travel,), {"longer end goes": 1.0})]
    found = [Reading((travel,))]
    plain = travel.along is None or not (travel.along.attributes or travel.along.colour)
    bare = plain and travel.past is None and travel.toward is None and not travel.blocks
    if landmark is not None and bare and clause.verb == "go" and not clause.forward:
        found.append(Reading((Goto(landmark=landmark, words=clause.words),), {"go searches": 1.0}))
    return found


def _towards(clause: Clause, travel: Travel) -> list[Reading]:
    """ "Go towards the lamp": mostly to face it, sometimes a step, sometimes all the way."""
    assert travel.toward is not None
    all_the_way = msgspec.structs.replace(travel, toward=None, until=At(landmark=travel.toward))
    return [
        Reading((Face(landmark=travel.toward, words=clause.words),)),
        Reading((travel,), {"toward goes one": 1.0}),
        Reading((all_the_way,), {"toward goes all": 1.0}),
    ]


def _alongside(clause: Clause, travel: Travel, along: Landmark) -> list[Reading]:
    """ "Take the pink path": mostly to face it, sometimes a step or all of it."""
    said = along.attributes or along.colour or along.size or along.relations or along.kind != "hall"
    verb = (clause.verb or "bare") if said else "plain"
    end = msgspec.structs.replace(travel, distance_m=math.inf)
    return [
        Reading((Face(landmark=along, words=clause.words),), {f"{verb} along faces": 1.0}),
        Reading((travel,), {f"{verb} along goes one": 1.0}),
        Reading((end,), {f"{verb} along goes all": 1.0}),
    ]

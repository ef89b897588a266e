"""Verbs of rooms and doors: to enter, to leave, to pass, to cross, to count what comes by."""

from __future__ import annotations

import msgspec

from language import doing, motions
from language.clauses import Clause
from language.cursor import Cursor, NotUnderstood
from language.doorways import DOOR, GATES, ROOM, into, is_room
from language.landmarks import MOST_COUNT
from robot.program import At, Landmark, Step, Travel


def enter(cursor: Cursor, clause: Clause) -> list[Step]:
    goal = clause.thing or clause.goal
    through = clause.ways.get("through")
    if goal is None:
        return [Travel(through=through or DOOR, words=clause.words)]
    if goal.kind in GATES:
        return into(clause, goal)
    way = [Travel(through=through, words=clause.words)] if through else []
    return [*way, motions.goto(clause, goal)]


def leave(cursor: Cursor, clause: Clause) -> list[Step]:
    """A room is left through its door; a thing can't be left anywhere without arms."""
    through, place = clause.ways.get("through"), clause.thing or clause.ways.get("away") or clause.ways.get("from") or ROOM
    if through is None and clause.goal is not None and clause.goal.kind in GATES and "by" in clause.words.split():
        through = clause.goal
    if through is not None:
        return [Travel(through=through, words=clause.words)]
    if place.kind == "me":
        return [Travel(away=place, words=clause.words)]
    if place.kind in GATES and clause.verb is not None and clause.verb.words == "exit":
        return [Travel(through=place, words=clause.words)]
    if not is_room(place):
        return doing.unable(cursor, clause)
    here = ROOM if place.kind in ("place", "area") else place
    out = Travel(away=here, words=clause.words)
    return [out, motions.goto(clause, clause.goal)] if clause.goal is not None else [out]


def pass_(cursor: Cursor, clause: Clause) -> list[Step]:
    """ "Pass the door"; "pass through the door" is what it says."""
    through, number = clause.ways.get("through"), clause.terms.get("number")
    if clause.thing is None and through is None:
        raise NotUnderstood(f"{clause.said} what? Name the thing.")
    thing = clause.thing
    if thing is not None and number is not None and number.amount in range(2, MOST_COUNT):  # "pass three doors"
        thing = msgspec.structs.replace(thing, count=int(number.amount))
    passed = Travel(through=through, words=clause.words) if through else Travel(past=thing, words=clause.words)
    return [passed, motions.goto(clause, clause.goal)] if clause.goal else [passed]


def cross(cursor: Cursor, clause: Clause) -> list[Step]:
    thing = clause.thing or clause.ways.get("through")
    if thing is None:
        raise NotUnderstood(f"{clause.said} what? Name the place.")
    return [Travel(through=thing, words=clause.words)]


def count(cursor: Cursor, clause: Clause) -> list[Step]:
    """ "Count three doors, then turn left": on to the third."""
    thing, number = clause.thing, clause.terms.get("number")
    if thing is None or number is None or not number.amount.is_integer() or not 1 <= number.amount <= MOST_COUNT:
        raise NotUnderstood('I can\'t count things. Tell me how many to pass, for example "go past three doors".')
    nth = Landmark(kind=thing.kind, colour=thing.colour, side=thing.side, ordinal=int(number.amount), words=thing.words)
    return [Travel(until=At(landmark=nth), words=clause.words)]

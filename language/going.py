"""Verbs of motion: what "turn", "go", "enter" and the like mean with what stands around them."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec

from language import motions
from language.clauses import Clause
from language.cursor import Cursor, NotUnderstood
from language.doorways import GATES, end_of_way, into, is_turn_into_way, threshold, turned_into, way_of
from robot.places import is_doorway
from robot.program import Face, Heading, Landmark, Resume, Return, Step, Travel, Turn

HEADINGS: tuple[Heading, ...] = ("north", "east", "south", "west")


def turn(cursor: Cursor, clause: Clause) -> list[Step]:
    target = clause.goal or clause.ways.get("toward") or clause.thing
    if (
        clause.thing is not None
        and clause.goal is None
        and clause.name == "turn"
        and not clause.amounts
        and "side" not in clause.terms
    ):
        raise NotUnderstood(f'I have no hands to turn {clause.thing.name} with. I can face it: say "face {clause.thing.name}".')
    if "around" in clause.terms and target is not None and target.kind == "start":
        return [Turn(angle_rad=math.pi, words=clause.words), Return(words=clause.words)]
    if clause.name != "look" and (through := turned_into(clause)):
        return through
    if "side" in clause.terms and (place := _turning_place(clause)) is not None:
        return [motions.turn(cursor, replace(_without_goal(clause), ways=clause.ways | {"at": place}))]
    if "side" in clause.terms and "past" in clause.ways:
        return [Travel(past=clause.ways["past"], words=clause.words), motions.turn(cursor, clause)]
    if is_turn_into_way(clause):
        return [motions.turn(cursor, _without_goal(clause)), Travel(along=clause.goal, words=clause.words)]
    if target is not None and not clause.amounts & {"angle", "number"}:
        return [Face(landmark=target, words=clause.words), *and_travel(cursor, clause)]
    if clause.value("along") == "forward" and clause.terms.keys() <= {"along", "length", "block"}:
        return travel(cursor, clause)
    if clause.value("extent") == "far" and "side" not in clause.terms:
        raise NotUnderstood("Turn how many degrees?")
    return [motions.turn(cursor, clause), *and_travel(cursor, clause)]


def _turning_place(clause: Clause) -> Landmark | None:
    """ "Turn left before the second door", "turn left by the lamp": there."""
    goal = clause.goal
    if goal is None or goal.kind != "place" or not goal.relations or goal.relations[0].name not in ("in front of", "next to"):
        return None
    return goal.relations[0].others[0]


def and_travel(cursor: Cursor, clause: Clause) -> list[Step]:
    """ "turn left ninety degrees five feet": the glue got lost."""
    if not clause.amounts & {"length", "block"}:
        return []
    return [Travel(distance_m=motions.distance_m(cursor, clause), words=clause.words)]


def wall_of(landmark: Landmark) -> Heading:
    """The point of the compass that "the north wall" stands for."""
    return next((word for word in HEADINGS if landmark.kind == "wall" and word in landmark.attributes), "")


def face(cursor: Cursor, clause: Clause) -> list[Step]:
    target = clause.thing or clause.goal or clause.ways.get("toward") or clause.ways.get("at") or clause.ways.get("onto")
    away = clause.ways.get("away") or clause.ways.get("from")
    if away is not None:
        return [Face(landmark=away, away=True, words=clause.words)]
    if target is not None and "angle" in clause.terms:  # "turn ninety degrees, facing the wall": the angle says all
        return turn(cursor, _without_goal(clause))
    if target is not None:
        return (
            [Turn(heading=heading, words=clause.words)]
            if (heading := wall_of(target))
            else [Face(landmark=target, words=clause.words)]
        )
    if not clause.terms:
        raise NotUnderstood("Face what? Name the thing.")
    return turn(cursor, clause)


def look(cursor: Cursor, clause: Clause) -> list[Step]:
    inside = clause.ways.get("through") or (clause.goal if clause.into else None)
    if inside is not None:
        return threshold(inside, clause.words)
    if "around" in clause.ways:
        cursor.refusals.append(f"I can't look around {clause.ways['around'].name}.")
        return []
    target = clause.ways.get("at") or clause.ways.get("toward") or clause.thing or clause.goal
    if target is not None:
        return [Face(landmark=target, words=clause.words)]
    if set(clause.terms) & {"side", "heading", "angle", "clock", "around"} or clause.value("along") == "back":
        return turn(cursor, clause)
    raise NotUnderstood("Look at what? Name the thing.")


def travel(cursor: Cursor, clause: Clause) -> list[Step]:
    if {"angle", "clock"} & set(clause.terms) and not clause.amounts & {"length", "block"}:
        return turn(cursor, clause)
    side, back = clause.value("side"), clause.value("along") == "back"
    if clause.landmark is not None and clause.landmark.count > 1 and "by" in clause.words.split():  # "go by two doors"
        return [Travel(past=clause.landmark, words=clause.words)]
    if clause.thing is not None and clause.goal is None:
        return [motions.goto(clause, clause.thing)]
    if side and not clause.amounts and not clause.ways and clause.goal is None and clause.until is None:
        return [motions.turn(cursor, clause)]
    if "around" in clause.terms and not clause.ways and clause.goal is None:
        return [motions.turn(cursor, clause)]
    if clause.goal is not None and not _shaped(clause):
        if clause.goal.kind == "start" and "back" in clause.words.split():
            return [Return(words=clause.words)]
        if clause.into and (clause.goal.kind in GATES or (side and is_doorway(clause.goal))):
            return into(clause, clause.goal)
    if clause.goal is not None and (clause.off_m or not _shaped(clause)):
        return [*motions.sideways(clause), motions.goto(clause, clause.goal)]
    if clause.ways.get("at") is not None and not clause.amounts:
        return [motions.goto(clause, clause.ways["at"])]
    if clause.bare:
        raise NotUnderstood(f'"{clause.dangling}" what? Name the thing.' if clause.dangling else f"Go where? {motions.EXAMPLE}")
    return [*motions.sideways(clause), *_way_then_goal(cursor, clause, back)]


def _shaped(clause: Clause) -> bool:
    """Whether more than the goal is said of the way: how far, past what."""
    return bool(clause.ways.keys() - {"at"}) or bool(clause.amounts & {"length", "block"}) or clause.until is not None


def _way_then_goal(cursor: Cursor, clause: Clause, back: bool) -> list[Step]:
    """ "go past the chair to the lamp" is two steps; "go three feet toward the chair" one."""
    if clause.goal is None or clause.amounts & {"length", "block"}:
        return [motions.travel(cursor, clause, back)]
    end = end_of_way(way_of(clause), clause.goal)
    if end is not clause.goal and clause.ways.keys() <= {"along", "through"} and clause.until is None:
        return [motions.goto(clause, end)]
    way = msgspec.structs.replace(motions.travel(cursor, _without_goal(clause), back))
    return [way, motions.goto(clause, clause.goal)]


def _without_goal(clause: Clause) -> Clause:
    return Clause(terms=clause.terms, ways=clause.ways, until=clause.until, words=clause.words)


def reverse(cursor: Cursor, clause: Clause) -> list[Step]:
    return [motions.travel(cursor, clause, back=True)]


def continue_(cursor: Cursor, clause: Clause) -> list[Step]:
    return [Resume(words=clause.words)] if clause.bare else travel(cursor, clause)


def reach(cursor: Cursor, clause: Clause) -> list[Step]:
    goal = clause.thing or clause.goal or clause.ways.get("toward")
    if goal is not None and goal.kind == "me":  # "meet me at the door"
        goal = clause.goal or (goal.relations[0].others[0] if goal.relations else goal)
    if goal is None:
        raise NotUnderstood(f"{clause.said} what? Name the thing.")
    return [motions.goto(clause, goal)]


def return_(cursor: Cursor, clause: Clause) -> list[Step]:
    goal = clause.goal or clause.thing
    if goal is not None and goal.kind not in ("start", "me"):
        return [motions.goto(clause, goal)]
    if goal is None and clause.ways.keys() & {"through", "away"}:  # "come back out"
        return [motions.travel(cursor, clause)]
    return [Return(words=clause.words)]

"""How people speak of doorways: a room is gone into and out of through one, and often neither is named ("go out", "go in")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from language.clauses import Clause
from language.cursor import Cursor
from robot.places import DOORWAYS, ROOMS, WAYS, is_doorway, is_end
from robot.program import Face, Goto, Landmark, Step, Travel

DOOR = Landmark(kind="door")
ROOM = Landmark(kind="room")
GATES = DOORWAYS - {"room", "intersection", "turning"} | {"window", "gate"}
"""What is gone through itself."""

ELIDED = {"out": ("away", ROOM), "through": ("through", DOOR), "in": ("through", DOOR), "into": ("through", DOOR)}
GOING = ("travel", "continue", "reverse", "return", "pass", "leave")


def elided(cursor: Cursor, clause: Clause, link: str) -> bool:
    """ "Go out", "go in", "go through": the door, or the one spoken of last, is left unsaid. Notes it in the clause."""
    if link not in ELIDED or clause.name not in GOING or clause.landmark or clause.ways or clause.amounts:
        return False
    if cursor.peek().category == "filler" and cursor.peek().value == "det":
        return False
    if cursor.peek().category == "pronoun" and cursor.peek().value == "here":
        cursor.take()
    slot, landmark = ELIDED[link]
    if slot == "through" and cursor.last is not None and is_doorway(cursor.last):
        landmark = cursor.last
    clause.ways[slot] = landmark
    return True


def slot_of(link: str, said: str, landmark: Landmark) -> str:
    """One goes out of a room, but out of a door is through it; outside a room is before it."""
    if link != "out":
        return link
    return "at" if said.startswith("outside") else "through" if landmark.kind in GATES else "away"


def into(clause: Clause, goal: Landmark) -> list[Step]:
    """ "Turn right into the second room": through the second doorway on the right."""
    side: Any = clause.value("side")
    goal = msgspec.structs.replace(goal, side=goal.side or side)
    if goal.kind == "room":
        goal = msgspec.structs.replace(goal, kind="door")
    if is_doorway(goal) or goal.kind in GATES:
        return [Travel(through=goal, words=clause.words)]
    return [Goto(landmark=goal, words=clause.words)]


def threshold(landmark: Landmark, words: str) -> list[Step]:
    """ "Look into the room": from its door; a room of a name is looked at."""
    if not is_doorway(landmark):
        return [Face(landmark=landmark, words=words)]
    return [Goto(landmark=msgspec.structs.replace(landmark, kind="door"), words=words)]


def is_gate(landmark: Landmark) -> bool:
    return landmark.kind in GATES


def is_room(landmark: Landmark) -> bool:
    return landmark.kind in ROOMS or landmark.kind in ("place", "area")


def by_the_end(clause: Clause, steps: Sequence[Step]) -> list[Step]:
    """ "The door at the end of the hall": first to the end, then to the door nearest to it."""
    parts = [part for step in steps for part in _by_the_end(clause, step)]
    along = len(parts) > len(steps) > 1 and isinstance(parts[0], Travel) and parts[0].along == way_of(clause)
    return parts[1:] if along else parts


def _by_the_end(clause: Clause, step: Step) -> list[Step]:
    if isinstance(step, Goto) and not step.fraction and not step.distance_m:
        end, here = _at_end(clause, step.landmark)
        return [Goto(landmark=end, words=step.words), msgspec.structs.replace(step, landmark=here)] if end else [step]
    if isinstance(step, Travel) and step.through is not None:
        end, here = _at_end(clause, step.through)
        return [Goto(landmark=end, words=step.words), msgspec.structs.replace(step, through=here)] if end else [step]
    return [step]


def _at_end(clause: Clause, landmark: Landmark) -> tuple[Landmark | None, Landmark]:
    """The end that the landmark is at, and the landmark as it is spoken of from there."""
    for relation in landmark.relations:
        end = end_of_way(way_of(clause), relation.others[0])
        if relation.name == "at" and is_end(end):
            kept = tuple(other for other in landmark.relations if other is not relation)
            here = msgspec.structs.replace(landmark, relations=kept)
            bare = is_doorway(here) and not (here.side or here.ordinal or here.quantifier)
            return end, msgspec.structs.replace(here, quantifier="nearest") if bare else here
    return None, landmark


def way_of(clause: Clause) -> Landmark | None:
    return clause.ways.get("along") or clause.ways.get("through")


def end_of_way(way: Landmark | None, landmark: Landmark) -> Landmark:
    """ "(Drive through the hall to) the end" is the hall's."""
    if landmark.kind != "place" or not landmark.part or way is None or way.kind not in WAYS:
        return landmark
    return msgspec.structs.replace(way, part=landmark.part, words=landmark.words)


def turned_into(clause: Clause) -> list[Step]:
    """ "Turn left into the room", "turn right through the second door"; none if it is no such turn."""
    goal = clause.ways.get("through") or (clause.goal if clause.into else None)
    return [] if goal is None or clause.amounts or goal.kind in WAYS else into(clause, goal)


def is_turn_into_way(clause: Clause) -> bool:
    """ "Turn left into the hall"."""
    return clause.into and clause.goal is not None and clause.goal.kind in WAYS and "side" in clause.terms


def climbs(steps: Sequence[Step], words: str) -> bool:
    """Whether the steps lead up or down stairs."""
    for step in steps:
        match step:
            case Travel(along=Landmark(kind="stairs")) | Travel(through=Landmark(kind="stairs")):
                return True
            case Goto(landmark=Landmark(kind="stairs")) if {"up", "down"} & set(words.replace("up to", "").split()):
                return True
    return False

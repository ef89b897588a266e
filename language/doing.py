"""Verbs that are no motion: to look for, to photograph, to wait; and what needs hands, which the car has not."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import msgspec

from language import motions
from language.clauses import Clause
from language.cursor import Cursor, NotUnderstood
from language.doorways import GATES, ROOM, end_of_way, turned_into
from language.going import and_travel, travel, wall_of
from robot.places import WAYS
from robot.program import (
    At,
    Find,
    Follow,
    Goto,
    Landmark,
    Photo,
    Relation,
    Remember,
    Say,
    Step,
    Stop,
    Travel,
    Turn,
    Wait,
)

LIMIT_PHOTOS = 10
NAMED = re.compile(r"(?:.* as|(?:call|name) (?:this|that|it|the)(?: place| spot| room)?) (?:the |my |our )?([^,.;:!?]+)")


def name(cursor: Cursor, clause: Clause) -> list[Step]:
    landmark = clause.thing
    raise NotUnderstood(f"What should I do with the {landmark}? I can go to the {landmark}, find it or take a photo of it.")


def find(cursor: Cursor, clause: Clause) -> list[Step]:
    landmark = clause.thing or clause.goal
    if landmark is None:
        raise NotUnderstood("Find what? Name the thing.")
    if clause.sought is not None:  # "search the bedroom for my phone"
        relation = Relation(name="in", others=(landmark,))
        landmark = msgspec.structs.replace(clause.sought, relations=(*clause.sought.relations, relation))
    return [Find(landmark=landmark, words=clause.words)]


def follow(cursor: Cursor, clause: Clause) -> list[Step]:
    landmark = clause.thing or clause.goal
    if landmark is None:
        raise NotUnderstood("Follow whom? Name the thing.")
    if landmark.kind in ("hall", "path", "wall", "floor"):
        return _along(landmark, clause)
    return [Follow(landmark=landmark, words=clause.words)]


def _along(way: Landmark, clause: Clause) -> list[Step]:
    """ "Follow the hall (to the second door on the right)"."""
    goal = clause.goal if clause.thing is not None else None
    end = None if goal is None else end_of_way(way, goal)
    if end is not None and end is not goal and clause.until is None:
        return [motions.goto(clause, end)]
    until = clause.until or (At(landmark=goal) if goal is not None else None)
    return [Travel(along=way, until=until, words=clause.words)]


def inspect(cursor: Cursor, clause: Clause) -> list[Step]:
    landmark = clause.thing or clause.goal
    if landmark is None:
        raise NotUnderstood(f"{clause.said} what? Name the thing.")
    return [motions.goto(clause, landmark)]


def see(cursor: Cursor, clause: Clause) -> list[Step]:
    """ "show me the chair"."""
    if clause.bare:
        raise NotUnderstood(f"{clause.said} what? Name the thing.")
    if clause.thing is None and clause.goal is None:
        return photo(cursor, clause)
    return [Find(landmark=clause.thing or clause.goal, words=clause.words), Photo(words=clause.words)]  # type: ignore[arg-type]


def photo(cursor: Cursor, clause: Clause) -> list[Step]:
    photos: list[Step] = [Photo(words=clause.words)] * _count(clause)
    first: list[Step] = []
    shown = clause.value("photo")
    if shown == "back" or clause.value("beside") == "behind":
        first = [Turn(angle_rad=math.pi, words=clause.words)]
    elif shown in ("left", "right"):
        first = [Turn(angle_rad=math.pi / 2 if shown == "left" else -math.pi / 2, words=clause.words)]
    elif {"side", "heading", "angle"} & set(clause.terms):
        first = [motions.turn(cursor, clause)]
    elif clause.value("beside") in ("left", "right") and clause.landmark is None:
        first = [Turn(angle_rad=math.pi / 2 if clause.value("beside") == "left" else -math.pi / 2, words=clause.words)]
    place = clause.ways.get("at")
    if place is not None:
        return [motions.goto(clause, place), *photos]
    landmark = clause.goal or clause.thing
    if landmark is not None and (heading := wall_of(landmark)):
        return [Turn(heading=heading, words=clause.words), *photos]
    if landmark is None or landmark.kind in ("room", "place", "area", "me"):
        return [*first, *photos]
    goes = "next to" in clause.words or " by " in clause.words or "near" in clause.words
    step: Step = (
        Goto(landmark=landmark, words=clause.words)
        if goes and clause.thing is None
        else Find(landmark=landmark, words=clause.words)
    )
    return [*first, step, *photos]


def _count(clause: Clause) -> int:
    number = clause.terms.get("number")
    if number is None or {"angle", "times"} & set(clause.terms):
        return 1
    if not (number.amount.is_integer() and 1 <= number.amount <= LIMIT_PHOTOS):
        raise NotUnderstood(f"I can take 1 to {LIMIT_PHOTOS} photos, not {number.words}.")
    return int(number.amount)


def do(cursor: Cursor, clause: Clause) -> list[Step]:
    """ "take a left", "do a 360", "take the hallway"; "take the book" needs hands."""
    if clause.thing is not None:
        if clause.thing.kind in ("hall", "path", "stairs", "floor"):
            return [Travel(along=clause.thing, until=clause.until, words=clause.words)]
        if clause.thing.kind in GATES - {"window"}:
            return [Travel(through=clause.thing, words=clause.words)]
        return unable(cursor, clause)
    if "side" in clause.terms and (through := turned_into(clause)):
        return through
    if clause.goal is not None and "photo" not in clause.terms and not clause.amounts:  # "take it to the bathroom"
        return unable(cursor, clause)
    if {"side", "heading", "around", "angle", "clock", "number"} & set(clause.terms):
        return [motions.turn(cursor, clause), *and_travel(cursor, clause)]
    if clause.amounts & {"length", "block"}:
        return travel(cursor, clause)
    if clause.bare and clause.name == "do":
        cursor.choices.pay(2.0)
        cursor.guessed.append(f"{clause.said} what? {motions.EXAMPLE}")
        return [Photo(words=clause.words)]
    raise NotUnderstood(f"I don't understand {clause.said}. {motions.EXAMPLE}")


def unable(cursor: Cursor, clause: Clause) -> list[Step]:
    """What needs hands: the car says so and goes there."""
    moves = clause.verb is not None and clause.verb.words.startswith("mov")
    verb = clause.verb.value if clause.verb and clause.verb.category == "unable" else "move" if moves else "take"
    if clause.name == "leave":
        verb = "hold" if clause.thing is not None and clause.thing.kind in GATES else "put"
    if verb == "sidestep":
        raise NotUnderstood("I can't move sideways.")
    if verb == "use" and clause.thing is not None and clause.thing.kind in GATES | WAYS | {"stairs"}:
        return do(cursor, clause)
    landmark = clause.thing if clause.thing is not None else clause.goal
    why = "I have wheels" if verb == "climb" else "I have no arms"
    if landmark is None:
        cursor.refusals.append(f"I can't {verb}: {why} ({clause.said}).")
        return []
    cursor.refusals.append(f"I can't {verb} {landmark.name}: {why}.")
    return [motions.goto(clause, landmark)]


def stop(cursor: Cursor, clause: Clause) -> list[Step]:
    if clause.goal is not None:
        return [motions.goto(clause, clause.goal)]
    if clause.until is not None:
        return [Wait(until=clause.until, words=clause.words)]
    return [Stop(words=clause.words)]


def wait(cursor: Cursor, clause: Clause) -> list[Step]:
    time = clause.terms.get("time")
    if clause.dangling.startswith("out") and clause.goal is None:  # "wait outside"
        return [Travel(away=ROOM, words=clause.words), *wait(cursor, replace(clause, dangling=""))]
    if time is not None and time.amount > 0:
        there = [motions.goto(clause, clause.goal)] if clause.goal is not None else []
        return [*there, Wait(duration_s=round(time.amount, 3), words=clause.words)]
    if clause.goal is not None:
        return [motions.goto(clause, clause.goal), Wait(words=clause.words)]
    return [Wait(until=clause.until, words=clause.words)]


def say(cursor: Cursor, clause: Clause) -> list[Step]:
    quote = clause.value("quote") or clause.words.removeprefix(clause.verb.words if clause.verb else "").strip()
    if not quote:
        raise NotUnderstood("Say what?")
    return [Say(text=quote, words=clause.words)]


def remember(cursor: Cursor, clause: Clause) -> list[Step]:
    name = clause.value("quote") or _named(clause.words)
    if not name:
        raise NotUnderstood('Remember it as what? Say, for example, remember this place as "home".')
    here = clause.thing is None or clause.thing.kind in ("place", name)
    return [Remember(name=name, landmark=None if here else clause.thing, words=clause.words)]


def _named(words: str) -> str:
    """The name where nobody said quotes: "remember this place as home", "call this place home"."""
    found = NAMED.fullmatch(words)
    return found[1].strip() if found else ""


def repeat(cursor: Cursor, clause: Clause) -> list[Step]:
    if cursor.context.program is None:
        raise NotUnderstood("There is nothing to repeat yet.")
    return list(cursor.context.program.steps)


def tell(cursor: Cursor, clause: Clause) -> list[Step]:
    raise NotUnderstood('I can\'t tell you that. Ask, for example, "what do you see?"')


def undo(cursor: Cursor, clause: Clause) -> list[Step]:
    raise NotUnderstood("I can't undo yet. Tell me what to do instead.")


def nothing(cursor: Cursor, clause: Clause) -> list[Step]:
    raise NotUnderstood(f"I don't understand {clause.said}. {motions.EXAMPLE}")

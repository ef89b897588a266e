"""What comes after "until", "if", "when", "you should see": conditions of the world."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from language.cursor import Cursor, NotUnderstood
from language.doorways import DOOR, is_room
from language.either import read_meant
from language.landmarks import Manner, read_landmark
from robot.program import At, Blocked, Condition, Elapsed, Landmark, Not, Passed, See

# What verbs mean after "until you" or "if you".
VERBS = {
    "see": "see", "find": "see", "face": "facing", "reach": "at", "enter": "at", "travel": "at", "pass": "past",
    "look": "facing", "cross": "past",
}  # fmt: skip
AHEAD = ("wall", "obstacle", "object")


def read_condition(cursor: Cursor) -> Condition | None:
    """The condition at the cursor, or None, with the cursor where it was."""
    start = cursor.at
    try:
        condition = _negated(cursor) or _elapsed(cursor) or _sensed(cursor) or _stated(cursor)
    except NotUnderstood:  # "when you get there", and nobody knows where
        condition = None
    if condition is None:
        cursor.at = start
    return condition


def read_expectation(cursor: Cursor) -> Condition | None:
    """What follows "you should see" and the like; None, with the cursor where it was, when nothing is expected here."""
    start = cursor.at
    expect = cursor.accept("expect")
    if expect is None:
        return None
    if expect.value == "that":
        condition = read_condition(cursor)
    else:
        landmark = read_landmark(cursor, Manner(picture=True))
        condition = _of(expect.value, landmark) if landmark else None
    if condition is None:
        cursor.at = start
    return condition


def _negated(cursor: Cursor) -> Condition | None:
    start = cursor.at
    cursor.skip("negation")
    negations = cursor.at - start
    condition = read_condition(cursor) if negations else None
    return opposite(condition) if condition is not None and negations % 2 else condition


def opposite(condition: Condition) -> Condition:
    """Its negation; two negations cancel out."""
    return condition.condition if isinstance(condition, Not) else Not(condition=condition)


def _elapsed(cursor: Cursor) -> Condition | None:
    """ "5 seconds have passed", "5 seconds"."""
    time = cursor.accept("time")
    if time is None:
        return None
    cursor.accept("sense", "passed")
    return Elapsed(duration_s=round(time.amount, 3)) if time.amount > 0 else None


def _sensed(cursor: Cursor) -> Condition | None:
    """ "you see the chair", "you are 2 m from the wall", "you can't go on"."""
    cursor.skip("filler")
    sense = cursor.accept("sense", "at", "see", "unseen", "past", "blocked")
    kind = sense.value if sense else _verb(cursor)
    if not kind:
        return None
    if kind == "blocked":
        return Blocked()
    return _from_away(cursor) or _facing(cursor) or _with_landmark(cursor, kind)


def _verb(cursor: Cursor) -> str:
    verb = cursor.accept("verb", *VERBS)
    return VERBS[verb.value] if verb else ""


def _from_away(cursor: Cursor) -> Condition | None:
    """ "(you are) 2 m from the wall"."""
    if cursor.peek().category != "length":
        return None
    start = cursor.at
    length = cursor.take()
    cursor.skip("filler")
    if cursor.accept("link", "from", "away", "next to", "at", "of", "in front of", "within"):
        landmark = read_landmark(cursor, Manner(picture=True))
        if landmark is not None:
            return At(landmark=landmark, distance_m=round(length.amount, 4))
    cursor.at = start
    return None


def _facing(cursor: Cursor) -> Condition | None:
    """ "(you are) facing the wall"."""
    if not cursor.accept("verb", "face"):
        return None
    landmark = read_landmark(cursor, Manner(picture=True))
    return _of("facing", landmark) if landmark else None


def _with_landmark(cursor: Cursor, kind: str) -> Condition | None:
    if kind == "at":
        link = cursor.accept("link")
        if link is not None and link.value in ("past", "out"):
            kind = "past" if link.value == "past" else "out"
    landmark = read_meant(cursor, Manner(picture=True))
    return _of(kind, landmark) if landmark else None


def _of(kind: str, landmark: Landmark) -> Condition:
    match kind:
        case "at":
            return At(landmark=landmark)
        case "unseen":
            return Not(condition=See(landmark=landmark))
        case "past":
            return Passed(landmark=landmark)
        case "out":  # of the room: past its door
            return Passed(landmark=DOOR if is_room(landmark) else landmark)
        case "facing":
            return See(landmark=_beside(landmark, "ahead"))
    return See(landmark=landmark)


def _stated(cursor: Cursor) -> Condition | None:
    """ "the chair is on your left", "the wall"."""
    landmark = read_landmark(cursor, Manner(unknown=False, picture=True))
    if landmark is None:
        return None
    start = cursor.at
    if cursor.accept("sense", "is"):
        negation = cursor.accept("negation")
        cursor.skip("filler")
        side = cursor.accept("beside") or cursor.accept("side") or cursor.accept("along")
        if side is not None:
            value: Any = {"forward": "ahead", "back": "behind"}.get(side.value, side.value)
            seen = See(landmark=_beside(landmark, value))
            return Not(condition=seen) if negation else seen
        cursor.at = start
        return None
    return At(landmark=landmark)


def _beside(landmark: Landmark, side: Literal["left", "right", "ahead", "behind"]) -> Landmark:
    return msgspec.structs.replace(landmark, side=side)

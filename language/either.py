"""Alternatives: "the red chair or the blue one". The car asks which is meant, and reads the answer after them."""

from __future__ import annotations

from typing import Any

import msgspec

from language.choices import Option
from language.cursor import Cursor
from language.landmarks import Manner, read_landmark
from language.tokens import Term
from language.told import own
from robot.program import Landmark, plain

LATER = 0.1  # what a later alternative costs more than the one before
MOST = 5
SHARED = ("colour", "size", "side", "ordinal")
PHRASE = ("filler", "colour", "ordinal", "quantifier", "kind", "place")  # what begins a noun phrase that may answer


def read_meant(cursor: Cursor, manner: Manner = Manner()) -> Landmark | None:
    """The noun phrase at the cursor; of several with "or" between them the one that an answer picks, or a guess."""
    found = _one_noun(cursor, manner)
    first = found[0] if found else read_landmark(cursor, manner)
    if first is None:
        return None
    found = found or [first]
    while len(found) < MOST and (other := _other(cursor, manner)) is not None:
        if plain(found[-1]) == Landmark(kind=other.kind):  # "the door or the doorway on the left"
            found.pop()
        if plain(other) not in [plain(one) for one in found]:
            found.append(other)
    if len(found) == 1:
        cursor.last = found[0]
        return found[0]
    chosen = _answered(cursor, found) or _guessed(cursor, found)
    cursor.last = chosen
    return chosen


def _one_noun(cursor: Cursor, manner: Manner) -> list[Landmark]:
    """ "The red or the blue chair", "the left or right door": one noun for both; none where it isn't so."""
    start, last = cursor.at, cursor.last
    if cursor.accept("filler", "det") and cursor.peek().category in SHARED:
        term = cursor.take()
        second = _second(cursor, term.category)
        noun = read_landmark(cursor, manner) if second is not None else None
        if noun is not None and second is not None:
            return [_with(noun, term), _with(noun, second)]
    cursor.at, cursor.last = start, last
    return []


def _second(cursor: Cursor, category: str) -> Term | None:
    """ "(The red) or the blue"."""
    if not _or(cursor):
        return None
    cursor.accept("filler", "det")
    return cursor.accept(category)


def _with(noun: Landmark, term: Term) -> Landmark:
    value: Any = int(term.value) if term.category == "ordinal" else term.value
    fields: dict[str, Any] = {term.category: value}
    return msgspec.structs.replace(noun, **fields)


def _other(cursor: Cursor, manner: Manner) -> Landmark | None:
    """What follows "or", or stands in a row that ends with "or": "(the lamp), the bed or the desk"."""
    start, last = cursor.at, cursor.last
    paused = _comma(cursor)
    if _or(cursor) or (paused and _leads_to_or(cursor, manner)):
        other = read_landmark(cursor, manner)
        if other is not None:
            return other
    cursor.at, cursor.last = start, last
    return None


def _leads_to_or(cursor: Cursor, manner: Manner) -> bool:
    start = cursor.at
    if cursor.peek().category not in PHRASE or read_landmark(cursor, manner) is None:
        cursor.at = start
        return False
    _comma(cursor)
    leads = _or(cursor)
    cursor.at = start
    return leads


def _comma(cursor: Cursor) -> bool:
    return cursor.peek().words == "," and cursor.accept("join") is not None


def _or(cursor: Cursor) -> bool:
    return cursor.peek().words == "or" and cursor.accept("filler") is not None


def _answered(cursor: Cursor, found: list[Landmark]) -> Landmark | None:
    """The alternative that a noun phrase right after them picks: "… or the blue chair, the blue one"."""
    start = cursor.at
    answer = _answer(cursor)
    if answer is not None:
        if answer.ordinal and not any(one.ordinal for one in found) and answer.ordinal <= len(found):
            return found[answer.ordinal - 1 if answer.ordinal > 0 else -1]
        fitting = [one for one in found if _picks(answer, one)]
        if len(fitting) == 1:
            return fitting[0]
    cursor.at = start
    return None


def _answer(cursor: Cursor) -> Landmark | None:
    term = cursor.peek()
    follows = cursor.peek(1)
    if term.category == "colour" and follows.category == "join":
        return Landmark(kind=cursor.last.kind if cursor.last else "", colour=cursor.take().value)
    return read_landmark(cursor) if term.category in PHRASE else None


def _picks(answer: Landmark, one: Landmark) -> bool:
    said: dict[str, Any] = {name: getattr(answer, name) for name in answer.__struct_fields__ if name not in ("words", "kind")}
    bare = Landmark(kind=answer.kind)
    says = {name: value for name, value in said.items() if value != getattr(bare, name)}
    return answer.kind == one.kind and all(getattr(one, name) == value for name, value in says.items())


def _guessed(cursor: Cursor, found: list[Landmark]) -> Landmark:
    names = [own(one.name) for one in found]
    question = f"{', '.join(names[:-1])} or {names[-1]}?"
    cursor.guessed.append(question[0].upper() + question[1:])
    cursor.choices.pay(1.0)
    return cursor.choices.pick([Option(one, LATER * index) for index, one in enumerate(found)])

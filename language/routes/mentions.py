"""Mentions: runs of route words that name a place, a way or a thing become landmarks."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from language.routes.words import Word
from robot.landmark import Landmark, Relation, RelationName, Side

NOUNS = ("name", "hall", "place", "endpoint", "turning", "position", "size", "winding")
BEGIN = (*NOUNS, "det", "ordinal", "next", "all")
COLOURS = frozenset({"red", "blue", "green", "yellow", "black", "white", "brown", "orange", "purple", "pink", "grey"})
WHOLE = Landmark(kind="hall")


class Mention(NamedTuple):
    """A landmark and the number of the word after its last."""

    landmark: Landmark
    end: int


def read_mention(words: list[Word], at: int) -> Mention | None:
    """The landmark named at word `at`, with what is said of it after its noun; None where none begins."""
    simple = _simple(words, at)
    if simple is None:
        return None
    mention = simple
    while True:
        more = _after(words, mention)
        if more is None:
            said = " ".join(word.words for word in words[at : mention.end])
            return Mention(msgspec.structs.replace(mention.landmark, words=said), mention.end)
        mention = more


def _simple(words: list[Word], at: int) -> Mention | None:
    """Articles, ordinals, adjectives and nouns, without what follows."""
    ordinal, side, size = 0, "", ""
    run: list[Word] = []
    end = at
    while end < len(words):
        word = words[end]
        if word.category == "ordinal":
            ordinal = int(word.value)
        elif word.category == "next":
            ordinal = 1
        elif word.category == "size":
            size = word.value
            run.append(word)
        elif word.category in NOUNS:
            run.append(word)
            if word.category == "position" and _is(words, end + 1, "number"):
                end += 1
        elif word.category == "dir" and word.value in ("left", "right") and _is(words, end + 1, "hall", "endpoint", "turning"):
            side = word.value
        elif word.category == "unit" and word.words.startswith(("block", "section", "segment")) and run == [] and ordinal:
            run.append(Word("hall", "hall", word.words))
        elif word.category != "det" or run:
            break
        end += 1
    if not run or all(word.category == "size" for word in run):
        return None
    landmark = _landmark(run, ordinal, size)
    return Mention(msgspec.structs.replace(landmark, side=side), end)


def _landmark(run: list[Word], ordinal: int, size: str) -> Landmark:
    categories = {word.category: word.value for word in run}
    names = [word.value for word in run if word.category == "name"]
    if "winding" in categories:
        names.append("winding")
    part = ""
    if "position" in categories:
        kind = "position"
    elif "place" in categories:
        kind = categories["place"]
    elif "turning" in categories:
        kind = "turning"
    elif "endpoint" in categories:
        kind, part = "hall", "end"
    elif "hall" in categories or not names:
        kind = "hall"
    else:
        kind = names.pop()
        if kind == "t":  # "at the T"
            kind = "intersection"
            names.append("t")
    colours = [name for name in names if name in COLOURS]
    colour = colours[-1] if colours else ""
    attributes = tuple(name for name in names if name != colour)
    return Landmark(kind=kind, part=part, attributes=attributes, colour=colour, ordinal=ordinal, size=size)  # type: ignore[arg-type]


def _after(words: list[Word], mention: Mention) -> Mention | None:
    """The mention with the next thing said of it; None where nothing more is."""
    landmark, at = mention
    if at >= len(words):
        return None
    word = words[at]
    if word.category == "side" and not landmark.side:
        return Mention(msgspec.structs.replace(landmark, side=word.value), at + 1)
    if word.category == "both":
        return Mention(landmark, at + 1)
    if word.category == "cross":
        return _crossed(words, landmark, at)
    if word.category == "change":  # "until the floor turns into brick"
        return _simple(words, at + 1)
    if word.category == "join" and landmark.kind != "intersection":
        both, end = _several(words, at + 1)
        if len(both) == 1 and both[0].kind == "intersection" and not landmark.part:  # "the red and blue intersection"
            names = msgspec.structs.replace(both[0], kind="hall", ordinal=0)
            crossing = msgspec.structs.replace(both[0], attributes=(), colour="")
            return Mention(_related(crossing, "of", (landmark, names)), end)
        if both and _is(words, end, "cross"):  # "where the red and the blue hall meet"
            return Mention(Landmark(kind="intersection", relations=(_relation("of", (landmark, *both)),)), end + 1)
    if word.words == "in" and landmark.kind not in ("hall", "intersection"):  # "the easel in the stone hall"
        end = _past_place(words, at)
        return Mention(landmark, end) if end > at else None
    if word.category in ("of", "with") or word.words in ("containing", "having", "from"):
        return _with(words, landmark, at)
    if word.words == "where" and _is(words, at + 1, "verb") and words[at + 1].value in ("see", "be"):
        return _with(words, landmark, at + 1)
    return None


def _crossed(words: list[Word], landmark: Landmark, at: int) -> Mention | None:
    """ "where the red hall crosses the blue one"."""
    start = at + 1 + _is(words, at + 1, "with", "of", "along")
    other = _simple(words, start)
    if other is None or landmark.kind == "intersection":
        return None if other is None else Mention(_related(landmark, "with", (other.landmark,)), other.end)
    return Mention(Landmark(kind="intersection", relations=(_relation("of", (landmark, other.landmark)),)), other.end)


def _with(words: list[Word], landmark: Landmark, at: int) -> Mention | None:
    word = words[at]
    if _is(words, at + 1, "number") and words[at + 1].value == "0" and _is(words, at + 2, "name"):
        no = tuple(f"no {name}" for name in (words[at + 2].value,))
        end = at + 3 + _is(words, at + 3, "hall")
        return Mention(msgspec.structs.replace(landmark, attributes=landmark.attributes + no), end)
    others, end = _several(words, at + 1)
    if not others or (landmark.relations and landmark.kind != "intersection"):
        return None
    if word.category == "with" and _is(words, _past_place(words, end), "side"):  # "with the wall on your left" is no part
        return None
    whole = others[0]
    if landmark.part and word.category == "of":
        size = landmark.size or whole.size
        return Mention(msgspec.structs.replace(whole, part=landmark.part, size=size, ordinal=landmark.ordinal), end)
    if landmark.kind == "intersection":
        return Mention(_related(landmark, "of" if word.category == "of" else "with", tuple(others)), end)
    if word.words == "from":
        return None
    if landmark.kind == whole.kind == "hall" and not (landmark.attributes or landmark.colour or landmark.part):
        same = msgspec.structs.replace(landmark, attributes=whole.attributes, colour=whole.colour)
        return Mention(same, end)
    if landmark.kind in ("dead end", "wall", "corner") and word.category == "of":
        return Mention(
            msgspec.structs.replace(landmark, attributes=landmark.attributes + whole.attributes, colour=whole.colour), end
        )
    return Mention(_related(landmark, "with", tuple(others)), end)


def _past_place(words: list[Word], at: int) -> int:
    """Behind "in the stone hall", where it stands at word `at`."""
    inside = _simple(words, at + 1) if at < len(words) and words[at].words == "in" else None
    return inside.end if inside is not None else at


def _several(words: list[Word], at: int) -> tuple[list[Landmark], int]:
    """ "the pink and the red halls": simple mentions with "and" or a comma between."""
    found: list[Landmark] = []
    end = at
    at += _is(words, at, "it")
    first = _simple(words, at + _is(words, at, "join"))  # "the intersection of (it and) the blue hall"
    while first is not None:
        found.append(first.landmark)
        end = first.end + _is(words, first.end, "both")
        joined = _is(words, end, "join") and words[end].value == "and"
        more = _simple(words, end + 1) if joined else None
        if more is None or _is(words, more.end, "verb", "side", "dir", "end", "reach"):
            break
        first = more
    return found, end


def _related(landmark: Landmark, name: RelationName, others: tuple[Landmark, ...]) -> Landmark:
    return msgspec.structs.replace(landmark, relations=(*landmark.relations, _relation(name, others)))


def _relation(name: RelationName, others: tuple[Landmark, ...]) -> Relation:
    return Relation(name=name, others=others)


def _is(words: list[Word], at: int, *categories: str) -> bool:
    return at < len(words) and words[at].category in categories


def sided(landmark: Landmark, side: Side) -> Landmark:
    return msgspec.structs.replace(landmark, side=side)

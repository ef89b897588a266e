"""Route words: text becomes a row of words, each with the role that it plays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from language.words import split_words

SHORTEST_REPAIRED = 4  # shorter words are too like one another to repair
SHORT = 5  # and words below this are repaired where two letters changed places only


class Word(NamedTuple):
    """One word or phrase: its category and value from `routes.yaml`, or ("name", itself) for any other word."""

    category: str
    value: str
    words: str


Meanings = Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]


@cache
def route_lexicon() -> Meanings:
    """Phrases, by their words, with what each may mean."""
    path = Path(__file__).with_name("routes.yaml")
    groups = msgspec.yaml.decode(path.read_bytes(), type=dict[str, dict[str, list[str]]])
    meanings: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    for category, values in groups.items():
        for value, phrases in values.items():
            for phrase in phrases:
                key = split_words(phrase).words
                meanings[key] = (*meanings.get(key, ()), (category, value))
    return meanings


def read_words(text: str, lexicon: Meanings | None = None) -> list[Word]:
    """The words of a text, longest phrases first; plurals and small slips of the hand are seen through."""
    lexicon = lexicon or route_lexicon()
    known = frozenset(word for phrase in lexicon for word in phrase)
    spelt = tuple(_repaired(word, known) for word in split_words(text).words)
    found: list[Word] = []
    at = 0
    while at < len(spelt):
        length, meanings = _longest(spelt, at, lexicon)
        said = " ".join(spelt[at : at + length])
        following = spelt[at + length] if at + length < len(spelt) else ""
        category, value = _choose(meanings, found, following) if meanings else ("name", said)
        found.append(Word(category, value, said))
        at += length
    return [word for word in found if word.category != "filler"]


def _longest(words: tuple[str, ...], at: int, lexicon: Meanings) -> tuple[int, tuple[tuple[str, str], ...]]:
    for length in range(min(7, len(words) - at), 0, -1):
        phrase = words[at : at + length]
        meanings = lexicon.get(phrase) or (lexicon.get(_singular(phrase)) if length == 1 else None)
        if meanings:
            return length, meanings
    return 1, ()


def _choose(meanings: tuple[tuple[str, str], ...], before: list[Word], following: str) -> tuple[str, str]:
    """The meaning that fits the words around: "two moves" but "move on", "the following hall" but "follow the hall"."""
    by_category = dict(meanings)
    last = before[-1].category if before else ""
    if len(by_category) == 1:
        return meanings[0]
    if last in ("number", "ordinal", "next"):
        counted = next((category for category in ("unit", "place") if category in by_category), None)
        if counted is not None:
            return counted, by_category[counted]
    if last == "det" and "next" in by_category:
        return "next", by_category["next"]
    if "until" in by_category and "number" in by_category:
        choice = "until" if following in ("you", "your", "the", "there", "it", "i") else "number"
        return choice, by_category[choice]
    return next((meaning for meaning in meanings if meaning[0] not in ("unit", "next")), meanings[0])


def _singular(phrase: tuple[str, ...]) -> tuple[str, ...]:
    word = phrase[0]
    return (word[:-1],) if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else phrase


@cache
def _repaired(word: str, known: frozenset[str]) -> str:
    """The one known word that a single slip turns into `word` or its singular, else the word itself."""
    single = _singular((word,))[0]
    if word in known or single in known or len(word) < SHORTEST_REPAIRED:
        return word
    for typed in dict.fromkeys((word, single)):
        near = [other for other in known if len(other) >= SHORTEST_REPAIRED and one_slip(typed, other)]
        if len(near) == 1:
            return near[0]
    return word


def one_slip(word: str, other: str) -> bool:
    """Whether one letter more, less, other or swapped with its neighbour makes `word` of `other`.

    In short words, which are too like one another, only two letters that changed places count.
    """
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    rest, other_rest = word[same:], other[same:]
    swapped = rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
    if min(len(word), len(other)) < SHORT:
        return swapped
    return swapped or rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]

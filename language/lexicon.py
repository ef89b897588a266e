"""The words the car knows, read from `lexicon.yaml`: phrase → what it means."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

Category = Literal[
    "kind", "place", "noun", "colour", "size", "material", "ordinal", "quantifier", "part", "verb", "unable", "photo",
    "side", "beside", "along", "around", "circle", "heading", "length", "angle", "clock", "time", "block", "extent",
    "link", "relative", "when", "sense", "expect", "times", "pronoun", "join", "correction", "negation", "affirm",
    "question", "lesson", "answer", "reply", "remark", "means", "asks", "pace", "filler",
]  # fmt: skip
PLURALS: tuple[Category, ...] = ("kind", "place", "noun", "length", "angle", "time", "block", "photo")


class Meaning(NamedTuple):
    """What a phrase means: its category, and the value within it ("colour", "red")."""

    category: Category
    value: str


class Lexicon:
    """Phrases by their words. Build one with `lexicon()`."""

    def __init__(self, meanings: dict[str, Meaning]) -> None:
        self._meanings = {tuple(phrase.split()): meaning for phrase, meaning in meanings.items()}
        self._longest = max(len(words) for words in self._meanings)

    @property
    def most_words(self) -> int:
        """Of any phrase."""
        return self._longest

    def under(self, path: Path) -> Lexicon:
        """This lexicon with the phrases of another file, which win where both know a phrase; raises like `read_lexicon`."""
        return self.extended(_read_all(path))

    def extended(self, meanings: dict[str, Meaning]) -> Lexicon:
        """This lexicon and further phrases, with their plurals; they win over what the phrases meant before."""
        return Lexicon({" ".join(words): meaning for words, meaning in self._meanings.items()} | _with_plurals(meanings))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every single word that stands in a phrase."""
        return frozenset(word for phrase in self._meanings for word in phrase)

    def phrases(self, value: str) -> list[str]:
        """Everything that means a kind or place: "sofa" → "sofa", "couch", …"""
        return [
            " ".join(words)
            for words, meaning in self._meanings.items()
            if meaning.value == value and meaning.category in ("kind", "place")
        ]

    def naming(self, category: Category) -> list[str]:
        """Every phrase of a category, in the order of the file."""
        return [" ".join(words) for words, meaning in self._meanings.items() if meaning.category == category]

    def longest(self, words: tuple[str, ...], start: int) -> tuple[int, Meaning] | None:
        """The longest phrase at `start`: how many words it takes and what it means."""
        for length in range(min(self._longest, len(words) - start), 0, -1):
            meaning = self._meanings.get(words[start : start + length])
            if meaning is not None:
                return length, meaning
        return None

    def values(self, category: Category) -> frozenset[str]:
        """Every value that a category has, such as all kinds or all colours."""
        return frozenset(meaning.value for meaning in self._meanings.values() if meaning.category == category)

    def meaning(self, phrase: str) -> Meaning | None:
        return self._meanings.get(tuple(phrase.split()))


def read_lexicon(*paths: Path) -> Lexicon:
    """Read and check lexicons, the second adding to the first; raises ValueError naming what stands twice or is unknown."""
    return Lexicon(_with_plurals(_read_all(*paths)))


def _read_all(*paths: Path) -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {}
    for path in paths:
        _read(path, meanings)
    return meanings


def _with_plurals(meanings: dict[str, Meaning]) -> dict[str, Meaning]:
    plurals = {phrase + "s": meaning for phrase, meaning in meanings.items() if meaning.category in PLURALS}
    return plurals | meanings


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the car."""
    return read_lexicon(Path(__file__).with_name("lexicon.yaml"))


def _read(path: Path, meanings: dict[str, Meaning]) -> None:
    groups = msgspec.yaml.decode(path.read_bytes(), type=dict[str, dict[str, list[str]]])
    for category, values in groups.items():
        if category not in get_args(Category):
            raise ValueError(f"{path}: no category is named {category!r}; there are {', '.join(get_args(Category))}")
        for value, phrases in values.items():
            for phrase in phrases:
                _add(meanings, phrase, Meaning(category, value), path)  # type: ignore[arg-type]  # checked above


def _add(meanings: dict[str, Meaning], phrase: str, meaning: Meaning, path: Path) -> None:
    if phrase in meanings:
        raise ValueError(f"{path}: {phrase!r} is both {meanings[phrase]} and {meaning}")
    meanings[phrase] = meaning

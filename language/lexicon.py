"""The words the car knows, read from `lexicon.yaml`: phrase → what it means."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

Category = Literal[
    "kind", "colour", "size", "verb", "picture", "side", "along", "around", "circle", "heading", "length", "angle",
    "extent", "near", "pronoun", "join", "filler", "later",
]  # fmt: skip
PLURALS: tuple[Category, ...] = ("kind", "length", "angle", "picture")


class Meaning(NamedTuple):
    """What a phrase means: its category, and the value within it ("colour", "red")."""

    category: Category
    value: str


class Lexicon:
    """Phrases by their words. Build one with `lexicon()`."""

    def __init__(self, meanings: dict[str, Meaning]) -> None:
        self._meanings = {tuple(phrase.split()): meaning for phrase, meaning in meanings.items()}
        self._longest = max(len(words) for words in self._meanings)

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


def read_lexicon(path: Path) -> Lexicon:
    """Read and check a lexicon; raises ValueError naming the phrase that stands twice or the unknown category."""
    groups = msgspec.yaml.decode(path.read_bytes(), type=dict[str, dict[str, list[str]]])
    meanings: dict[str, Meaning] = {}
    for category, values in groups.items():
        if category not in get_args(Category):
            raise ValueError(f"{path}: no category is named {category!r}; there are {', '.join(get_args(Category))}")
        for value, phrases in values.items():
            for phrase in phrases:
                _add(meanings, phrase, Meaning(category, value), path)  # type: ignore[arg-type]  # checked above
    for phrase, meaning in list(meanings.items()):
        if meaning.category in PLURALS:
            meanings.setdefault(phrase + "s", meaning)
    return Lexicon(meanings)


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the car."""
    return read_lexicon(Path(__file__).with_name("lexicon.yaml"))


def _add(meanings: dict[str, Meaning], phrase: str, meaning: Meaning, path: Path) -> None:
    if phrase in meanings:
        raise ValueError(f"{path}: {phrase!r} is both {meanings[phrase]} and {meaning}")
    meanings[phrase] = meaning

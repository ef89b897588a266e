"""Text becomes terms: phrases that the lexicon knows, quantities, and words that nobody knows."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Literal, NamedTuple

from language.lexicon import Category, Lexicon
from language.numerals import read_number

NUMBER_OR_WORD = re.compile(r"(?:(?<!\w)-)?(?:\d+(?:\.\d+)?|\.\d+)|[^\W\d_]+(?:'[^\W\d_]+)*|[^\s\w]|_")
UNIT_GAP = 2  # so many fillers may stand between a number and its unit: "ten, uh, feet", "two more feet"


class Term(NamedTuple):
    """One meaningful piece of the text; `amount` is in metres, radians or a plain number, by category."""

    category: Category | Literal["number", "unknown"]
    value: str
    words: str
    amount: float = 0.0

    @property
    def said(self) -> str:
        return f'"{self.words}"'


def split_words(text: str) -> tuple[str, ...]:
    """Lower-case words, numbers and signs; hyphens between letters and control characters separate."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = "".join(" " if unicodedata.category(character).startswith("C") else character for character in text)
    text = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text)
    return tuple(NUMBER_OR_WORD.findall(text))


def read_terms(text: str, lexicon: Lexicon) -> list[Term]:
    """All terms of `text` in order; nothing is left out."""
    words = split_words(text)
    terms: list[Term] = []
    at = 0
    while at < len(words):
        length, term = _term(words, at, lexicon)
        terms.append(term)
        at += length
    return terms


def _term(words: tuple[str, ...], at: int, lexicon: Lexicon) -> tuple[int, Term]:
    quantity = _quantity(words, at, lexicon)
    phrase = lexicon.longest(words, at)
    if quantity is not None and (phrase is None or quantity[0] >= phrase[0]):
        return quantity
    if phrase is None:
        return 1, Term("unknown", words[at], words[at])
    length, meaning = phrase
    said = " ".join(words[at : at + length])
    if meaning.category == "circle":
        return length, Term("angle", "angle", said, math.radians(float(meaning.value)))
    before_number = said in ("around", "by") and read_number(words, at + 1) is not None  # "around three feet"
    if before_number or said == "in":  # "in" is a unit only after a number
        return length, Term("filler", "glue", said)
    return length, Term(meaning.category, meaning.value, said)


def _quantity(words: tuple[str, ...], at: int, lexicon: Lexicon) -> tuple[int, Term] | None:
    """A number with the unit after it, an article with a unit ("a foot"), or a bare number."""
    number = read_number(words, at)
    if number is None:
        if words[at] not in ("a", "an", "another", "one") or _unit(words, at + 1, lexicon) is None:
            return None
        number = (1, 1.0)
    length, amount = number
    said = " ".join(words[at : at + length])
    unit = _unit(words, at + length, lexicon)
    if unit is None:
        return length, Term("number", "number", said, amount)
    unit_length, category, size = unit
    length += unit_length
    if words[at + length : at + length + 3] == ("and", "a", "half"):  # "a foot and a half"
        length, amount = length + 3, amount + 0.5
    size = math.radians(size) if category == "angle" else size
    return length, Term(category, category, " ".join(words[at : at + length]), amount * size)


def _unit(words: tuple[str, ...], at: int, lexicon: Lexicon) -> tuple[int, Literal["length", "angle"], float] | None:
    """The unit at `at` or a few fillers on: how many words up to its end, its category and its size."""
    start = at
    for _ in range(UNIT_GAP + 1):
        found = lexicon.longest(words, at)
        if found is None:
            return None
        length, meaning = found
        at += length
        if meaning.category in ("length", "angle"):
            return at - start, "length" if meaning.category == "length" else "angle", float(meaning.value)
        if meaning.category != "filler":
            return None
    return None

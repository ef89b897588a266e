"""Words become terms: phrases that the lexicon knows, quantities, and words that nobody knows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from language.adjoined import adjoined
from language.hearing import Hearing
from language.lexicon import Category, Lexicon, Meaning
from language.mend import ORDINAL, mended
from language.numerals import read_number
from language.sounds import VOWELS
from language.words import Words, split_words

UNIT_GAP = 2  # so many fillers may stand between a number and its unit: "ten, uh, feet", "two more feet"
HOMOPHONES = {
    "to": 2,
    "too": 2,
    "for": 4,
    "fore": 4,
    "won": 1,
    "ate": 8,
    "tree": 3,
    "free": 3,
    "sex": 6,
    "tin": 10,
    "nein": 9,
    "heaven": 7,
}
UNITS = ("length", "angle", "clock", "time", "block")
Amount = Literal["length", "angle", "clock", "time", "block"]


class Term(NamedTuple):
    """One meaningful piece of the text; `amount` is in metres, radians, seconds, blocks or a plain number, by category.

    `start` and `end` count words. `repaired` is what it cost to take a misspelt or misheard word for a known one.
    """

    category: Category | Literal["number", "unknown", "group", "quote"]
    value: str
    words: str
    amount: float = 0.0
    start: int = 0
    end: int = 0
    repaired: float = 0.0

    @property
    def said(self) -> str:
        return f'"{self.words}"'


def read_terms(text: str, lexicon: Lexicon) -> tuple[Words, list[Term]]:
    """The words of `text` and all its terms in order; nothing is left out."""
    words = split_words(text)
    return words, terms_of(words, as_mended(words.words, lexicon), lexicon)


def as_mended(words: Sequence[str], lexicon: Lexicon) -> Hearing:
    """The words with typos and mishearings replaced one by one."""
    fixed, costs = mended(words, lexicon)
    return Hearing(fixed, tuple(costs), tuple((index, index + 1) for index in range(len(fixed))))


def terms_of(words: Words, hearing: Hearing, lexicon: Lexicon) -> list[Term]:
    """The terms of words as they may have been meant; they keep what was said, and count the words that were said."""
    return _Reader(words, hearing, lexicon).terms()


class _Reader:
    """`at` counts the words of the hearing; terms count those that were said."""

    def __init__(self, words: Words, hearing: Hearing, lexicon: Lexicon) -> None:
        self._spoken = words
        self._lexicon = lexicon
        self._words, self._costs, self._origins = hearing.words, hearing.costs, hearing.origins
        self._end = 0

    def terms(self) -> list[Term]:
        terms: list[Term] = []
        at = 0
        while at < len(self._words):
            term = self._term(at)
            terms.append(term)
            at = self._end
        return terms

    def _term(self, at: int) -> Term:
        quoted = self._quote(at)
        if quoted is not None:
            return quoted
        if ORDINAL.fullmatch(self._words[at]) and (self._lexicon.longest(self._words, at) or (1,))[0] == 1:
            return self._made("ordinal", self._words[at][:-2], at, at + 1)
        special = adjoined(self._words, at, self._lexicon)
        if special is not None:
            return self._made(special.meaning.category, special.meaning.value, at, at + special.length)
        quantity = self._quantity(at)
        phrase = self._phrase(at)
        if quantity is not None and (phrase is None or self._end - at >= phrase[0]):
            return quantity
        if phrase is None:
            word = self._words[at]
            if word.isascii() and word.isalpha() and not set(word) & VOWELS:  # "fff", "t"
                return self._made("filler", "noise", at, at + 1)
            return self._made("group" if word in ("(", ")") else "unknown", word, at, at + 1)
        return self._known(at, *phrase)

    def _phrase(self, at: int) -> tuple[int, Meaning] | None:
        """The longest known phrase, without a last word that sounds like the number before a unit: "go back to feet"."""
        found = self._lexicon.longest(self._words, at)
        if found is None or found[0] == 1:
            return found
        last = at + found[0] - 1
        if self._words[last] in HOMOPHONES and self._unit(last + 1, gap=0) is not None:
            return self._lexicon.longest(self._words[:last], at) or found
        return found

    def _known(self, at: int, length: int, meaning: Meaning) -> Term:
        if meaning.category == "circle":
            return self._made("angle", "angle", at, at + length, math.radians(float(meaning.value)))
        said = self._words[at]
        if said in ("around", "by") and length == 1 and read_number(self._words, at + 1) is not None:  # "around three feet"
            return self._made("filler", "glue", at, at + 1)
        if meaning == ("length", "0.0254") and said == "in":  # a unit only after a number
            return self._made("link", "in", at, at + 1)
        if said == "step":  # "step forward"
            return self._made("verb", "travel", at, at + 1)
        if meaning.category in UNITS:  # "degrees" whose number got lost
            return self._made("filler", "unit", at, at + length)
        if meaning.category == "noun":  # kept as it was said, like a word that nobody knows
            return self._made("unknown", "noun", at, at + length)
        return self._made(meaning.category, meaning.value, at, at + length)

    def _quote(self, at: int) -> Term | None:
        """Text in straight double quotes is one term."""
        if self._words[at] != '"' or '"' not in self._words[at + 1 :]:
            return None
        end = self._words.index('"', at + 1)
        spans = self._spoken.spans
        start_character, end_character = spans[self._origins[at][0]][1], spans[self._origins[end][0]][0]
        return self._made("quote", self._spoken.text[start_character:end_character].strip(), at, end + 1)

    def _quantity(self, at: int) -> Term | None:
        """A number with the unit after it, an article with a unit ("a foot"), or a bare number."""
        number = self._number(at)
        if number is None:
            return None
        length, amount = number
        if self._words[at + length : at + length + 1] == ("or",):  # "one or two feet"
            other = self._number(at + length + 1)
            length += 1 + other[0] if other else 0
        unit = self._unit(at + length)
        if unit is None:
            return self._made("number", "number", at, at + length, amount)
        unit_length, category, size = unit
        length += unit_length
        if self._words[at + length : at + length + 3] == ("and", "a", "half"):  # "a foot and a half"
            length, amount = length + 3, amount + 0.5
        size = math.radians(size) if category == "angle" else size
        return self._made(category, category, at, at + length, amount * size)

    def _number(self, at: int) -> tuple[int, float] | None:
        number = read_number(self._words, at)
        if number is not None:
            return number[0], float(number[1])
        word = self._words[at] if at < len(self._words) else ""
        if word in ("a", "an", "another", "one") and self._unit(at + 1) is not None:
            return 1, 1.0
        unit = self._unit(at + 1, gap=0) if word in HOMOPHONES else None
        return (1, float(HOMOPHONES[word])) if unit is not None else None

    def _unit(self, at: int, gap: int = UNIT_GAP) -> tuple[int, Amount, float] | None:
        """The unit at `at` or a few fillers on: how many words up to its end, its category and its size."""
        start = at
        for _ in range(gap + 1):
            found = self._lexicon.longest(self._words, at)
            if found is None:
                return None
            length, meaning = found
            at += length
            if meaning.category in UNITS:
                return at - start, meaning.category, float(meaning.value)  # type: ignore[return-value]  # one of UNITS
            if meaning.category != "filler" or meaning.value == "det":
                return None
        return None

    def _made(self, category: str, value: str, start: int, end: int, amount: float = 0.0) -> Term:
        self._end = end
        first, last = self._origins[start][0], self._origins[end - 1][1]
        said = self._spoken.said(first, last)
        return Term(category, value, said, amount, first, last, sum(self._costs[start:end]))  # type: ignore[arg-type]

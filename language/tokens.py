"""Words become terms: phrases that the lexicon knows, quantities, and words that nobody knows."""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

from language.lexicon import Category, Lexicon, Meaning
from language.numerals import read_number
from language.repair import Repair, repairer
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
ORDINAL = re.compile(r"[1-9]\d?(?:st|nd|rd|th)")
UNITS = ("length", "angle", "clock", "time", "block")
ARTICLES = frozenset("the a an my your this that these those another some his her next".split())
NOUNS = frozenset(
    {"kind", "place", "photo", "colour", "size", "material", "ordinal", "side", "length", "angle", "part", "heading"}
)
BEFORE_NOUNS = frozenset({"colour", "size", "material", "ordinal", "quantifier", "link"})
CORE = frozenset({"verb", "photo", "side", "along", "heading", "length", "angle", "kind", "place", "colour", "around"})
NOUN_PER_LETTER = 0.165  # "pitcher" may be a picture; "flower" is no floor
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
    return words, _Reader(words, lexicon).terms()


class _Reader:
    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self._spoken = words
        self._lexicon = lexicon
        self._words, self._costs = _repaired(words.words, lexicon)

    def terms(self) -> list[Term]:
        terms: list[Term] = []
        at = 0
        while at < len(self._words):
            term = self._term(at)
            terms.append(term)
            at = term.end
        return terms

    def _term(self, at: int) -> Term:
        quoted = self._quote(at)
        if quoted is not None:
            return quoted
        if ORDINAL.fullmatch(self._words[at]):
            return self._made("ordinal", self._words[at][:-2], at, at + 1)
        quantity = self._quantity(at)
        phrase = self._lexicon.longest(self._words, at)
        if quantity is not None and (phrase is None or quantity.end - at >= phrase[0]):
            return quantity
        if phrase is None:
            word = self._words[at]
            return self._made("group" if word in ("(", ")") else "unknown", word, at, at + 1)
        return self._known(at, *phrase)

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
        start_character, end_character = self._spoken.spans[at][1], self._spoken.spans[end][0]
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
        word = self._words[at]
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
        said = self._spoken.said(start, end)
        return Term(category, value, said, amount, start, end, sum(self._costs[start:end]))  # type: ignore[arg-type]


def _repaired(words: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[str, ...], list[float]]:
    """The words with typos and mishearings replaced by what they probably were, and what each replacement cost."""
    mender = repairer(lexicon)
    known = lexicon.words
    fixed: list[str] = []
    costs: list[float] = []
    noun_kept = False
    for word in words:
        best, noun_next = None, bool(fixed) and (noun_kept or _awaits_noun(fixed, lexicon))
        unknown = word not in known and read_number((word,), 0) is None
        if unknown:
            best = _best(word, mender.near(word), noun_next, lexicon)
        noun_kept = unknown and best is None and noun_next
        fixed.append(best.word if best else word)
        costs.append(best.cost if best else 0.0)
    return tuple(fixed), costs


def _seeks(word: str, lexicon: Lexicon) -> bool:
    """Whether a thing follows the verb without a link: "find towels", "bring milk"."""
    meaning = lexicon.meaning(word)
    return meaning is not None and (meaning.category == "unable" or meaning.value in ("find", "inspect", "follow", "reach"))


def _awaits_noun(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a noun is due: after "the", "red", "to", "the 2"."""
    if words[-1] == "for" or _seeks(words[-1], lexicon):
        return True
    last = words[-2] if len(words) > 1 and words[-1].isdigit() else words[-1]
    return last in ARTICLES or ORDINAL.fullmatch(last) is not None or _is(last, BEFORE_NOUNS, lexicon)


def _best(word: str, repairs: tuple[Repair, ...], noun: bool, lexicon: Lexicon) -> Repair | None:
    """The likeliest repair; where a noun is due the name of a thing, very near, or none: new nouns are kept as they are."""
    ranked = [repair._replace(cost=repair.cost + _rarity(repair.word, lexicon)) for repair in repairs]
    if noun:
        ranked = [r for r in ranked if _is(r.word, NOUNS, lexicon) and r.cost <= NOUN_PER_LETTER * max(len(word), 4)]
    return min(ranked, key=lambda repair: (repair.cost, repair.word), default=None)


def _rarity(word: str, lexicon: Lexicon) -> float:
    """The words of commands are likelier than words that change nothing."""
    return 0.0 if _is(word, CORE, lexicon) or read_number((word,), 0) is not None else 0.3


def _is(word: str, categories: frozenset[str], lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning(word)
    return meaning is not None and meaning.category in categories

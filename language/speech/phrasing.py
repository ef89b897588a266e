"""How usual it is to say a whole sentence: chooses among the texts that a recogniser holds possible.

A recogniser weighs each word by the one before it alone. Here it is the two before, and things, places, colours, numbers and
units count alike, so that little is needed to know that "the hall" follows "go down" and hardly ever "go". Estimated as by
Witten & Bell (1991): what was seen in few places lends more of its share to what follows one word only.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from language.lexicon import Category, Lexicon
from language.numerals import ONES, TENS
from language.speech.recogniser import UNKNOWN

CLASSES: dict[Category, str] = {
    "noun": "<kind>", "kind": "<kind>", "place": "<place>", "colour": "<colour>", "ordinal": "<ordinal>",
    "heading": "<heading>", "length": "<length>", "angle": "<angle>", "time": "<time>",
}  # fmt: skip
"""What counts alike: a thing that the eyes don't know is asked for as others are, and the third door as the first one."""
UNHEARD = 24.0
"""What an unknown word costs, in nats; most sentences in the car's language cost ten to thirty."""
KNOWN = 2.5
"""By so much, in nats, each known word or class makes a text likelier: else that of the fewest would win, as the cheapest."""
WORDS = 2000
"""Among so many words one that never stood in a sentence is taken to be drawn."""
STRANGEST = 10.0
"""Nats that one word can add to how unusual a text is: a new word in a long sentence is not yet strange."""
FEW = 3
"""So many words, the end among them, are any answer: "left", "the kitchen"."""
ORDER = 3
Row = tuple[str, ...]
BEGIN, END = "<s>", "</s>"


class Phrasing:
    """Counts sentences once; `cost` then tells of any text."""

    def __init__(self, sentences: Iterable[str], lexicon: Lexicon, names: Iterable[str] = ()) -> None:
        """`names` count as things: what the car was taught."""
        self._classes = {phrase: name for category, name in CLASSES.items() for phrase in lexicon.naming(category)}
        self._classes |= dict.fromkeys(names, "<kind>") | dict.fromkeys(ONES, "<one>") | dict.fromkeys(TENS, "<ten>")
        self._begins = _lengths(self._classes)
        rows = Counter(row for sentence in sentences for row in _rows(self._tokens(sentence)))
        self._seen = _shortened(rows)
        self._times, self._ways = Counter[Row](), Counter[Row]()
        for row, times in self._seen.items():
            self._times[row[:-1]] += times
            self._ways[row[:-1]] += 1

    def cost(self, text: str) -> float:
        """How unlikely the text is against others of the same sound, in nats, less than nothing too; without the choice among
        things, which is left to the ear."""
        return UNHEARD * text.split().count(UNKNOWN) + sum(cost - KNOWN for _, cost in self.costs(text))

    def unusual(self, text: str) -> float:
        """How unlikely each word is after the two before it, on average, in nats: seldom over 4 in what is said to the car,
        seldom under it in what is made of other talk. Unknown words don't count, and fewer than three tell nothing: 0."""
        costs = [min(cost, STRANGEST) for _, cost in self.costs(text)]
        return sum(costs) / len(costs) if len(costs) > FEW else 0.0

    def costs(self, text: str) -> list[tuple[Row, float]]:
        """Each known word or class, and the end, with the two before it, and how unlikely it is there, in nats."""
        known = [word for word in text.split() if word != UNKNOWN]
        return [(row, -math.log(self._share(row))) for row in _rows(self._tokens(" ".join(known)))] if known else []

    def _share(self, words: Row) -> float:
        """How likely the last word is after the others."""
        share = 1 / WORDS
        for start in reversed(range(ORDER)):
            row = words[start:]
            times, ways = self._times[row[:-1]], self._ways[row[:-1]]
            if times:
                share = (self._seen[row] + ways * share) / (times + ways)
        return share

    def _tokens(self, text: str) -> list[str]:
        """Words, and the class in the place of what has one; the longest phrases first."""
        words, tokens, at = text.split(), list[str](), 0
        while at < len(words):
            for length in self._begins.get(words[at], ()):
                token = self._classes.get(" ".join(words[at : at + length]))
                if token is not None:
                    break
            else:
                token, length = words[at], 1
            tokens.append(token)
            at += length
        return tokens


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How many words the phrases have that begin with a word, the longest first."""
    lengths = defaultdict[str, set[int]](set)
    for phrase in phrases:
        words = phrase.split()
        lengths[words[0]].add(len(words))
    return {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()}


def _rows(tokens: list[str]) -> Iterator[Row]:
    """Every token with the two before it, and the end."""
    padded = [BEGIN, BEGIN, *tokens, END]
    return zip(padded, padded[1:], padded[2:], strict=False)


def _shortened(rows: Counter[Row]) -> Counter[Row]:
    """The rows, and their last two words, and their last."""
    counted = Counter(rows)
    for row, times in rows.items():
        for start in range(1, ORDER):
            counted[row[start:]] += times
    return counted

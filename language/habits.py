"""What people are used to say to a car: how surprising each word is after the one before it.

A bigram model over some hundreds of words and classes of words, learned from commands of real people (docs/models/ranker.md).
Any noun is `<thing>`, any colour `<colour>`, so that it says nothing about which things there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from language.lexicon import Lexicon
from language.numerals import DIGITS, ONES, SCALES, TENS

PAUSE, THING, COLOUR, NUMBER, KNOWN, UNKNOWN = ".", "<thing>", "<colour>", "<number>", "<known>", "<unknown>"
CLASSES = (PAUSE, THING, COLOUR, NUMBER, KNOWN, UNKNOWN)
CLASS_OF = {"kind": THING, "place": THING, "noun": THING, "colour": COLOUR, "part": THING}
NUMERALS = frozenset({*ONES, *TENS, *SCALES})
STEPS_PER_NAT = 16.0  # costs are kept as bytes


class Habits:
    """Costs in nats (minus the logarithm of a probability) of a word after another."""

    def __init__(self, words: Sequence[str], costs: bytes) -> None:
        if len(costs) != len(words) ** 2 or not set(CLASSES) <= set(words):
            raise ValueError(f"{len(costs)} costs for {len(words)} words: one for each pair is wanted, {CLASSES} included")
        self.words = tuple(words)
        self._index = {word: index for index, word in enumerate(words)}
        self._costs = costs

    def cost(self, before: str, after: str) -> float:
        """Of one token after another; tokens are what `token` gives."""
        return self._costs[self._index[before] * len(self._index) + self._index[after]] / STEPS_PER_NAT

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """The words among the tokens."""
        return tuple(word for word in self.words if word not in CLASSES)


def token(word: str, lexicon: Lexicon, words: frozenset[str]) -> str:
    """What a word counts as: itself where it is among `words`, else its class."""
    if not word[0].isalnum():
        return PAUSE
    if DIGITS.fullmatch(word):
        return NUMBER
    meaning = lexicon.meaning(word)
    if meaning is not None and meaning.category in CLASS_OF:
        return CLASS_OF[meaning.category]
    if word in words:
        return word
    return KNOWN if word in lexicon.words or word in NUMERALS else UNKNOWN

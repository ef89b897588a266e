"""Words that were misheard where only a few can stand: a number before "feet", a side after "turn", a photo after "take a"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from language.lexicon import Lexicon
from language.numerals import ONES, SCALES, TENS
from language.repair import Repair
from language.sounds import distance, sound

NUMERALS = tuple({**ONES, **TENS})
UNITS = ("degrees", "degree", "feet", "foot", "meters", "meter", "inches", "yards")
WAYS = ("left", "right", "around", "north", "south", "east", "west")
PHOTOS = ("photo", "picture", "image")
TURNING = frozenset("turn turned turns rotate pivot spin face facing".split())
LEADING = frozenset("to the your due my a".split())
TAKING = frozenset("take send snap grab get".split())
HUNDRED = ("one", "a", "two", "three", "an")
# What a word that is known may be and still be taken for a slip.
DOUBTFUL = frozenset(
    "kind place noun colour size material photo pronoun ordinal unable affirm negation pace quantifier time block sense".split()
)
UNKNOWN_MOST, KNOWN_MOST = 0.34, 0.2  # sounds changed per letter of the two words' mean


class Slots:
    """Looks at the words on both sides. `misheard` is asked for each word in turn, with those before it repaired already."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def misheard(self, words: Sequence[str], at: int, before: Sequence[str]) -> Repair | None:
        """The word that probably stood where `words[at]` stands, or None."""
        word = words[at]
        if not self._doubtful(words, at):
            return None
        after = words[at + 1] if at + 1 < len(words) else ""
        previous = before[-1] if before else ""
        if previous in HUNDRED and self._hundred(words, at):
            return Repair("hundred", 0.8)
        wanted = self._wanted(before, previous, after)
        known = self._lexicon.meaning(word) is not None
        return _nearest(word, wanted, KNOWN_MOST if known else UNKNOWN_MOST)

    def _doubtful(self, words: Sequence[str], at: int) -> bool:
        """Whether the word is unknown or out of place, and no part of a longer phrase."""
        word = words[at]
        if not (word.isascii() and word.isalpha()) or word in ONES or word in TENS or word in SCALES:
            return False
        for start in range(max(0, at - 3), at + 1):
            phrase = self._lexicon.longest(tuple(words), start)
            if phrase is not None and phrase[0] > 1 and start + phrase[0] > at:
                return False
        meaning = self._lexicon.meaning(word)
        return meaning is None or meaning.category in DOUBTFUL or word in UNITS

    def _wanted(self, before: Sequence[str], previous: str, after: str) -> Iterable[str]:
        """The words that may stand between these neighbours."""
        if previous in LEADING and before[-2:-1] and _takes(before[:-1]):
            return PHOTOS
        numbered = previous in ONES or previous in TENS or previous in SCALES
        if after in UNITS and not numbered:
            return NUMERALS
        turning = previous in TURNING or (previous in LEADING and any(word in TURNING for word in before[-4:-1]))
        ways = WAYS if turning and after not in ("on", "off") else ()
        if after in ONES and not numbered and previous not in TAKING:
            return (*TENS, *ways)
        return UNITS if numbered else ways

    @staticmethod
    def _hundred(words: Sequence[str], at: int) -> bool:
        """ "one [word] and eighty degrees"."""
        follows = [word for word in words[at + 1 : at + 4] if word not in ("and", "an")]
        return (
            len(words[at]) > 2 and bool(follows) and follows[0] in TENS and words[at] not in UNITS and words[at] not in PHOTOS
        )


def _takes(before: Sequence[str]) -> bool:
    """Whether "take", "give me" or "take another" stands last."""
    if before[-1] in ("me", "another", "us") and len(before) > 1:
        return before[-2] in TAKING | {"give"}
    return before[-1] in TAKING


def _nearest(word: str, wanted: Iterable[str], most: float) -> Repair | None:
    """The wanted word that sounds most alike, if it is near enough."""
    found = min(((distance(sound(word), sound(other)), other) for other in wanted), default=None)
    if found is None or found[1] == word or found[0] > most * (len(word) + len(found[1])) / 2:
        return None
    return Repair(found[1], 0.3 + found[0])

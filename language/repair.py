"""Words that nobody knows, and the known words they may have been: typos and mishearings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from language.lexicon import Lexicon
from language.numerals import ONES, SCALES, TENS
from language.sounds import distance, skeleton, sound, spelling_distance

SHORTEST = 3  # shorter words are too easily mistaken for one another
MOST_PER_LETTER = 0.24  # as much change, in sounds per letter, as a repair may cost
MOST_LETTERS = 24  # longer words are not words


class Repair(NamedTuple):
    word: str
    cost: float


class Repairer:
    """Finds known words near an unknown one. Build one with `repairer()`."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(word for word in words if len(word) >= 2 and word.isascii() and word[0].isalpha())
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, tuple[Repair, ...]] = {}
        for word in self._words:
            for key in _keys(skeleton(word)):
                self._by_skeleton[key].append(word)

    def near(self, word: str) -> tuple[Repair, ...]:
        """The nearest known words, best first; none when nothing is near."""
        if not SHORTEST <= len(word) <= MOST_LETTERS or not word.isascii() or len(set(word)) < 2 or "'" in word:
            return ()
        if word not in self._known:
            if len(self._known) > 4096:
                self._known.clear()
            self._known[word] = self._search(word)
        return self._known[word]

    def _search(self, word: str) -> tuple[Repair, ...]:
        candidates = {found for key in _keys(skeleton(word)) for found in self._by_skeleton.get(key, ())}
        repairs = [Repair(found, _cost(word, found)) for found in candidates]
        most = MOST_PER_LETTER * max(len(word), 4)
        return tuple(sorted((r for r in repairs if r.cost <= most), key=lambda r: (r.cost, r.word))[:3])


@cache
def repairer(lexicon: Lexicon) -> Repairer:
    """The repairer for a lexicon's words and the numerals."""
    return Repairer({*lexicon.words, *ONES, *TENS, *SCALES, "half", "point", "couple"})


def _cost(word: str, known: str) -> float:
    """The smaller of how different they sound and how differently they are spelt; cut-off words count little."""
    sounds = distance(sound(word), sound(known))
    letters = 0.8 * spelling_distance(word, known)
    cut = 0.4 + 0.1 * (len(known) - len(word)) if known.startswith(word) else letters
    if len(known) >= 5 and word.startswith(known):  # "thirtyish"
        cut = 0.4 + 0.1 * (len(word) - len(known))
    first = 0.0 if word[0] == known[0] else 0.15
    return min(sounds, letters, cut) + first


def _keys(bones: str) -> set[str]:
    """A skeleton and what is left of it when one bone is missing."""
    return {bones, *(bones[:index] + bones[index + 1 :] for index in range(len(bones)))}

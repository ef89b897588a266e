"""Words as a recogniser might hear them, to train on: drawn by how words sound, over every word at hand.

Not the noise of `language evaluate scout --noise`, on purpose: a ranker trained on that would be measured on what it has seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from language.sounds import distance, skeleton, sound

PAUSE = "."  # heard whatever else is not
DROPPED, DROPPED_SHORT = 0.25, 0.45  # of the words that are hit; short words get lost more easily
ADDED, JOINED = 0.05, 0.08
SHORT = 3  # letters
STRAY = ("a", "the", "and", "to", "i", "it", "of", "in")
NEIGHBOURS = 14
NEARNESS, FREQUENCY = 1.3, 0.25  # a mishearing is likelier the nearer it sounds and the more often the word is said


class Mishear:
    """Draws mishearings over a vocabulary: words with how often they were said."""

    def __init__(self, said: Iterable[str], words: Iterable[str]) -> None:
        counts = Counter(word for text in said for word in text.split() if word.isalpha() and word.isascii())
        counts.update({word for word in words if word.isalpha() and word.isascii()})
        self._words = [(word, sound(word), len(skeleton(word)), count) for word, count in sorted(counts.items())]
        self._known: dict[str, tuple[list[str], list[float]]] = {}

    def __call__(self, text: str, rate: float, generator: np.random.Generator) -> str:
        """`text` with each word hit at `rate`: dropped, replaced, joined with the next, or followed by a stray one."""
        words, heard, at = text.split(), [], 0
        while at < len(words):
            word = words[at]
            at += 1
            if word == PAUSE or generator.random() >= rate:
                heard.append(word)
                continue
            fate, dropped = generator.random(), DROPPED_SHORT if len(word) <= SHORT else DROPPED
            if fate < dropped:
                continue
            if fate < dropped + ADDED:
                heard += [word, str(generator.choice(STRAY))]
            elif fate > 1 - JOINED and at < len(words) and words[at] != PAUSE:
                heard.append(self._like(word + words[at], generator))
                at += 1
            else:
                heard.append(self._like(word, generator))
        return " ".join(word for word in heard if word)

    def _like(self, word: str, generator: np.random.Generator) -> str:
        """Another word that sounds like it, "" where none does."""
        if word not in self._known:
            self._known[word] = self._near(word)
        near, weights = self._known[word]
        return near[int(generator.choice(len(near), p=weights))] if near else ""

    def _near(self, word: str) -> tuple[list[str], list[float]]:
        own, bones = sound(word), len(skeleton(word))
        far = sorted(
            (distance(own, sounds), other, count)
            for other, sounds, others, count in self._words
            if other != word and abs(others - bones) <= 1 and abs(len(sounds) - len(own)) <= 2
        )[:NEIGHBOURS]
        weights = np.array([np.exp(-NEARNESS * sounds) * (count + 1) ** FREQUENCY for sounds, _, count in far])
        return [other for _, other, _ in far], list(weights / weights.sum()) if far else []

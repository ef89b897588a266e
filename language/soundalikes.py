"""What a word that was heard may have been: words and pairs of words that sound like it, or nothing at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from language.habits import NUMERALS, Habits
from language.lexicon import Lexicon
from language.mend import ARTICLES, NOUNS
from language.repair import repairer
from language.sounds import distance, skeleton, sound, spelling_distance

# Costs in nats: how rarely a recogniser or a hasty hand does such a thing to one word.
SLIP, SLIP_PER_SOUND = 3.0, 1.6
JOIN = 1.0
KNOWN_SLIP = 1.5  # more where the word that was heard is one that people do say
LOST = 5.0  # a word that was not heard at all
ADDED, ADDED_KNOWN = 5.5, 9.0  # a word that nobody said
MOST_SOUNDS = 2.0  # sounds changed, and no more than half of a word's own
FEWEST = 4  # sounds of a pair of words that may have been taken for one, and the other way round
MOST = 8  # alternatives of a word
CERTAIN = ("side", "heading", "photo")
AMOUNTS = ("length", "angle", "clock", "time", "block", "times")


class Alternative(NamedTuple):
    """Words that may have stood where `length` words were heard, and the cost of hearing them so."""

    words: tuple[str, ...]
    length: int
    cost: float
    slip: str
    """Replaced, Joined, Parted or Added, by its first letter."""


class Alternatives:
    """Build one for a lexicon and habits, and keep it: it remembers the words it has looked at."""

    def __init__(self, lexicon: Lexicon, habits: Habits, pairs: Sequence[tuple[str, ...]] = ()) -> None:
        self._lexicon = lexicon
        self._repairer = repairer(lexicon)
        self._by_skeleton: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in [*((word,) for word in habits.spoken), *pairs]:
            for key in _keys(skeleton("".join(phrase))):
                self._by_skeleton[key].append(phrase)
        self._single = lru_cache(maxsize=4096)(self._of_one)
        self._joined = lru_cache(maxsize=4096)(self._of_two)

    def at(self, words: Sequence[str], index: int) -> list[Alternative]:
        """What may have stood at `words[index]`, itself excepted; an article and its noun were said in any case."""
        word, after = words[index], words[index + 1] if index + 1 < len(words) else ""
        if not (word.isascii() and word.isalpha()) or self._stands(words, index):
            return []
        if word in ARTICLES and after.isalpha() and not self._known(after):  # before a new noun
            return []
        found = self._single(word)
        if index and words[index - 1] in ARTICLES and self._category(after) not in NOUNS:
            found = [alternative for alternative in found if alternative.slip != "A"]
        return found + self._joined(word, after) if after.isascii() and after.isalpha() else found

    def _of_one(self, word: str) -> list[Alternative]:
        more = KNOWN_SLIP if self._known(word) else 0.0
        near = [(phrase, far) for phrase, far in self._near(word) if phrase != (word,)]
        if not more:  # a word that nobody knows may be any that is known
            near += [((repair.word,), repair.cost) for repair in self._repairer.near(word) if (repair.word,) not in dict(near)]
        slips = [Alternative(phrase, 1, SLIP + SLIP_PER_SOUND * far + more, "RP"[len(phrase) - 1]) for phrase, far in near]
        return [*slips, Alternative((), 1, ADDED_KNOWN if more else ADDED, "A")]

    def _of_two(self, word: str, after: str) -> list[Alternative]:
        """One word that was heard as two."""
        more = KNOWN_SLIP if self._known(word) and self._known(after) else 0.0
        return [
            Alternative(phrase, 2, SLIP + JOIN + SLIP_PER_SOUND * far + more, "J")
            for phrase, far in self._near(word + after)
            if len(phrase) == 1 and len(sound(phrase[0])) >= FEWEST
        ]

    def _stands(self, words: Sequence[str], index: int) -> bool:
        """Whether a word is taken as it was heard, however odd: a side, heading, photo or phrase, a number with its unit."""
        word, after = words[index], words[index + 1] if index + 1 < len(words) else ""
        before = words[index - 1] if index else ""
        if self._category(word) in CERTAIN or (word in NUMERALS and (after in NUMERALS or self._category(after) in AMOUNTS)):
            return True
        if self._category(word) in AMOUNTS and (before in NUMERALS or before.isdigit()):
            return True
        for start in range(max(0, index + 1 - self._lexicon.most_words), index + 1):
            phrase = self._lexicon.longest(tuple(words), start)
            if phrase is not None and phrase[0] > 1 and start + phrase[0] > index:
                return True
        return False

    def _category(self, word: str) -> str:
        meaning = self._lexicon.meaning(word)
        return meaning.category if meaning is not None else ""

    def _known(self, word: str) -> bool:
        return word in self._lexicon.words or word in NUMERALS

    def _near(self, word: str) -> tuple[tuple[tuple[str, ...], float], ...]:
        """Phrases that sound like the word, nearest first, each with how many sounds are changed."""
        if not 2 <= len(word) <= 24:
            return ()
        own = sound(word)
        found = {phrase for key in _keys(skeleton(word)) for phrase in self._by_skeleton.get(key, ())}
        far = ((phrase, _far(word, own, "".join(phrase))) for phrase in found)
        near = [(phrase, d) for phrase, d in far if d <= min(MOST_SOUNDS, 0.26 + 0.5 * max(len(own), 2))]
        return tuple(sorted(near, key=lambda pair: (pair[1], pair[0]))[:MOST])


def _far(word: str, own: str, other: str) -> float:
    """Sounds changed; letters, if fewer of them were; less where a word was cut off."""
    sounds = distance(own, sound(other))
    letters = 0.8 * spelling_distance(word, other)
    cut = 0.3 + 0.2 * (len(other) - len(word)) if other.startswith(word) and len(word) > 1 else letters
    return min(sounds, letters, cut)


def _keys(bones: str) -> set[str]:
    """A skeleton and what is left of it when one bone is missing."""
    return {bones, *(bones[:index] + bones[index + 1 :] for index in range(len(bones)))}

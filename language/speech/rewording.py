"""The same said in other words of the lexicon: a book of sentences can't have every word that means the same everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from language.lexicon import Lexicon, Meaning


class Rewording:
    """Puts one phrase of a sentence into other words."""

    def __init__(self, lexicon: Lexicon, phrases: Iterable[str]) -> None:
        """`phrases` of the lexicon are what may be said instead."""
        self._lexicon = lexicon
        self._same = defaultdict[Meaning, list[str]](list)
        for phrase in phrases:
            meaning = lexicon.meaning(phrase)
            if meaning is not None and meaning.category != "filler":
                self._same[meaning].append(phrase)

    def said(self, sentence: str, rng: np.random.Generator) -> str:
        """The sentence with one phrase of it said otherwise; as it is where there is no other way."""
        words = tuple(sentence.split())
        places = [(at, length, others) for at, length, others in self._places(words) if others]
        if not places:
            return sentence
        at, length, others = places[int(rng.integers(len(places)))]
        return " ".join((*words[:at], others[int(rng.integers(len(others)))], *words[at + length :]))

    def _places(self, words: tuple[str, ...]) -> Iterator[tuple[int, int, list[str]]]:
        """Where each known phrase begins, how many words it has, and what says the same."""
        at = 0
        while at < len(words):
            length, meaning = self._lexicon.longest(words, at) or (1, None)
            phrase = " ".join(words[at : at + length])
            yield at, length, [other for other in self._same.get(meaning, ()) if other != phrase] if meaning else []
            at += length

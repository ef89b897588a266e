"""Finds "stop" in what was heard, while it is still being said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from language.lexicon import Lexicon
from language.speech.recogniser import UNKNOWN, Word
from language.stopping import plain_stops
from language.tokens import read_terms
from language.words import split_words


def stops(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """Every plain "stop" (or "halt", "freeze", "whoa", "cancel", …) by its first word.

    Plain as in `language/stopping.py`: not one that names a place or a condition. Words count just as they were heard, none
    that a slip of the tongue might have made of "stop"; what stands on the other side of an unknown word changes nothing.
    """
    return [word for run in _known_runs(words) for word in _stops(run, lexicon)]


def stops_in(text: str, lexicon: Lexicon) -> int:
    """How many there are in a text."""
    return len(stops([Word(word, 0.0, 0.0, 1.0) for word in text.split()], lexicon))


def _stops(run: Sequence[Word], lexicon: Lexicon) -> Iterator[Word]:
    pieces = [(piece, word) for word in run for piece in split_words(word.text).words]  # "uh" is none
    _, terms = read_terms(" ".join(piece for piece, _ in pieces), lexicon)
    return (pieces[term.start][1] for term in plain_stops(terms) if lexicon.meaning(term.words))


def _known_runs(words: Sequence[Word]) -> list[list[Word]]:
    return [list(run) for known, run in groupby(words, lambda word: word.text != UNKNOWN) if known]

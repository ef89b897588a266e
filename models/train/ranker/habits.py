"""Counts what people say after what: the bigrams that `language/habits.py` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from language.habits import CLASS_OF, CLASSES, NUMERALS, PAUSE, STEPS_PER_NAT, token
from language.lexicon import Lexicon
from language.words import split_words

LEAST_TEXTS = 4  # a word said in fewer texts is only one of its class
PAIRS = 60


class Learned(NamedTuple):
    """Tokens, the cost of each after each (tokens × tokens) as bytes, and pairs of words that are often said together."""

    words: tuple[str, ...]
    costs: bytes
    pairs: tuple[str, ...]


def learn(texts: Iterable[str], lexicon: Lexicon) -> Learned:
    """Witten and Bell's interpolation (1991) of bigrams with single tokens."""
    said = [split_words(text).words for text in texts]
    texts_with = Counter(word for words in said for word in set(words))
    own = frozenset(word for word, count in texts_with.items() if count >= LEAST_TEXTS and _own(word, lexicon))
    tokens = tuple(sorted(own | set(CLASSES)))
    index = {word: number for number, word in enumerate(tokens)}
    counts = np.zeros((len(tokens), len(tokens)))
    for words in said:
        for before, after in pairwise([PAUSE, *(token(word, lexicon, own) for word in words), PAUSE]):
            counts[index[before], index[after]] += 1
    return Learned(tokens, _costs(counts), _pairs(said, own))


def _own(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may stand for itself: one that the parser knows, and no thing or colour."""
    meaning = lexicon.meaning(word)
    known = word in lexicon.words or word in NUMERALS
    return word.isalpha() and known and (meaning is None or meaning.category not in CLASS_OF)


def _costs(counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> bytes:
    single = counts.sum(axis=0) + 0.5
    single /= single.sum()
    kinds = np.maximum((counts > 0).sum(axis=1, keepdims=True), 1)
    share = (counts + kinds * single) / (counts.sum(axis=1, keepdims=True) + kinds)
    costs: bytes = np.clip(np.round(-np.log(share) * STEPS_PER_NAT), 0, 255).astype(np.uint8).tobytes()
    return costs


def _pairs(said: Sequence[tuple[str, ...]], own: frozenset[str]) -> tuple[str, ...]:
    counts = Counter(pair for words in said for pair in pairwise(words) if own.issuperset(pair))
    return tuple(sorted(" ".join(pair) for pair, _ in counts.most_common(PAIRS)))

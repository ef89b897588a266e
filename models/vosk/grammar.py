"""The grammar a model uses when it is given none: which words follow which, counted in sentences, with a way out to every
word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from models.vosk.graph import UNKNOWN
from models.vosk.openfst import Arc, Transducer

DISCOUNT = 0.5
"""Taken from each count and given to words never seen after the one before (absolute discounting, Ney, Essen & Kneser 1994)."""


def bigrams(sentences: Iterable[str], numbers: Mapping[str, int]) -> Transducer:
    """An acceptor of words by their `numbers`; words without a number count as unknown."""
    pairs: dict[int, Counter[int]] = {0: Counter()}
    for sentence in sentences:
        words = [numbers.get(word, numbers[UNKNOWN]) for word in sentence.split()]
        for before, after in zip([0, *words], [*words, 0], strict=True):
            pairs.setdefault(before, Counter())[after] += 1
    singles = Counter((0, *numbers.values()))
    for counts in pairs.values():
        singles.update(counts)
    return _acceptor(pairs, singles)


def _acceptor(pairs: Mapping[int, Counter[int]], singles: Counter[int]) -> Transducer:
    """State 0 is the beginning, state n the one after word n, and the last one stands for every word that can't be told."""
    anywhere, arcs, final = max(singles) + 1, [], {}
    for before in range(anywhere):
        counts = pairs.get(before, Counter())
        total = sum(counts.values())
        for after, count in counts.items():
            cost = -math.log((count - DISCOUNT) / total)
            if after:
                arcs.append(Arc(before, after, after, after, cost))
            else:
                final[before] = cost
        arcs.append(Arc(before, anywhere, 0, 0, -math.log(DISCOUNT * len(counts) / total) if total else 0.0))
    total = sum(singles.values())
    arcs += [Arc(anywhere, word, word, word, -math.log(count / total)) for word, count in singles.items() if word]
    final[anywhere] = -math.log(singles[0] / total)
    return Transducer(anywhere + 1, arcs, final)

"""What the ranker learns from: texts as they might be misheard, all their candidates, and which of them are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from language.evaluate.scout import OFFER
from language.evidence import evidence
from language.habits import Habits
from language.lexicon import lexicon
from language.listener import Considered, Listener
from language.runs import read_runs
from language.stopping import says_stop
from language.tokens import as_mended, terms_of
from language.words import split_words
from models.train.ranker.cases import Case
from models.train.ranker.habits import learn
from models.train.ranker.mishear import Mishear
from robot.program import Program

PARTS = 4  # of the commanders: habits are learned from the other parts, so that none weighs a text that it knows
K = 5


class Example(NamedTuple):
    """One text: `features` (candidates, names) and which candidates are `right` (candidates,)."""

    names: tuple[str, ...]
    features: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]


def parts(commanders: Sequence[str], count: int) -> list[list[str]]:
    """The commanders in so many parts, dealt out like cards."""
    ordered = sorted(set(commanders))
    return [ordered[index::count] for index in range(count)]


def listener(cases: Sequence[Case]) -> Listener:
    """One that knows the habits of these commanders."""
    learned = learn([case.text for case in cases if case.commander], lexicon())
    return Listener(Habits(learned.words, learned.costs), learned.pairs)


def examples(cases: Sequence[Case], seed: int) -> Iterator[Example]:
    """An example for each text in doubt of which some candidates are right and some wrong."""
    generator = np.random.default_rng(seed)
    mishear = Mishear([case.text for case in cases if case.commander], lexicon().words)
    for part in parts([case.commander for case in cases], PARTS):
        ears = listener([case for case in cases if case.commander not in part])
        for case in (case for case in cases if case.commander in part):
            for rate in case.rates:
                example = _example(case, mishear(case.text, rate, generator), ears)
                if example is not None:
                    yield example


def _example(case: Case, text: str, ears: Listener) -> Example | None:
    considered = _considered(text, ears)
    if considered is None:
        return None
    right = [case.right(Program(steps=each.run.steps)) for each in considered.candidates]
    if all(right) or not any(right):
        return None
    rows = evidence(considered.candidates, considered.said)
    features = np.array([list(row.values()) for row in rows], dtype=np.float32)
    return Example(tuple(rows[0]), features, np.array(right))


def _considered(text: str, ears: Listener) -> Considered | None:
    """As `language/parser.py` considers a text."""
    spoken = split_words(text)
    plain = as_mended(spoken.words, lexicon())
    terms = terms_of(spoken, plain, lexicon())
    if not terms or says_stop(terms):
        return None
    return ears.consider(spoken, plain, read_runs(terms, K, OFFER), lexicon(), OFFER)

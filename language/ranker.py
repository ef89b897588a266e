"""Orders the readings of words that may have been misheard: a small network says which is likeliest."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from language.cursor import Context
from language.evidence import Candidate, evidence
from language.habits import Habits
from language.hearing import Hearing
from language.lexicon import Lexicon
from language.listener import Listener
from language.runs import Run
from language.words import Words, split_words
from robot.errors import SetupError
from robot.program import Program, plain

if TYPE_CHECKING:
    from models.ranker import RankerModel

SURE = 3.0  # nats by which another reading must be likelier than one with nothing against it


class Ranker:
    """Build one for a trained model and keep it. Without a model it leaves every order as it is."""

    def __init__(self, model: RankerModel | None) -> None:
        self._model = model
        self._listener = Listener(Habits(model.card.words, model.habits), model.card.pairs) if model is not None else None

    @property
    def able(self) -> bool:
        """Whether there is a model."""
        return self._model is not None

    @property
    def learned(self) -> frozenset[str]:
        """The people whose words the model has learned from."""
        return frozenset(self._model.card.learned) if self._model is not None else frozenset()

    def ranked(self, spoken: Words, said: Hearing, runs: list[Run], lexicon: Lexicon, context: Context, k: int) -> list[Run]:
        """At most k runs with different programs, likeliest first; `runs` are those of the words as mended, `said`."""
        if self._model is None or self._listener is None or _is_printed(spoken, runs[0]):
            return runs
        considered = self._listener.consider(spoken, said, runs, lexicon, context)
        if considered is None:
            return runs
        scores = self._model.scores(evidence(considered.candidates, considered.said))
        if not considered.doubtful and max(scores) < scores[0] + SURE:
            return runs
        return _distinct(considered.candidates, scores)[:k]


@cache
def shipped_ranker() -> Ranker:
    """The ranker that ships with the car, loaded once; where it can't be used, one that changes nothing, and a warning."""
    try:
        from models.ranker import RankerModel

        return Ranker(RankerModel())
    except (ImportError, SetupError) as error:
        logging.getLogger(__name__).warning("misheard words are mended by rules alone, without the learned ranker: %s", error)
        return Ranker(None)


def _is_printed(spoken: Words, best: Run) -> bool:
    """Whether the words are just those in which the program prints: whoever writes so means it."""
    return spoken.words == split_words(str(Program(steps=best.steps))).words


def _distinct(candidates: list[Candidate], scores: list[float]) -> list[Run]:
    """The best candidate of each program, best first; costs are nats below the best."""
    best = max(scores)
    found: dict[Program, Run] = {}
    for score, candidate in sorted(zip(scores, candidates, strict=True), key=lambda pair: -pair[0]):
        found.setdefault(plain(Program(steps=candidate.run.steps)), candidate.run._replace(cost=best - score))
    return list(found.values())

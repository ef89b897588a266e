"""Hears words that are in doubt in further ways, and reads each.

Words that are all known as they stand are left alone, however unusual what they say. Only where some were mended, or are in no
lexicon, are other ways of hearing them looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from language.cursor import Context
from language.evidence import Candidate, Said
from language.habits import Habits
from language.hearing import Ear, Hearing
from language.lexicon import Lexicon
from language.runs import Run, read_runs
from language.soundalikes import Alternatives
from language.tokens import terms_of
from language.words import Words

MOST_WORDS = 48  # longer texts are read as they stand: bounds the time
READINGS = 2  # of each further hearing


class Considered(NamedTuple):
    """All readings of a text. `doubtful`: something is wrong with the plain one, which stands first; else a noun is new."""

    said: Said
    candidates: list[Candidate]
    doubtful: bool


class Listener:
    """Build one for habits and for pairs of words often said together, and keep it: it remembers the words it has heard."""

    def __init__(self, habits: Habits, pairs: Sequence[str]) -> None:
        self._habits = habits
        self._pairs = [tuple(pair.split()) for pair in pairs]
        self._ears: dict[Lexicon, Ear] = {}

    def consider(
        self, spoken: Words, plain: Hearing, runs: list[Run], lexicon: Lexicon, context: Context
    ) -> Considered | None:
        """All readings, where there is any doubt about `runs`, those of the words as they were mended; else None."""
        if not in_doubt(spoken, plain, lexicon) or (_beyond(runs[0]) and not any(plain.costs)):
            return None
        ear = self._ear(lexicon)
        said = Said(spoken.words, ear.weighed(plain), lexicon)
        candidates = []
        for hearing in (said.plain, *ear.hearings(spoken.words)):
            found = read_runs(terms_of(spoken, hearing, lexicon), READINGS, context)
            candidates += [Candidate(hearing, run, place, hearing is said.plain) for place, run in enumerate(found)]
        return Considered(said, candidates, _doubtful(runs[0], said))

    def _ear(self, lexicon: Lexicon) -> Ear:
        if lexicon not in self._ears:
            self._ears[lexicon] = Ear(lexicon, self._habits, Alternatives(lexicon, self._habits, self._pairs))
        return self._ears[lexicon]


def in_doubt(spoken: Words, plain: Hearing, lexicon: Lexicon) -> bool:
    """Whether any word was mended or is new. Not where words are quoted: who quotes them has written them."""
    said = Said(spoken.words, plain, lexicon)
    again = len(spoken.words) <= MOST_WORDS and '"' not in spoken.words
    return again and (any(plain.costs) or any(map(said.new, spoken.words)))


def _beyond(best: Run) -> bool:
    """Whether something was asked that the car can't do: an honest no is not argued away."""
    return any(term.category == "unable" for term in best.cursor.terms)


def _doubtful(best: Run, said: Said) -> bool:
    """Whether words were mended, or words that nobody knows were passed over or led nowhere."""
    passed_over = (word for words in best.cursor.ignored for word in words.split())
    return any(said.plain.costs) or bool(best.cursor.problems) or not best.steps or any(map(said.new, passed_over))

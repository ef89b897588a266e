"""The ways in which a row of words may have been meant: a beam search through alternatives, weighed by what people say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from language.habits import COLOUR, PAUSE, THING, UNKNOWN, Habits, token
from language.lexicon import Lexicon
from language.soundalikes import LOST, SLIP, SLIP_PER_SOUND, Alternative, Alternatives

BEAM = 16
DEAREST = 9.0  # a way that costs so much more than the best one so far is not followed
NEW_NOUN = 1.5  # an unknown word where a noun is due
LEADS = frozenset("the a an another that this to your my of".split())
RESTORED = ("hundred", "eighty", "sixty", "photo", "degrees")  # words whose absence shows in the words on both sides
SHOWS = 2.5  # nats that a lost word may cost more than its absence


class Hearing(NamedTuple):
    """Words as they may have been meant, what each change cost, and where each stands among the words that were heard.

    `channel` is how unlikely it is to hear the words so, `habit` how unlikely people are to say them, both in nats; `oddest` is
    the most of `habit` that a single word has. `slips` has a letter for each thing that went wrong: Replaced, Joined, Parted,
    Added, Lost.
    """

    words: tuple[str, ...]
    costs: tuple[float, ...]
    origins: tuple[tuple[int, int], ...]
    channel: float = 0.0
    habit: float = 0.0
    oddest: float = 0.0
    slips: str = ""

    @property
    def total(self) -> float:
        return self.channel + self.habit


class _Path(NamedTuple):
    """A hearing of the first words. Paths are shared: `before` is all but the last piece."""

    total: float
    token: str
    channel: float
    habit: float
    oddest: float
    words: tuple[str, ...]
    cost: float
    origin: tuple[int, int]
    slip: str
    before: _Path | None


START = _Path(0.0, PAUSE, 0.0, 0.0, 0.0, (), 0.0, (0, 0), "", None)


class Ear:
    """Hears words as they may have been meant. Build one for a lexicon and habits, and keep it."""

    def __init__(self, lexicon: Lexicon, habits: Habits, alternatives: Alternatives) -> None:
        self._habits = habits
        self._alternatives = alternatives
        known = frozenset(habits.words)
        self._restored = tuple(word for word in RESTORED if word in known)
        self._token = lru_cache(maxsize=4096)(lambda word: token(word, lexicon, known))
        self._lost = lru_cache(maxsize=4096)(self._lost_between)

    def hearings(self, words: Sequence[str], most: int = 12) -> list[Hearing]:
        """The likeliest, best first."""
        beams: list[list[_Path]] = [[] for _ in range(len(words) + 1)]
        beams[0] = [START]
        for index, word in enumerate(words):
            paths = _best(beams[index], BEAM)
            options = [Alternative((word,), 1, 0.0, ""), *self._alternatives.at(words, index)]
            for option in options:
                into = beams[index + option.length]
                for path in paths:
                    into.append(self._longer(path, option.words, option.cost, (index, index + option.length), option.slip))
            for path in paths:
                for lost in self._lost(path.token, self._token(word)):
                    restored = self._longer(path, (lost,), LOST, (index, index), "L")
                    beams[index + 1].append(self._longer(restored, (word,), 0.0, (index, index + 1), ""))
        ended = [self._longer(path, (PAUSE,), 0.0, (0, 0), "") for path in _best(beams[-1], most)]
        ended.sort(key=lambda path: path.total)
        return [hearing for hearing in map(_hearing, ended) if hearing.words]

    def weighed(self, hearing: Hearing) -> Hearing:
        """A hearing that was found elsewhere, with its numbers; its costs count as sounds changed."""
        path = START
        for word, far, origin in zip(hearing.words, hearing.costs, hearing.origins, strict=True):
            cost, slip = (SLIP + SLIP_PER_SOUND * far, "R") if far else (0.0, "")
            path = self._longer(path, (word,), cost, origin, slip)
        return _hearing(self._longer(path, (PAUSE,), 0.0, (0, 0), ""))

    def _lost_between(self, before: str, after: str) -> tuple[str, ...]:
        cost, plain = self._habits.cost, self._habits.cost(before, after)
        return tuple(word for word in self._restored if cost(before, word) + cost(word, after) + LOST < plain + SHOWS)

    def _longer(self, path: _Path, words: tuple[str, ...], cost: float, origin: tuple[int, int], slip: str) -> _Path:
        last, habit, oddest = path.token, 0.0, path.oddest
        for word in words:
            now = self._token(word)
            if now == UNKNOWN and (last == COLOUR or (path.words and path.words[-1] in LEADS)):
                now, habit = THING, habit + NEW_NOUN
            step = self._habits.cost(last, now)
            habit, oddest, last = habit + step, max(oddest, step), now
        return _Path(
            path.total + cost + habit, last, path.channel + cost, path.habit + habit, oddest, words, cost, origin, slip, path,
        )  # fmt: skip


def _best(paths: list[_Path], most: int) -> list[_Path]:
    """The cheapest, one for each way to end."""
    best: dict[tuple[str, float, float], _Path] = {}
    for path in sorted(paths, key=lambda path: path.total):
        if len(best) >= most or (best and path.total > next(iter(best.values())).total + DEAREST):
            break
        best.setdefault((path.token, path.channel, path.habit), path)
    return list(best.values())


def _hearing(path: _Path) -> Hearing:
    """What a whole path says; its last piece is the end of the text."""
    pieces = list(_pieces(path.before))[::-1]
    words = tuple(word for piece in pieces for word in piece.words)
    costs = tuple(piece.cost / len(piece.words) for piece in pieces for _ in piece.words)
    origins = tuple(piece.origin for piece in pieces for _ in piece.words)
    return Hearing(words, costs, origins, path.channel, path.habit, path.oddest, "".join(piece.slip for piece in pieces))


def _pieces(path: _Path | None) -> Iterator[_Path]:
    while path is not None and path.before is not None:
        yield path
        path = path.before

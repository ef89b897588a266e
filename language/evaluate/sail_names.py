"""Which words name which floors, walls and things of the SAIL halls, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from robot.interpreter.scene import Aspect

Shares = Mapping[str, float]  # thing → the share of a word's use that means it
Words = Mapping[str, Shares]


class Names:
    """Words with the things they stand for, by aspect. Shares are scaled so that a word's best thing fits fully."""

    def __init__(self, shares: Mapping[Aspect, Words]) -> None:
        self._shares = {aspect: {word: _scaled(things) for word, things in words.items()} for aspect, words in shares.items()}

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for words in self._shares.values() for word in words)

    def likeness(self, word: str, thing: str, aspect: Aspect) -> float | None:
        """0 to 1; None for a word that names nothing of that aspect."""
        things = self._shares[aspect].get(word)
        return None if things is None else things.get(thing, 0.0)

    def with_more(self, shares: Mapping[Aspect, Words]) -> Names:
        """With further words; words known already, in any aspect, keep what they mean."""
        known = self.words
        more = {
            aspect: {word: things for word, things in words.items() if word not in known} for aspect, words in shares.items()
        }
        return Names({aspect: {**more.get(aspect, {}), **words} for aspect, words in self._shares.items()})


@cache
def sail_names() -> Names:
    """The names that ship with the evaluation."""
    path = Path(__file__).with_name("sail_names.yaml")
    return Names(msgspec.yaml.decode(path.read_bytes(), type=dict[Aspect, dict[str, dict[str, float]]]))


def _scaled(things: Shares) -> Shares:
    most = max(things.values())
    return {thing: share / most for thing, share in things.items()}

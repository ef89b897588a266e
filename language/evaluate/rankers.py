"""Which ranker reads whose words: the shipped one, none, or for each commander one that has not learned from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from language.ranker import Ranker, shipped_ranker


class Rankers(NamedTuple):
    """`of` gives the ranker for a commander's words; `told` says in words which that is."""

    of: Callable[[str], Ranker]
    told: str


def shipped(commanders: Iterable[str]) -> Rankers:
    """The ranker that ships with the car."""
    ranker, asked = shipped_ranker(), set(commanders)
    if not ranker.able:
        return Rankers(lambda _: ranker, "without a ranker, which can't be used")
    known = len(asked & ranker.learned)
    return Rankers(lambda _: ranker, f"shipped ranker, which learned from {known} of the {len(asked)} commanders")


def without(_: Iterable[str]) -> Rankers:
    """Hand-set costs alone."""
    plain = Ranker(None)
    return Rankers(lambda _: plain, "without a ranker")


def folds(folder: Path, commanders: Iterable[str]) -> Rankers:
    """The rankers of a folder, one for each fold. Raises ValueError where none, or several, never learned from a commander."""
    from models.ranker import RankerModel

    rankers = [Ranker(RankerModel(card)) for card in sorted(folder.glob("*.yaml"))]
    chosen: dict[str, Ranker] = {}
    for commander in sorted(set(commanders)):
        fresh = [ranker for ranker in rankers if commander not in ranker.learned]
        if len(fresh) != 1:
            raise ValueError(f"{folder}: {len(fresh)} of {len(rankers)} rankers have not learned from {commander}; one should")
        chosen[commander] = fresh[0]
    return Rankers(lambda commander: chosen[commander], f"{len(rankers)} rankers, none reading commanders it learned from")

"""The ranker of readings as a file: an int8 network, and what it knows of the words that people use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from models.runtime import HERE, checked, read_struct, session

DEFAULT_CARD = HERE / "ranker.yaml"
REPAIR = "get the repository's own with `git checkout models/`, or make a new one with `python -m models.train ranker`"


class RankerCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a trained ranker: its files (beside the card), their checksums, and what their numbers stand for.

    `features` names what the network reads, in order. `words` are those of the habits, and `pairs` words that are often said
    one after the other. `learned` are the commanders whose words it was trained on.
    """

    network: str
    network_sha256: str
    habits: str
    habits_sha256: str
    features: tuple[str, ...]
    words: tuple[str, ...]
    pairs: tuple[str, ...]
    learned: tuple[str, ...]
    trained: str


class RankerModel:
    """The network, ready to score. `habits` (words × words) are costs in sixteenths of a nat, as bytes."""

    def __init__(self, card: Path = DEFAULT_CARD) -> None:
        self.card = read_struct(card, RankerCard, REPAIR)
        self.habits = checked(card.parent / self.card.habits, self.card.habits_sha256, REPAIR)
        self._session = session(checked(card.parent / self.card.network, self.card.network_sha256, REPAIR))

    def scores(self, evidence: Sequence[Mapping[str, float]]) -> list[float]:
        """The log-odds of each candidate of one text being right, up to a constant."""
        features = np.array([[each[name] for name in self.card.features] for each in evidence], dtype=np.float32)
        (scores,) = self._session.run(None, {"features": features})
        return [float(score) for score in scores[:, 0]]

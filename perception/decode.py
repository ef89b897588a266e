"""From the network's numbers to things in the picture. What the numbers mean is told in models/layout.py."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import BOX, COLOUR, RANGE, SPREAD, THING, VECTOR, Cells
from perception.tint import evidence

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]


class DecodeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least_thing: float = 0.05  # below this a cell shows nothing; the final score is judged later
    candidates: int = 100  # the best cells that are looked at
    same_kind_overlap: float = 0.45  # two boxes of one kind that overlap more are one thing
    any_kind_overlap: float = 0.75  # and of two kinds, the better one


class Found(NamedTuple):
    """N things, best first."""

    box: Floats
    """(N, 4) left, top, right, bottom in the network's pixels."""
    score: Floats
    """(N,) 0…1."""
    kind: Ints
    """(N,) row of the prototype table."""
    log_scale: Floats
    """(N,) log of focal length / distance."""
    log_spread: Floats
    """(N,) log of the Laplace spread of that."""
    vector: Floats
    """(N, EMBEDDING) unit vectors."""
    colour: Floats
    """(N, COLOURS) log-odds."""


class Decoder:
    """Finds things among the cells.

    `prototypes` (K, EMBEDDING) unit rows; cosines times `scale` are log-odds of kinds. `calibration` (gain, shift) of the
    log-odds of the score makes it the probability that the detection is right.
    """

    def __init__(self, prototypes: Floats, scale: float, calibration: tuple[float, float] = (1.0, 0.0),
                 config: DecodeConfig = DecodeConfig(), tints: Floats | None = None) -> None:
        """`tints` (T, COLOURS) are the colours of the last T prototypes' things, where they count (perception/tint.py)."""
        self._tints = tints
        self._prototypes, self._scale, self._config = prototypes, scale, config
        self._gain, self._shift = calibration
        self._cells = Cells()
        self._least = np.log(config.least_thing / (1 - config.least_thing))

    def __call__(self, numbers: Floats) -> Found:
        """`numbers` (N, CELL), the network's first output."""
        chosen = np.flatnonzero(numbers[:, THING] > self._least)
        if len(chosen) > self._config.candidates:
            chosen = chosen[np.argpartition(-numbers[chosen, THING], self._config.candidates)[: self._config.candidates]]
        rows = numbers[chosen]
        vectors = rows[:, VECTOR] / np.maximum(np.linalg.norm(rows[:, VECTOR], axis=1, keepdims=True), 1e-6)
        kind, sure = self._kinds(vectors, rows[:, COLOUR])
        score = self._calibrated(_sigmoid(rows[:, THING]) * sure)
        boxes = self._cells.boxes(rows[:, BOX], chosen)
        kept = self._distinct(boxes, score, kind)
        return Found(boxes[kept], score[kept], kind[kept], rows[kept, RANGE], rows[kept, SPREAD], vectors[kept],
                     rows[kept, COLOUR])

    def _kinds(self, vectors: Floats, colours: Floats) -> tuple[Ints, Floats]:
        """The nearest prototype of each vector, and how probable that kind is."""
        log_odds = self._scale * vectors @ self._prototypes.T
        if self._tints is not None and len(self._tints):
            log_odds[:, -len(self._tints) :] += evidence(colours, self._tints)
        odds = np.exp(log_odds - log_odds.max(1, keepdims=True)) if log_odds.size else log_odds
        kind = odds.argmax(1) if odds.size else np.empty(len(vectors), dtype=np.intp)
        return kind, np.asarray(1.0 / np.maximum(odds.sum(1), 1.0), dtype=np.float32)

    def _calibrated(self, score: Floats) -> Floats:
        score = np.clip(score, 1e-6, 1 - 1e-6)
        return _sigmoid(self._gain * np.log(score / (1 - score)) + self._shift)

    def _distinct(self, boxes: Floats, score: Floats, kind: Ints) -> Ints:
        """Indices of the boxes that no better box stands for, best first."""
        order = np.argsort(-score, kind="stable")
        overlap = overlaps(boxes[order], boxes[order])
        same = kind[order][:, None] == kind[order]
        same_thing = overlap > np.where(same, self._config.same_kind_overlap, self._config.any_kind_overlap)
        kept: list[int] = []
        for row in range(len(order)):
            if not same_thing[row, kept].any():
                kept.append(row)
        return np.asarray(order[kept], dtype=np.intp)


def overlaps(a: Floats, b: Floats) -> Floats:
    """(N, 4) and (M, 4) to intersection over union (N, M)."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.maximum(high - low, 0.0), axis=2)
    union = _area(a)[:, None] + _area(b)[None] - shared
    return np.asarray(shared / np.maximum(union, 1e-6), dtype=np.float32)


def _area(boxes: Floats) -> Floats:
    return np.asarray(np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0.0), axis=1), dtype=np.float32)


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float32)

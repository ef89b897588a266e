"""How good boxes are: matched with the true ones, counted, averaged."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

LEAST_OVERLAP = 0.5


class Matches(NamedTuple):
    """What became of the detections of one picture, in their order, best first."""

    true: Ints
    """(N,) index of the true box it found; -1 none; -2 a box that nobody asked for."""


def match(overlap: Floats, kinds: Ints, true_kinds: Ints) -> Matches:
    """`overlap` (N, M) of detections, best first, with true boxes. Kinds must agree; `true_kinds` below 0 are not asked for."""
    free = np.ones(len(true_kinds), dtype=bool)
    found = np.full(len(kinds), -1, dtype=np.intp)
    for row in range(len(kinds)):
        fits = np.where(free & (true_kinds == kinds[row]), overlap[row], 0.0)
        if fits.size and fits.max() >= LEAST_OVERLAP:
            found[row] = fits.argmax()
            free[found[row]] = False
        elif (overlap[row][true_kinds < 0] >= LEAST_OVERLAP).any():
            found[row] = -2
    return Matches(found)


def couples(overlap: Floats) -> list[tuple[int, int]]:
    """Boxes (N, M) paired one to one whatever their kinds, the most overlapping first: rows and columns."""
    left, found = np.array(overlap, dtype=np.float32), []
    while left.size and left.max() >= LEAST_OVERLAP:
        row, column = (int(index) for index in np.unravel_index(left.argmax(), left.shape))
        found.append((row, column))
        left[row], left[:, column] = 0.0, 0.0
    return found


def average_precision(scores: Floats, hits: npt.NDArray[np.bool_], total: int) -> float:
    """Area under precision over recall (precision made monotonous); nan where there is nothing to find."""
    if total == 0:
        return float("nan")
    hits = hits[np.argsort(-scores, kind="stable")]
    recall = np.cumsum(hits) / total
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(recall, prepend=0.0)
    return float((steps * best_from_here).sum())


def resampled(scores: Floats, hits: npt.NDArray[np.bool_], of: Ints, totals: Floats, weights: Floats) -> Floats:
    """The average precision of B resamplings of the pictures at once, (B,).

    `of` (N,) is each detection's picture, `totals` (P,) what there is to find in each, `weights` (B, P) how often each picture
    was drawn. nan where a resampling has nothing to find.
    """
    order = np.argsort(-scores, kind="stable")
    counts = weights[:, of[order]]
    right = np.cumsum(counts * hits[order], axis=1)
    precision = right / np.maximum(np.cumsum(counts, axis=1), 1e-9)
    best_from_here = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    area = (np.diff(right, axis=1, prepend=0.0) * best_from_here).sum(1)
    found = weights @ totals
    return np.asarray(np.where(found > 0, area / np.maximum(found, 1e-9), np.nan), dtype=np.float32)

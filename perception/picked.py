"""Which thing in a picture is meant when somebody shows one: the one that stands out, if no other stands out about as much."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from models.layout import HEIGHT_PX, WIDTH_PX
from perception.decode import Floats, Found, Ints, overlaps
from perception.imprint import TeachingError, unit

_SIZE = np.array([WIDTH_PX, HEIGHT_PX], dtype=np.float32)
TWO = "I see two things there: hold yours in the middle, or nearer."
TURNS = "I see two things, now one in the middle and now the other: hold yours there, or nearer."


class PickConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """docs/teaching.md says what the last five were chosen on."""

    least_score: float = 0.2  # probability of being a thing at all; what is weaker would not be found again either
    least_share: float = 0.01  # of the picture's area: smaller, its vector says little of what it is
    most_share: float = 0.85  # a covered lens, or a wall, is one thing from edge to edge
    farthest: float = 0.5  # from the picture's middle, in half widths and half heights
    spread: float = 0.18  # of how far from the middle people hold what they show, in the same units
    certainty: float = 0.7  # what the log-odds of being a thing count beside that
    least_sure: float = 0.6  # that it is this one and no other
    same_overlap: float = 0.5  # boxes that share so much are of one thing
    most_doubt: float = 0.1  # cosine by which another thing may be more like what was picked in the other views


def pick(found: Found, config: PickConfig = PickConfig()) -> int:
    """The row of the thing that is shown; `found` must be decoded without regard to kinds.

    TeachingError where there is none, or more than one.
    """
    rows = _sized(found, config)
    aside = _aside(found.box[rows])
    score = np.clip(found.score[rows], 1e-3, 1 - 1e-3)
    log_odds = config.certainty * np.log(score / (1 - score)) - (aside / config.spread) ** 2 / 2
    best = int(log_odds.argmax())
    if aside[best] > config.farthest:
        raise TeachingError("Nothing is in the middle of the picture: hold it there.")
    odds = np.exp(log_odds - log_odds[best])
    if odds[~_elsewhere(found, rows, int(rows[best]), config)].sum() < config.least_sure * odds.sum():
        raise TeachingError(TWO)
    return int(rows[best])


def pick_same(views: Sequence[Found], config: PickConfig = PickConfig()) -> list[int]:
    """For each view the row of the one thing that all of them show. TeachingError where that isn't clear."""
    picked = [pick(found, config) for found in views]
    vectors = [found.vector[row] for found, row in zip(views, picked, strict=True)]
    if len(views) < 2:
        return picked
    together = np.sum(vectors, axis=0)
    for found, row, vector in zip(views, picked, vectors, strict=True):
        others = unit(together - vector)
        rows = _sized(found, config)
        rivals = rows[_elsewhere(found, rows, row, config)]
        if (found.vector[rivals] @ others).max(initial=-1.0) > vector @ others + config.most_doubt:
            raise TeachingError(TURNS)
    return picked


def _sized(found: Found, config: PickConfig) -> Ints:
    """The rows of what may be meant for its size; TeachingError where there are none."""
    things = found.score >= config.least_score
    if not things.any():
        raise TeachingError("I see nothing there.")
    share = (np.maximum(found.box[:, 2:] - found.box[:, :2], 0.0) / _SIZE).prod(axis=1)
    large = things & (share >= config.least_share)
    if not large.any():
        raise TeachingError("It is too small in the picture: bring it nearer.")
    large &= share <= config.most_share
    if not large.any():
        raise TeachingError("It fills the whole picture, if it is a thing at all: hold it farther away.")
    return np.flatnonzero(large)


def _aside(boxes: Floats) -> Floats:
    """(N,) how far the middles of boxes (N, 4) are from the picture's, about 1 in the middle of an edge."""
    off = np.linalg.norm(boxes[:, :2] + boxes[:, 2:] - _SIZE, axis=1)
    return np.asarray(off * (math.sqrt(2) / math.hypot(WIDTH_PX, HEIGHT_PX)), dtype=np.float32)


def _elsewhere(found: Found, rows: Ints, row: int, config: PickConfig) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(len(rows),) which of them show something else than `row` does."""
    return np.asarray(overlaps(found.box[rows], found.box[row : row + 1])[:, 0] < config.same_overlap)

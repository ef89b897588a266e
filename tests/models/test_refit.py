"""Prototypes that are fitted once more to what was seen."""

from __future__ import annotations

import numpy as np
import pytest

from models.layout import EMBEDDING
from models.train.refit import Floats, Sightings, accuracy, refit

pytest.importorskip("torch", reason="training needs torch (pip install .[train])")


def seen_around(directions: Floats, of_a_kind: int, seed: int = 3) -> Sightings:
    generator = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(len(directions)), of_a_kind)
    vectors = directions[kinds] + generator.normal(0.0, 0.12, (len(kinds), EMBEDDING))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Sightings(vectors.astype(np.float32), kinds.astype(np.int64))


def directions(count: int) -> Floats:
    rows = np.random.default_rng(1).normal(size=(count, EMBEDDING))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_prototypes_that_lie_wrongly_come_to_lie_where_their_kinds_are_seen() -> None:
    true = directions(4)
    wrong = true + 0.9 * np.roll(true, 1, axis=0)
    wrong = (wrong / np.linalg.norm(wrong, axis=1, keepdims=True)).astype(np.float32)
    learnt, unseen = seen_around(true, 300), seen_around(true, 50, seed=4)
    fitted = refit(wrong, 12.0, learnt, pull=100.0)
    np.testing.assert_allclose(np.linalg.norm(fitted, axis=1), 1.0, atol=1e-5)
    assert accuracy(fitted, unseen) > accuracy(wrong, unseen) + 0.02


def test_few_sightings_hardly_move_them() -> None:
    true = directions(4)
    fitted = refit(true, 12.0, seen_around(np.roll(true, 1, axis=0), 3))
    assert np.abs(fitted - true).max() < 0.02

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from perception.refine import RefineConfig, refine

Floats = npt.NDArray[np.floating[Any]]

SCALE = 20.0


def units(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def scene() -> tuple[Floats, Floats, Floats]:
    """Views of a new thing, vectors of ten known kinds around their rows, and one kind that looks a lot like it."""
    generator = np.random.default_rng(5)
    known = units(generator.normal(size=(10, 48)))
    new = units(generator.normal(size=(1, 48)) + 1.2 * np.sqrt(48) * known[:1])
    views = units(new + 0.08 * generator.normal(size=(6, 48)))
    others = units(np.repeat(known, 8, axis=0) + 0.1 * generator.normal(size=(80, 48)))
    return views, others, known


def share(row: Floats, vectors: Floats, known: Floats) -> float:
    """How many of the vectors the new row takes."""
    return float(((vectors @ row)[:, None] > vectors @ known.T).all(axis=1).mean())


def test_what_is_not_it_is_drawn_in_less_and_the_views_stay(scene: tuple[Floats, Floats, Floats]) -> None:
    views, others, known = scene
    start = np.asarray(1.8 * views.mean(axis=0), dtype=np.float32)
    row = refine(start, views, others, known, SCALE, RefineConfig(against=20.0))
    assert share(start, others, known) > 0.05
    assert share(row, others, known) < 0.5 * share(start, others, known)
    assert share(row, views, known) == 1.0


def test_the_same_in_gives_the_same_out_and_nothing_known_moves(scene: tuple[Floats, Floats, Floats]) -> None:
    views, others, known = scene
    before = known.copy()
    start = views.mean(axis=0)
    assert refine(start, views, others, known, SCALE).tobytes() == refine(start, views, others, known, SCALE).tobytes()
    assert known.tobytes() == before.tobytes()


def test_it_does_with_nothing_else_to_go_by(scene: tuple[Floats, Floats, Floats]) -> None:
    views, _, known = scene
    row = refine(views.mean(axis=0), views, known[:0], known[:0], SCALE, RefineConfig(steps=3))
    assert np.isfinite(row).all()

"""Weight imprinting: means of views, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.imprint import Floats, ImprintConfig, TeachingError, agreement, imprint, unit, with_article

NONE: Floats = np.zeros((0, 48), dtype=np.float32)


def around(axis: int, count: int, spread: float, seed: int = 0) -> Floats:
    """Unit vectors about an axis."""
    noise = np.random.default_rng(seed).normal(0.0, spread, (count, 48))
    noise[:, axis] += 1.0
    return np.array([unit(row.astype(np.float32)) for row in noise])


@given(seed=st.integers(0, 10_000), count=st.integers(1, 12))
def test_a_prototype_is_a_unit_vector_whatever_the_order_of_the_views(seed: int, count: int) -> None:
    views = around(3, count, 0.05, seed)
    prototype = imprint(views, (), NONE)
    assert np.linalg.norm(prototype) == pytest.approx(1.0, abs=1e-5)
    assert imprint(views[::-1], (), NONE) == pytest.approx(prototype, abs=1e-6)


def test_more_views_come_nearer_to_the_truth() -> None:
    errors = [float(1.0 - imprint(around(3, count, 0.1, seed=5), (), NONE)[3]) for count in (1, 5, 50)]
    assert errors == sorted(errors, reverse=True)


def test_one_view_of_something_else_is_refused_and_named() -> None:
    views = around(3, 5, 0.05)
    views[2] = around(9, 1, 0.05)[0]
    assert agreement(views).argmin() == 2
    with pytest.raises(TeachingError, match="number 3 of 5"):
        imprint(views, (), NONE)


def test_what_is_too_like_a_known_kind_is_refused_with_its_name() -> None:
    known = np.concatenate([around(1, 1, 0.0), around(3, 1, 0.0)])
    with pytest.raises(TeachingError, match="looks like what I call an umbrella"):
        imprint(around(3, 3, 0.05), ("vase", "umbrella"), known)
    assert imprint(around(7, 3, 0.05), ("vase", "umbrella"), known)[7] > 0.9
    assert imprint(around(3, 3, 0.05), ("vase", "umbrella"), known, ImprintConfig(most_likeness=1.0))[3] > 0.9


def test_no_view_is_no_prototype() -> None:
    with pytest.raises(TeachingError, match="not seen"):
        imprint(NONE, (), NONE)


@pytest.mark.parametrize(("name", "said"), [("vase", "a vase"), ("umbrella", "an umbrella"), ("dad's urn", "dad's urn")])
def test_names_are_said_as_people_say_them(name: str, said: str) -> None:
    assert with_article(name) == said

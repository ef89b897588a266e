"""The floor ahead is what most of the nearest squares show."""

from __future__ import annotations

import numpy as np
import pytest

from models.layout import SURFACE_COLUMNS, SURFACE_ROWS, SURFACES
from perception.surface import see


def made_of(name: str) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    log_odds = np.zeros((len(SURFACES), SURFACE_ROWS, SURFACE_COLUMNS), dtype=np.float32)
    log_odds[SURFACES.index(name)] = 8.0
    return log_odds


@pytest.mark.parametrize("name", SURFACES)
def test_a_floor_of_one_kind_is_named(name: str) -> None:
    found = see(5, made_of(name))
    assert (found.t_ns, found.ahead) == (5, name)
    assert found.sure > 0.99
    assert (found.codes == SURFACES.index(name)).all()


def test_what_lies_beside_and_beyond_is_not_ahead() -> None:
    log_odds = made_of("rug")
    log_odds[:, -3:, 7:13] = made_of("wood")[:, -3:, 7:13]
    assert see(0, log_odds).ahead == "wood"


def test_a_guess_is_not_sure() -> None:
    assert see(0, np.zeros_like(made_of("rug"))).sure == pytest.approx(1 / len(SURFACES))

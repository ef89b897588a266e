"""A colour is named when the eyes are sure of it."""

from __future__ import annotations

import numpy as np
import pytest

from models.layout import COLOURS
from perception import colour


@pytest.mark.parametrize("name", COLOURS)
def test_a_sure_colour_has_its_name(name: str) -> None:
    log_odds = np.zeros(len(COLOURS), dtype=np.float32)
    log_odds[COLOURS.index(name)] = 5.0
    assert colour.name(log_odds) == name


def test_an_unsure_colour_has_no_name() -> None:
    assert colour.name(np.zeros(len(COLOURS), dtype=np.float32)) == ""


def test_the_threshold_is_a_probability() -> None:
    log_odds = np.full(len(COLOURS), -50.0, dtype=np.float32)
    log_odds[:2] = np.log([0.6, 0.4])
    assert colour.name(log_odds, least=0.59) == "red"
    assert colour.name(log_odds, least=0.61) == ""


def test_the_names_are_those_of_the_simulated_things() -> None:
    from robot.sim.kinds import COLOURS as PAINTS

    assert tuple(PAINTS) == COLOURS

from __future__ import annotations

import numpy as np
import pytest

from models.layout import COLOUR, COLOURS, EMBEDDING, SEEN, THING, VECTOR, cells
from perception.decode import Decoder
from perception.taught import is_own
from perception.tint import evidence, shares

RED, BLUE = COLOURS.index("red"), COLOURS.index("blue")


def looks(colour: int) -> np.ndarray:
    return np.where(np.arange(len(COLOURS)) == colour, 6.0, 0.0).astype(np.float32)


def test_shares_are_of_one() -> None:
    given = shares(np.random.default_rng(0).normal(0, 40, (30, len(COLOURS))))
    assert (given >= 0).all() and np.allclose(given.sum(axis=1), 1.0, atol=1e-5)


def test_the_own_colour_speaks_for_it_and_another_against_it() -> None:
    tints = np.stack([shares(looks(RED)[None])[0], np.zeros(len(COLOURS))])
    told = evidence(np.stack([looks(RED), looks(BLUE)]), tints)
    assert told[0, 0] > 1.0 and told[1, 0] < -1.0
    assert (told[:, 1] == 0).all()  # a kind may have any colour


@pytest.mark.parametrize(("tinted", "kinds"), [(True, [1, 0]), (False, [1, 1])])
def test_a_thing_of_another_colour_is_not_the_one_that_was_shown(tinted: bool, kinds: list[int]) -> None:
    numbers = np.full((len(cells()[0]), SEEN), -9.0, dtype=np.float32)
    prototypes = np.eye(EMBEDDING, dtype=np.float32)[:2]
    for cell, colour in ((5, RED), (400, BLUE)):
        numbers[cell, THING] = 5.0
        numbers[cell, VECTOR] = 0.6 * prototypes[0] + 0.65 * prototypes[1]
        numbers[cell, COLOUR] = looks(colour)
    tints = shares(looks(RED)[None]) if tinted else None
    found = Decoder(prototypes, 10.0, tints=tints)(numbers)
    order = np.argsort(-found.colour[:, RED])
    assert found.kind[order].tolist() == kinds


@pytest.mark.parametrize(("name", "own"), [("my mug", True), ("grandma's urn", True), ("a mug", False), ("mug", False)])
def test_what_is_somebodys_is_one_very_thing(name: str, own: bool) -> None:
    assert is_own(name) is own

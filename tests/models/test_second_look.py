"""What the second network says of a thing takes its place among the numbers; nothing else is spoken of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from models.layout import (
    BOX,
    CELL,
    COLOUR,
    COLOURS,
    CROP_PX,
    GLANCED,
    LOOK,
    PLACE,
    RANGE,
    SEEN,
    THING,
    VECTOR,
    cells,
)
from models.second_look import MOST, SecondLook


class Network:
    """Sees how bright each crop is: bright ones point along the last axis, dark ones along the first."""

    def __init__(self, wrong: bool = False) -> None:
        self.asked: list[int] = []
        self._places = PLACE + wrong

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="crops", shape=["N", CROP_PX, CROP_PX, 3]),
                SimpleNamespace(name="places", shape=["N", self._places])]

    def get_outputs(self) -> list[Any]:
        return [SimpleNamespace(name=name, shape=["N", size])
                for name, size in (("vector", LOOK), ("colour", len(COLOURS)), ("thing", 1))]

    def run(self, wanted: list[str], feed: dict[str, Any]) -> list[Any]:
        crops = feed["crops"]
        self.asked.append(len(crops))
        bright = crops.mean(axis=(1, 2, 3)) > 100
        vectors = np.zeros((len(crops), LOOK), np.float32)
        vectors[:, 0], vectors[:, -1] = 7 * ~bright, 7 * bright
        colours = np.tile(np.arange(len(COLOURS), dtype=np.float32), (len(crops), 1))
        return [vectors, colours, np.where(bright, 1.5, 0.0).astype(np.float32)[:, None]]


def nothing() -> np.ndarray[Any, np.dtype[np.float32]]:
    numbers = np.zeros((len(cells()[0]), CELL), np.float32)
    numbers[:, THING] = -9.0
    return numbers


def put(numbers: Any, cell: int, log_odds: float, reach: float = 2.0) -> None:
    numbers[cell, THING], numbers[cell, BOX], numbers[cell, RANGE] = log_odds, reach, 5.0
    numbers[cell, GLANCED.start] = 3.0


def test_nothing_found_is_nothing_looked_at() -> None:
    network = Network()
    seen = SecondLook(network, 0.5)(np.zeros((240, 320, 3), np.uint8), nothing())
    assert seen.shape == (len(cells()[0]), SEEN)
    assert seen[:, THING].max() < -9
    assert network.asked == []


def test_a_thing_gets_both_vectors_and_the_second_ones_colour() -> None:
    numbers, picture = nothing(), np.zeros((240, 320, 3), np.uint8)
    picture[:, 160:] = 255
    put(numbers, 40 * 15 + 5, 3.0)
    put(numbers, 40 * 15 + 35, 2.0)
    seen = SecondLook(Network(), 0.36)(picture, numbers)
    dark, bright = seen[40 * 15 + 5], seen[40 * 15 + 35]
    assert [dark[THING], bright[THING]] == [3.0, 3.5]
    assert np.linalg.norm(seen[[605, 635]][:, VECTOR], axis=1) == pytest.approx([1.0, 1.0])
    assert dark[VECTOR].nonzero()[0].tolist() == [0, 48]
    assert dark[VECTOR][[0, 48]] == pytest.approx([0.8, 0.6])
    assert bright[VECTOR].nonzero()[0].tolist() == [0, 95]
    assert dark[COLOUR].argmax() == len(COLOURS) - 1
    assert (np.delete(seen, [605, 635], axis=0)[:, THING] < -9).all()


def test_a_box_that_a_surer_one_covers_is_not_looked_at() -> None:
    numbers, network = nothing(), Network()
    put(numbers, 605, 1.0, 4.0)
    put(numbers, 606, 3.0, 4.0)
    put(numbers, 620, 2.0, 4.0)
    seen = SecondLook(network, 0.5)(np.zeros((240, 320, 3), np.uint8), numbers)
    assert np.flatnonzero(seen[:, THING] > -9).tolist() == [606, 620]
    assert network.asked == [2, 2], "each in a mirror too"


def test_of_very_many_the_surest_are_looked_at() -> None:
    numbers, network = nothing(), Network()
    for number in range(30):
        put(numbers, 40 * (2 * (number // 10)) + 4 * (number % 10), 0.1 * number, 0.9)
    seen = SecondLook(network, 0.5)(np.zeros((240, 320, 3), np.uint8), numbers)
    assert network.asked == [MOST, MOST]
    assert (seen[:, THING] > -9).sum() == MOST
    assert seen[seen[:, THING] > -9, THING].min() == pytest.approx(0.1 * (30 - MOST))


def test_a_network_with_other_inputs_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the second network has .*'places': \[12\].*, not .*'places': \[11\]"):
        SecondLook(Network(wrong=True), 0.5)

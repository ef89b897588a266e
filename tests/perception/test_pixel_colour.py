"""A plain thing before a plain wall has its colour's name, whatever the wall's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.layout import COLOURS
from perception.pixel_colour import ANCHORS, lab, name

BOX = (40.0, 30.0, 80.0, 90.0)


def picture(thing: tuple[int, int, int], wall: tuple[int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = np.full((120, 160, 3), wall, dtype=np.uint8)
    image[30:90, 40:80] = thing
    return image


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("wall", COLOURS)
def test_a_plain_thing_has_its_name(colour: str, wall: str) -> None:
    assert name(picture(ANCHORS[colour][0], ANCHORS[wall][0]), BOX) == colour


def test_background_that_shows_through_does_not_count() -> None:
    image = picture(ANCHORS["red"][0], ANCHORS["beige"][0])
    image[30:90, 40:80][np.indices((60, 40)).sum(0) % 5 < 3] = ANCHORS["beige"][0]  # a chair: more gaps than wood
    assert name(image, BOX) == "red"


def test_a_thing_of_many_colours_has_none() -> None:
    image = picture(ANCHORS["red"][0], (255, 255, 255))
    for row, colour in enumerate(("green", "blue", "yellow", "purple")):
        image[42 + 9 * row : 51 + 9 * row, 40:80] = ANCHORS[colour][0]
    assert name(image, BOX) == ""


@given(st.tuples(*[st.floats(-50, 250)] * 4))
def test_any_box_is_answered(box: tuple[float, float, float, float]) -> None:
    assert name(picture((10, 20, 30), (200, 100, 50)), box) in ("", *COLOURS)


def test_lab_is_that_of_the_standard() -> None:
    corners = lab(np.array([[255, 255, 255], [0, 0, 0], [255, 0, 0]], dtype=np.uint8))
    assert corners[0] == pytest.approx([100, 0, 0], abs=0.05)
    assert corners[1] == pytest.approx([0, 0, 0], abs=0.05)
    assert corners[2] == pytest.approx([53.24, 80.09, 67.20], abs=0.1)

"""What the car can't do is said before it drives off."""

from __future__ import annotations

import pytest

from language.ability import why_not
from language.parser import understand

KINDS = frozenset({"chair", "lamp"})


@pytest.mark.parametrize(("text", "said"), [
    ("go to the chair", ""),
    ("go to the zebra", "zebra"),
    ("turn left and then find an umbrella", "an umbrella"),
    ("if you see a chair go to the zebra", "zebra"),
    ("find my keys", "what keys look like"),
    ("follow me", "where you are"),
    ("turn north", "no compass"),
    ("go behind the lamp", ""),
    ('remember this place as "base", turn left, then go to base', ""),
    ('go to base, then remember this place as "base"', "base"),
])
def test_what_can_be_tried_is_tried_and_the_rest_is_named(text: str, said: str) -> None:
    program = understand(text).program
    assert program is not None
    answer = why_not(program, KINDS)
    assert said in answer and bool(said) == bool(answer)

"""Where the parser hands over to route language, and where it doesn't."""

from __future__ import annotations

import pytest

from language.parser import understand

FACTS = {
    "position 3 is at the end of the hall": "go to the end of the hall",
    "position 3 is two blocks past the lamp": "go forward 2 blocks past the lamp",
    "there should be a wall behind you": "expect that you see the wall behind you",
    "you are now at a t intersection": "expect that you are at the t intersection",
}


@pytest.mark.parametrize(("text", "program"), FACTS.items())
def test_what_is_said_as_a_fact_about_ways_is_understood(text: str, program: str) -> None:
    assert str(understand(text).program) == program


@pytest.mark.parametrize("text", ["the chair is on your left", "go forward 2", "bring me the box at the end of the hall"])
def test_what_is_no_route_is_left_to_the_parser(text: str) -> None:
    reading = understand(text)
    assert reading.stop or reading.refusals or reading.program is None


@pytest.mark.parametrize("text", ["stop. position 3 is at the end of the hall", "position 3 is at the end of the hall, stop"])
def test_stop_still_wins(text: str) -> None:
    assert understand(text).stop

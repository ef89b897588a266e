"""Talk in which an order can only be guessed at moves nothing: the car asks."""

from __future__ import annotations

import pytest

from language.dialogue import Dialogue
from language.parser import understand

TALK = (
    "can elephants really dream", "do you believe in miracles", "who wrote that book about vampires", "how do you spell rhythm",
    "the football match ended in a draw yesterday", "she plays the trumpet in an orchestra",
)  # fmt: skip


@pytest.mark.parametrize("text", TALK)
def test_talk_is_no_order(text: str) -> None:
    assert understand(text).program is None


@pytest.mark.parametrize("text", ["trun left", "lefft turn", "go to the kitchn", "ninety degrees left", "forwrd two feat"])
def test_an_order_with_a_slip_is_one(text: str) -> None:
    reading = understand(text)
    assert reading.program is not None
    assert not reading.doubtful


def test_what_was_guessed_is_asked_for() -> None:
    reading = understand("can elephants really dream")
    assert reading.doubtful
    assert reading.sentence == "I'm not sure that was for me. Did you mean: turn left 90°?"


def test_yes_carries_out_what_was_guessed_and_no_nothing() -> None:
    dialogue = Dialogue()
    assert dialogue.hear("can elephants really dream").program is None
    assert str(dialogue.hear("yes").program) == "turn left 90°"
    dialogue.hear("can elephants really dream")
    assert dialogue.hear("no").sentence == "Then I do nothing. Say it in other words."
    assert dialogue.hear("yes").program != dialogue.hear("turn left").program


def test_another_order_is_that_order_alone() -> None:
    dialogue = Dialogue()
    dialogue.hear("can elephants really dream")
    assert str(dialogue.hear("back up two meters").program) == "go back 2 m"
    dialogue.hear("can elephants really dream")
    assert str(dialogue.hear("right").program) == "turn right 90°"

from __future__ import annotations

import pytest

from language.ability import why_not
from language.dialogue import Dialogue
from language.parser import understand

KINDS = frozenset({"chair", "sofa"})


@pytest.mark.parametrize(
    ("texts", "program"),
    [
        (["turn fifty degrees", "right"], "turn right 50°"),
        (["go forward 5", "metres"], "go forward 5 m"),
        (["go to the chair", "no, the other one"], "I mean the other chair"),
        (["go to the chair", "no, the blue one"], "I mean the blue chair"),
        (["go to the chair", "I mean the one next to the sofa"], "I mean the chair next to the sofa"),
        (["go to the chair", "not that one"], "I mean the other chair"),
        (["go to the chair", "no, not that one, the red one"], "I mean the red chair"),
        (["go to the chair", "wrong chair"], "I mean the other chair"),
        (["go to the chair", "the chair by the door"], "I mean the chair next to the door"),
        (["go to the chair", "on the left"], "I mean the chair on your left"),
        (["go to the chair", "no, by the sofa"], "I mean the chair next to the sofa"),
        (["go to the chair", "behind the sofa"], "go to the place behind the sofa"),
        (["find a ball", "next"], "I mean the other ball"),
        (["go to the chair", "why did you stop?", "no, the other one"], "I mean the other chair"),
        (["go to the chair and take a photo", "no, the blue one", "again"], "go to the blue chair · then take a photo"),
        (["go to the chair and take a photo", "no, the sofa"], "go to the sofa · then take a photo"),
        (["go to the chair", "sorry, the sofa"], "go to the sofa"),
        (["take a photo", "another one"], "take a photo"),
        (["go to the chair", "why did you stop?", "again"], "go to the chair"),
        (["go to the chair", "stop", "again"], "go to the chair"),
        (["the red chair", "go to it"], "go to the red chair"),
        (["find", "the ball"], "find the ball"),
        (["turn fifty degrees", "either"], "turn left 50°"),
        (["turn fifty degrees", "right, then take a photo"], "turn right 50° · then take a photo"),
        (["turn fifty degrees", "what can you do?"], "tell me what you can do"),
        (["go forward 5", "feet and then turn left"], "go forward 1.524 m · then turn left 90°"),
        (["turn left", "no, right"], "turn right 90°"),
        (["find the red chair", "go to it"], "go to the red chair"),
        (["turn left and take a photo", "again"], "turn left 90° · then take a photo"),
        (["turn fifty degrees", "take a photo"], "take a photo"),
        (["go to the chair", "stop"], "stop"),
        (["bring me the chair"], 'say "I can\'t bring the chair: I have no arms." · then go to the chair'),
    ],
)
def test_a_text_means_what_it_means_after_those_before(texts: list[str], program: str) -> None:
    dialogue = Dialogue()
    for text in texts:
        reading = dialogue.hear(text)
    assert str(reading.program) == program


def test_names_are_remembered() -> None:
    dialogue = Dialogue()
    dialogue.hear('remember this place as "home"')
    assert dialogue.names == {"home"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("go to the red chair", ""),
        ("go behind the sofa", ""),
        ("go to the zebra", "I don't know what a zebra looks like."),
        ("go behind the oak", "I don't know what an oak looks like."),
        ("turn left twice and find the zebra three times", "I don't know what a zebra looks like."),
        ("turn north", "I have no compass, so I don't know where north is. Say left or right."),
    ],
)
def test_what_cannot_be_done_is_said_at_once(text: str, sentence: str) -> None:
    program = understand(text).program
    assert program is not None
    assert why_not(program, KINDS) == sentence

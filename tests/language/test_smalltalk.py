from __future__ import annotations

import pytest

from language.dialogue import Dialogue
from language.lexicon import lexicon
from language.smalltalk import set_phrase, talk_words
from robot.program import Program

TOLD = {
    "help": "tell me what you can do",
    "helpp": "tell me what you can do",
    "what can you do?": "tell me what you can do",
    "hello, who are you?": "tell me who you are",
    "where are you": "tell me where you are",
    "are we there yet?": "tell me where you are going",
    "what happened?": "tell me why you stopped",
    "why did you turn left?": "tell me why you stopped",
    "what's around you?": "tell me what you see",
    "do you see the red chair?": "tell me what you see",
    "is there a chair in the kitchen": "tell me what you see",
    "how much battery do you have?": "tell me how full the battery is",
    "keep going": "continue",
    "don't stop": "continue",
    "wrong way": "turn left 180°",
    "🛑": "stop",
    "don't": "stop",
    "that's enough": "stop",
}
REMARKS = {
    "hello": "Hello. Tell me where to go, or ask what I can do.",
    "Good morning!": "Hello. Tell me where to go, or ask what I can do.",
    "thank you so much": "You are welcome.",
    "sorry": "No harm done.",
    "you idiot": "That went wrong, it seems. Tell me what to do instead.",
    "faster": "I have only one speed.",
    "can you hear me?": "I hear you.",
    "come here": "I can't tell where you are. Name a thing near you.",
    "merci": "I only understand English.",
    "how far is the chair?": "I can't answer that yet.",
}


@pytest.mark.parametrize("text", TOLD)
def test_set_phrases_stand_for_instructions(text: str) -> None:
    assert str(Dialogue().hear(text).program) == TOLD[text]


@pytest.mark.parametrize("text", REMARKS)
def test_remarks_are_answered_and_move_nothing(text: str) -> None:
    reading = Dialogue().hear(text)
    assert (reading.program, reading.sentence) == (None, REMARKS[text])


@pytest.mark.parametrize(
    "text", ["help me find the ball", "hello, go to the chair", "wait", "go on to the sofa", "say hello", "good, take a photo"]
)
def test_only_whole_texts_are_set_phrases(text: str) -> None:
    assert set_phrase(text, lexicon()) is None


def test_every_set_phrase_that_stands_for_an_instruction_stands_for_one_that_is_understood() -> None:
    instructions = talk_words(lexicon()).values("means") | talk_words(lexicon()).values("asks")
    dialogue = Dialogue()
    dialogue.hear("go to the chair")
    for instruction in instructions:
        assert isinstance(dialogue.hear(instruction).program, Program), instruction

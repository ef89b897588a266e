from __future__ import annotations

import pytest

from language.parser import understand

SENTENCES = {
    "go to the red chair and take a photo": "I'll go to the red chair, then take a photo.",
    "go five feet forward": "I'll go forward 1.52 m.",
    "go half way to the door": "I'll go half the way to the door.",
    "find the chair on your left": "I'll find the chair on my left.",
    "go forward until you see the lamp": "I'll go forward until I see the lamp.",
    "take a photo twice": "I'll take a photo, twice.",
    "turn all the way around and take a picture every ninety degrees": "I'll take a photo and turn left 90°, 4 times.",
    "if you see a chair, stop, otherwise turn left": "I'll stop if I see the chair, otherwise turn left 90°.",
    "turn left unless you see the lamp": "I'll turn left 90° unless I see the lamp.",
    "you should see a lamp on your left": "I'll check that I see the lamp on my left.",
    "wait": "I'll wait until you tell me to go on.",
    'say "you see the chair"': 'I\'ll say "you see the chair".',
    "continue": "I'll go on.",
    "bring me the ball": "I can't bring the ball: I have no arms. I'll go to the ball.",
    "drive slowly to the chair": "I'll go to the chair. I have only one speed.",
    "gribble go to the chair": 'I\'ll go to the chair. I left out "gribble".',
    "stop you blithering thing": "I'll stop.",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_what_was_understood_is_confirmed_in_one_sentence(text: str) -> None:
    assert understand(text).sentence == SENTENCES[text]


def test_a_long_program_is_told_by_its_beginning() -> None:
    text = ", then ".join(["turn left", "take a photo"] * 5)
    assert understand(text).sentence.endswith("then turn left 90°, and 5 more steps.")

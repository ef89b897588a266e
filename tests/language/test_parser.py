from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.lexicon import lexicon
from language.parser import LIMIT_CHARACTERS, understand
from robot.program import Find, Goto, Photo, Program, Travel, Turn

UNDERSTOOD = {
    "go to the red chair": "go to the red chair",
    "Go to the RED chair!": "go to the red chair",
    "go to the big, red chair": "go to the large red chair",
    "go to a little chair": "go to the small chair",
    "drive over to the big blue sofa": "go to the large blue sofa",
    "stop by the red chair": "go to the red chair",
    "go back to the couch": "go to the sofa",
    "go find the couch": "find the sofa",
    "where is the green ball?": "find the green ball",
    "face the sofa": "find the sofa",
    "find the ball and take a photo": "find the ball · then take a photo",
    "find the ball and go to it": "find the ball · then go to the ball",
    "find the ball and the chair": "find the ball · then find the chair",
    "take a picture of the red chair": "find the red chair · then take a photo",
    "take a photo by the red chair": "go to the red chair · then take a photo",
    "turn left": "turn left 90°",
    "take a left": "turn left 90°",
    "turn around": "turn left 180°",
    "turn right 90 degrees": "turn right 90°",
    "turn right 90": "turn right 90°",
    "turn 180 degrees": "turn left 180°",
    "rotate 45 degrees to the left": "turn left 45°",
    "make a ninety degree turn to your left": "turn left 90°",
    "to your right turn forty-five degrees": "turn right 45°",
    "turn another one eighty to your right": "turn right 180°",
    "do a 360": "turn left 360°",
    "do a half turn": "turn left 180°",
    "turn left a little": "turn left 15°",
    "move ninety degrees left": "turn left 90°",
    "move forward five feet": "go forward 1.524 m",
    "go forward 2 m": "go forward 2 m",
    "go forward .5 m": "go forward 0.5 m",
    "back up 30 centimetres": "go back 0.3 m",
    "back up": "go back 0.5 m",
    "move three more feet forward": "go forward 0.9144 m",
    "drive six inches": "go forward 0.1524 m",
    "go two yards back": "go back 1.8288 m",
    "go forward a little": "go forward 0.2 m",
    "go forward half a metre": "go forward 0.5 m",
    "go forward one and a half metres": "go forward 1.5 m",
    "go forward a foot and a half": "go forward 0.4572 m",
    "go forward around three feet": "go forward 0.9144 m",
    "go forward as far as you can": "go forward as far as possible",
    "back up as far as possible": "go back as far as possible",
    "move one foot to your left": "turn left 90° · then go forward 0.3048 m",
    "take a photo": "take a photo",
    "could you take a picture please": "take a photo",
    "show me what you see": "take a photo",
    "take two photos": "take a photo · then take a photo",
    "stop": "stop",
    "cancel that": "stop",
    "go forward two feet and stop": "go forward 0.6096 m",
    "turn left and go forward 1 m, then take a picture please": "turn left 90° · then go forward 1 m · then take a photo",
    "turn left turn right": "turn left 90° · then turn right 90°",
    "move forward . five feet . and turn right": "go forward 1.524 m · then turn right 90°",
}

ANSWERS = {
    "": 'You said nothing. Try "go to the red chair" or "turn left 90 degrees".',
    "please": 'There is nothing to do in that. Try "go to the red chair" or "turn left 90 degrees".',
    "go to the zebra": "I don't know the word zebra.",
    "go to the zebra and the gnu": "I don't know the words zebra and gnu.",
    "je ne comprends pas la phrase": "I only understand English. I don't know the words je, ne, comprends, pas and 2 more.",
    "走到红色的椅子": "I only understand English. I don't know the word 走到红色的椅子.",
    "turn north": "I have no compass yet, so I don't know where north is. Say left or right.",
    "go half way": 'I can\'t judge parts of a distance yet ("half way").',
    "don't turn left": 'I can\'t use "not" yet; tell me what to do instead ("don\'t").',
    "turn left of the chair": 'I can\'t use places relative to other things yet ("left of").',
    "bring me the ball": 'I have no arms ("bring").',
    "go there": 'I don\'t know what "there" is. Name the thing.',
    "the red chair": "What should I do with the red chair? I can go to the red chair, find it or take a photo of it.",
    "turn right at the lamp": 'I can\'t do "turn right at the lamp" yet. I can go to the lamp, find it or take a photo of it.',
    "go": 'Go where? Try "go to the red chair" or "turn left 90 degrees".',
    "stop turning left": 'I don\'t understand "stop turning left". To stop, just say stop.',
    "go to the red": "The red what? Name the thing.",
    "turn 50 degrees": "Turn which way, left or right?",
    "go forward 5": "5 what? Say metres, centimetres, feet or inches.",
    "go forward 5000 km": "I can drive up to 100 m at a time, not 5000 km.",
    "go forward -2 m": "I can drive up to 100 m at a time, not -2 m.",
    "turn left 0 degrees": "I can turn by up to 1080 degrees, not by 0 degrees.",
    "take 11 photos": "I can take 1 to 10 photos, not 11.",
    "take two and a half photos": "I can take 1 to 10 photos, not two and a half.",
    "go forward 2 m 3 m": 'I can\'t do both "2 m" and "3 m" at once. Say one after the other.',
    "find": "Find what? Name the thing.",
    "go near": '"near" what? Name the thing.',
    "turn left two feet": 'I don\'t understand "turn left two feet". Say left or right, and how many degrees.',
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_understood(text: str) -> None:
    assert str(understand(text).program) == UNDERSTOOD[text]


@pytest.mark.parametrize("text", ANSWERS)
def test_answered_honestly(text: str) -> None:
    reading = understand(text)
    assert (reading.program, reading.sentence) == (None, ANSWERS[text])


@pytest.mark.parametrize(
    "text", ["12345", "\x00\x1b[A\x07", "🤖🤖", "٣", "½", "9" * 900, "go " * 200, "two " * 200, ". . , !", "and then"]
)
def test_nonsense_moves_nothing(text: str) -> None:
    reading = understand(text)
    assert reading.program is None
    assert reading.sentence


def test_a_text_that_is_too_long_is_refused_with_the_limit() -> None:
    reading = understand("go forward " * 1000)
    assert reading.program is None
    assert "11,000" in reading.sentence
    assert f"{LIMIT_CHARACTERS:,}" in reading.sentence


def test_a_step_keeps_the_words_it_came_from() -> None:
    program = understand("please turn left ninety degrees, then go to the big red chair").program
    assert program is not None
    assert [step.words for step in program.steps] == ["please turn left ninety degrees", "go to the big red chair"]
    assert isinstance(program.steps[1], Goto)
    assert program.steps[1].landmark.words == "big red chair"


# ---- properties --------------------------------------------------------------------------------------------------

PHRASES = st.sampled_from(
    sorted({*"turn go left right the chair red a and then , . two feet 90 degrees half stop photo find".split()})
)


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_program_or_a_sentence(text: str) -> None:
    reading = understand(text)
    assert reading.sentence
    assert reading.program is None or reading.program.steps


@given(st.lists(PHRASES, max_size=14).map(" ".join))
@settings(max_examples=250, deadline=None)
def test_any_mix_of_known_words_gives_sane_motions_or_a_sentence(text: str) -> None:
    reading = understand(text)
    assert reading.sentence
    for step in reading.program.steps if reading.program else ():
        match step:
            case Turn():
                assert 0 < abs(step.angle_rad) <= math.radians(1080) + 1e-9
            case Travel():
                assert 0 < step.distance_m <= 100
            case Goto() | Find():
                assert step.landmark.kind == "chair"


@given(st.sampled_from(sorted(lexicon().values("kind"))), st.sampled_from(sorted(lexicon().values("colour"))))
def test_every_kind_in_every_colour_can_be_gone_to(kind: str, colour: str) -> None:
    program = understand(f"go to the {colour} {kind}").program
    assert isinstance(program, Program)
    (step,) = program.steps
    assert isinstance(step, Goto)
    assert (step.landmark.kind, step.landmark.colour) == (kind, colour)


@given(st.integers(1, 1000), st.sampled_from([("left", 1), ("right", -1)]))
def test_turns_round_trip(degrees: int, side: tuple[str, int]) -> None:
    program = understand(f"turn {side[0]} {degrees} degrees").program
    assert program is not None
    assert isinstance(program.steps[0], Turn)
    assert math.isclose(program.steps[0].angle_rad, side[1] * math.radians(degrees))


def test_a_photo_step_is_made_for_each_photo() -> None:
    program = understand("take three photos").program
    assert program is not None
    assert [type(step) for step in program.steps] == [Photo] * 3

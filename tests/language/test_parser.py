from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from language.lexicon import lexicon
from language.parser import LIMIT_CHARACTERS, understand
from robot.program import Find, Goto, Photo, Program, Travel, Turn, plain
from tests.language.programs import programs

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
    "face the sofa": "face the sofa",
    "go to the zebra and the gnu": "go to the zebra · then go to the gnu",
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
    "back up": "go back",
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
    "turn north": "turn to the north",
    "go north two feet": "turn to the north · then go forward 0.6096 m",
    "turn to your two o'clock": "turn right 60°",
    "go half way": "go forward 0.5 of the way",
    "go halfway to the door": "go 0.5 of the way to the door",
    "turn right at the lamp": "turn right 90° at the lamp",
    "take the second left": "turn left 90° at the 2nd intersection on your left",
    "turn left two feet": "turn left 90° · then go forward 0.6096 m",
    "go behind the sofa": "go to the place behind the sofa",
    "find the cup next to the lamp on the table": "find the cup next to (the lamp on the table)",
    "the chair between the lamp and the sofa, go to it": "go to the chair between the lamp and the sofa",
    "bring me the ball": "go to the ball",
    "open the door": "go to the door",
    "go forward until you see the red chair": "go forward until you see the red chair",
    "keep going while you see the chair": "go forward while you see the chair",
    "go past the sofa to the lamp": "go forward past the sofa · then go to the lamp",
    "go along the hall until you can't go on": "go forward along the hall until you can't go on",
    "go through the door on your left, find the plant and take a photo, then come back":
    "go forward through the door on your left · then find the plant · then take a photo · then come back",
    "if you see a chair, stop, otherwise go forward two feet": "if you see the chair (stop) otherwise (go forward 0.6096 m)",
    "turn left unless you see the lamp": "unless you see the lamp (turn left 90°)",
    "when you see the lamp turn left": "go forward until you see the lamp · then turn left 90°",
    "take a photo three times": "repeat 3 times (take a photo)",
    "turn left twice": "repeat 2 times (turn left 90°)",
    "turn all the way around and take a picture every ninety degrees": "repeat 4 times (take a photo · then turn left 90°)",
    "you should see a lamp on your left": "expect that you see the lamp on your left",
    "follow the man": "follow the person",
    "wait five seconds": "wait for 5 s",
    'remember this place as "home"': 'remember this place as "home"',
    "remember this place as home": 'remember this place as "home"',
    "call this home": 'remember this place as "home"',
    "remember this as the garage": 'remember this place as "garage"',
    "remember the red chair as my throne": 'remember the red chair as "throne"',
    "tell me when you see the chair": 'wait until you see the chair · then say "Now I see the chair"',
    "warn me if you see a dog": 'wait until you see the dog · then say "Now I see the dog"',
    "help me find the ball": "find the ball",
    "what did you understand?": "tell me what you understood",
    "why did you stop": "tell me why you stopped",
    "continue": "continue",
    "stop turning left": "stop",
    # How people really talk: restarts, corrections, repetitions, typos, mishearings.
    "move forward five feet, correction, three feet": "go forward 0.9144 m",
    "turn left i mean right": "turn right 90°",
    "go to the chair, sorry, no, the sofa": "go to the sofa",
    "turn ninety degrees to the uh turn forty five degrees to the left": "turn left 45°",
    "turn right nine uh ninety degrees": "turn right 90°",
    "take a picture . take a picture": "take a photo",
    "to your left . turn thirty degrees": "turn left 30°",
    "turn fifteen degrees . and take a picture . to your right": "turn right 15° · then take a photo",
    "trun left forty five degres and tak a pitcher": "turn left 45° · then take a photo",
    "move forward to feet": "go forward 0.6096 m",
    "turn around and go back to feet": "turn left 180° · then go back 0.6096 m",
    "turn write ninety degrees": "turn right 90°",
    "go to the chiar": "go to the chair",
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
    "je ne comprends pas la phrase": "I only understand English. I don't know the words je, ne, comprends, pas and 2 more.",
    "走到红色的椅子": "I only understand English. I don't know the word 走到红色的椅子.",
    "don't turn left": 'I can\'t use "not" yet; tell me what to do instead ("don\'t turn left").',
    "pick up": 'I can\'t take: I have no arms ("pick up").',
    "go there": 'I don\'t know what "there" is. Name the thing.',
    "the red chair": "What should I do with the red chair? I can go to the red chair, find it or take a photo of it.",
    "go": 'Go where? Try "go to the red chair" or "turn left 90 degrees".',
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
    "tell me a secret": 'I can\'t tell you that. Ask, for example, "what do you see?"',
    "go near": '"near" what? Name the thing.',
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
    assert [step.words for step in program.steps] == ["turn left ninety degrees", "go to the big red chair"]
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
                assert step.landmark.kind in ("chair", "place")


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


# ---- the k best --------------------------------------------------------------------------------------------------------


def test_a_missing_side_is_asked_for_and_both_readings_are_at_hand() -> None:
    reading = understand("turn 50 degrees")
    assert [str(hypothesis.program) for hypothesis in reading.programs] == ["turn left 50°", "turn right 50°"]
    assert math.isclose(sum(hypothesis.score for hypothesis in reading.programs), 1)
    assert reading.program is None
    assert reading.sentence == "Turn which way, left or right?"


def test_readings_come_best_first_and_at_most_k() -> None:
    text = "take a photo . take a photo . turn 50 degrees . take a photo . take a photo"
    for k in range(1, 6):
        scores = [hypothesis.score for hypothesis in understand(text, k=k).programs]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) == k


def test_what_the_car_cannot_do_is_said_and_the_rest_is_done() -> None:
    reading = understand("open the fridge and take a photo")
    assert str(reading.program) == "go to the fridge · then take a photo"
    assert reading.refusals == ("I can't open the fridge: I have no arms.",)


def test_every_span_says_what_it_was_taken_for() -> None:
    text = "Please turn LEFT, ninety degrees"
    spans = understand(text).spans
    assert [(text[span.start : span.end], span.meaning) for span in spans] == [
        ("Please", "affirm: yes"), ("turn", "verb: turn"), ("LEFT", "side: left"), (",", "join: and"),
        ("ninety degrees", "angle: angle"),
    ]  # fmt: skip


# ---- printing and reading back -----------------------------------------------------------------------------------------


@given(programs())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_printed_program_reads_back_to_itself(program: Program) -> None:
    text = str(program)
    assume(len(text) <= LIMIT_CHARACTERS)
    reading = understand(text, k=1)
    assert reading.program is not None, reading.sentence
    assert plain(reading.program) == program


# ---- stop --------------------------------------------------------------------------------------------------------------

CHATTER = st.sampled_from("turn left go to the red chair take a photo ninety two feet and then please kitchen no if".split())


@given(st.lists(CHATTER, max_size=10), st.lists(CHATTER, max_size=10), st.sampled_from(["stop", "STOP!", "halt", "freeze"]))
@settings(max_examples=250, deadline=None)
def test_stop_wins_wherever_it_stands(before: list[str], after: list[str], stop: str) -> None:
    text = " ".join([*before, ".", stop, ".", *after])
    assert understand(text).stop, text


@pytest.mark.parametrize(
    "text", ["go forward stop", "turn left . stop", "no no stop stop stop", "go to the kitchen and stop", "stop . take a photo"]
)
def test_stop_stops_in_the_middle_of_speech(text: str) -> None:
    assert understand(text).stop


@pytest.mark.parametrize(
    "text",
    ["stop by the red chair", "stop in front of the sofa", "if you see a chair, stop", "don't stop", "stop when you see me"],
)
def test_a_stop_that_is_a_place_or_a_condition_is_none(text: str) -> None:
    assert not understand(text).stop

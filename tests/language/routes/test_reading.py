"""What sentences are read as, before any world has a say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.routes.reader import read_route
from language.routes.words import one_slip, read_words, route_lexicon

PROGRAMS = {
    "turn left": "turn left 90°",
    "walk forward three alleys": "go forward 3 blocks",
    "go down the mossy hallway": "face the mossy hall",
    "face the wall": "face the wall",
    "with your back to the stove, turn right": "face away from the stove · then turn right 90°",
    "take the third alley on your left": "turn left 90° at the 3rd turning",
    "go left, then right, then left": "turn left 90° · then turn right 90° · then turn left 90°",
    "walk past the stove to the corner": "go forward past the stove until you are at the corner",
    "walk two blocks past the stove": "go forward 2 blocks past the stove",
    "follow the mossy hall until it crosses the tin one": "go forward along the mossy hall until you are at the tin",
    "at the corner of the tin hall turn right": "go forward until you are at the tin corner · then turn right 90°",
    "there is a stove on your left": "expect that you see the stove on your left",
    "to your left is a stove": "expect that you see the stove on your left",
    "you should be facing the stove": "expect that you see the stove in front of you",
    "position 3 is at the end of the hall": "go to the end of the hall",
    "3 is two blocks past the stove": "go forward 2 blocks past the stove",
    "turn so that the stove is behind you": "turn until you see the stove behind you",
    "go to the crossing of the tin and the mossy hall": (
        "go forward until you are at the intersection of the tin and the mossy hall"
    ),
    "keep on until the floor turns into moss": "go forward until you are at the moss",
    "only one way to go": "turn",
    "go until you can turn left": "go forward until you are at the turning on your left",
    "take the second right after the stove": "go forward until you are at the stove · then turn right 90° at the 2nd turning",
    "face the stove and walk to it": "face the stove · then go forward until you are at the stove",
    "put the wall on your right": "turn until you see the wall on your right",
    "walk to the stove, then one more alley": "go forward until you are at the stove · then go forward 1 block",
    "this is position 2": "",
}


@pytest.mark.parametrize(("text", "program"), PROGRAMS.items())
def test_the_likeliest_program(text: str, program: str) -> None:
    assert str(read_route(text)[0].program) == program


def test_other_readings_are_kept_with_what_speaks_against_them() -> None:
    readings = {str(hypothesis.program): dict(hypothesis.doubts) for hypothesis in read_route("go towards the stove")}
    assert readings["face the stove"] == {}
    assert readings["go forward until you are at the stove"] == {"toward goes all": 1.0}


def test_names_that_nobody_knows_are_kept() -> None:
    assert str(read_route("go to the flubbery gizmo")[0].program) == "go forward until you are at the flubbery gizmo"


def test_every_step_keeps_its_words() -> None:
    first, second = read_route("turn left and walk two alleys")[0].program.steps
    assert (first.words, second.words) == ("turn left and", "walk two alleys")


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert read_route(text)


WORDS = st.sampled_from([*sorted({word for phrase in route_lexicon() for word in phrase}), "stove", "mossy", ",", "."])


@given(st.lists(WORDS, max_size=25).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_run_of_route_words_is_read(text: str) -> None:
    hypotheses = read_route(text)
    assert hypotheses
    assert all(str(hypothesis.program) is not None for hypothesis in hypotheses)


@pytest.mark.parametrize(
    ("slip", "word", "same"),
    [
        ("segmnet", "segment", True),
        ("halway", "hallway", True),
        ("floor", "floor", False),
        ("door", "floor", False),
        ("wlak", "walk", True),
    ],
)
def test_slips(slip: str, word: str, same: bool) -> None:
    assert one_slip(slip, word) is same


def test_numbers_that_count_are_units() -> None:
    assert [word.category for word in read_words("two moves")] == ["number", "unit"]
    assert [word.category for word in read_words("move two")] == ["verb", "number"]

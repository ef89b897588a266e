from __future__ import annotations

import math

import pytest

from language.ability import why_not
from language.alternatives import SLACK, alternatives
from language.dialogue import Dialogue
from language.lexicon import lexicon
from language.parser import Hypothesis, Reading, understand
from robot.program import Goto, Landmark, Program

KINDS = lexicon().values("kind")


def offered(reading: Reading) -> list[str]:
    return [str(alternative.program) for alternative in alternatives(reading, lambda program: bool(why_not(program, KINDS)))]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("go to the box on the table next to the sofa", ["go to the box on the table and next to the sofa"]),
        ("find the ball behind the chair near the lamp", ["find the ball behind the chair and next to the lamp"]),
        ("go to the red chair and take a photo", []),
        ("turn left . turn left", []),
        ("move forward move forward two feet", []),
        ("stop", []),
        ("bring me the ball on the table next to the sofa", []),
        ("turn fifty degrees", []),
    ],
)
def test_the_other_readings_that_a_person_would_find_likely(text: str, others: list[str]) -> None:
    assert offered(understand(text)) == others


def to(kind: str) -> Program:
    return Program(steps=(Goto(landmark=Landmark(kind=kind)),))


def test_the_cost_says_how_much_likelier_the_best_reading_is() -> None:
    programs = (Hypothesis(to("chair"), 0.5), Hypothesis(to("sofa"), 0.3), Hypothesis(to("lamp"), 0.4))
    found = alternatives(Reading(to("chair"), "", programs=programs), lambda program: False)
    assert [str(each.program) for each in found] == ["go to the lamp", "go to the sofa"]
    assert [each.cost for each in found] == pytest.approx([math.log(0.5 / 0.4), math.log(0.5 / 0.3)])


def test_junk_what_is_refused_and_what_says_the_same_are_not_offered() -> None:
    junk = 0.5 * math.exp(-1.01 * SLACK)
    programs = tuple(Hypothesis(to(kind), score) for kind, score in
                     [("chair", 0.5), ("zebra", 0.4), ("chair", 0.4), ("lamp", junk), ("sofa", 0.0)])  # fmt: skip
    assert offered(Reading(to("chair"), "", programs=programs)) == []


def test_another_thing_or_else_the_whole_instruction_with_it() -> None:
    dialogue = Dialogue()
    dialogue.hear("go to the chair and take a photo")
    reading = dialogue.hear("no, the blue one")
    assert str(reading.program) == "I mean the blue chair"
    assert offered(reading) == ["go to the blue chair · then take a photo"]

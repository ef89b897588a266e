from __future__ import annotations

from typing import get_args

import pytest

from control.answers import HELP, Present, answer
from robot.messages import Battery
from robot.program import Photo, Program, Topic

BATTERY = Battery(t_ns=0, voltage_v=5.01, current_a=0.4, charge_mah=3.0)
PROGRAM = Program(steps=(Photo(),))


@pytest.mark.parametrize(
    ("about", "busy", "resting"),
    [
        ("understood", "I understood: take a photo.", "Nobody has asked me anything yet."),
        ("why", "I haven't stopped: I look for the chair.", "I have done nothing yet."),
        ("where", "I look for the chair.", "Nowhere: I have nothing to do."),
        ("seen", "I see the chair and the lamp.", "I see nothing that I know."),
        ("battery", "The battery has 5.0 volts.", "Nothing measures the battery."),
        ("asked", "Red or blue?", "I asked nothing."),
        ("here", "I am beside the lamp.", "I don't know what this place is called."),
        ("help", HELP, HELP),
    ],
)
def test_answers(about: Topic, busy: str, resting: str) -> None:
    seen = ["the chair", "the lamp"]
    doing = "I look for the chair."
    assert answer(about, Present(PROGRAM, doing, "", seen, BATTERY, "Red or blue?", "I am beside the lamp")) == busy
    assert answer(about, Present()) == resting


def test_every_topic_has_an_answer() -> None:
    assert all(answer(about, Present()) for about in get_args(Topic))

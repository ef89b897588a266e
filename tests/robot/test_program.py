from __future__ import annotations

import math

import msgspec
import pytest

from robot.landmark import ordinal
from robot.program import (
    Answer,
    At,
    Blocked,
    Choose,
    Elapsed,
    Expect,
    Face,
    Find,
    Goto,
    If,
    Landmark,
    Not,
    Photo,
    Program,
    Relation,
    Remember,
    Repeat,
    See,
    Step,
    Stop,
    Travel,
    Turn,
    Wait,
    plain,
)

LAMP = Landmark(kind="lamp", relations=(Relation(name="on", others=(Landmark(kind="table"),)),))
CHAIR = Landmark(kind="chair", colour="red", words="the red chair")

PRINTED: dict[str, Step] = {
    "turn left 90°": Turn(angle_rad=math.pi / 2),
    "turn right 22.5° at the red chair": Turn(angle_rad=-math.pi / 8, at=CHAIR),
    "turn to the northeast": Turn(heading="northeast"),
    "turn left until you see the red chair": Turn(angle_rad=math.inf, until=See(landmark=CHAIR)),
    "turn onto the blue hall": Turn(onto=Landmark(kind="hall", colour="blue")),
    "face away from the red chair": Face(landmark=CHAIR, away=True),
    "go forward": Travel(),
    "go back 1.524 m": Travel(distance_m=1.524, back=True),
    "go forward 2 blocks past the red chair": Travel(blocks=2, past=CHAIR),
    "go forward as far as possible while you see the red chair": Travel(
        distance_m=math.inf, until=Not(condition=See(landmark=CHAIR))
    ),
    "go to 0.5 m from the end of the hall": Goto(landmark=Landmark(kind="hall", part="end"), distance_m=0.5),
    "go 0.5 of the way to the 2nd red chair on your left": Goto(
        landmark=Landmark(kind="chair", colour="red", ordinal=2, side="left"), fraction=0.5
    ),
    "find the place between (the lamp on the table) and the red chair": Find(
        landmark=Landmark(kind="place", relations=(Relation(name="between", others=(LAMP, CHAIR)),))
    ),
    "wait until 5 s have passed": Wait(until=Elapsed(duration_s=5)),
    'remember the red chair as "throne"': Remember(name="throne", landmark=CHAIR),
    "repeat 3 times (take a photo · then turn left 30°)": Repeat(
        count=3, steps=(Photo(), Turn(angle_rad=math.pi / 6))
    ),
    "unless you can't go on (go forward) otherwise (stop)": If(
        condition=Not(condition=Blocked()), steps=(Travel(),), otherwise=(Stop(),)
    ),
    "expect that you are 2 m from every red chair": Expect(
        condition=At(landmark=Landmark(kind="chair", colour="red", quantifier="every"), distance_m=2)
    ),
    "I mean the red chair": Choose(landmark=CHAIR),
    "I say yes": Answer(yes=True),
    "I say no": Answer(yes=False),
}  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_steps_print_as_words(text: str) -> None:
    assert str(PRINTED[text]) == text


def test_programs_survive_recording() -> None:
    program = Program(steps=tuple(PRINTED.values()))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(program), type=Program) == program


def test_plain_leaves_out_what_was_said_at_every_depth() -> None:
    inner = Goto(landmark=msgspec.structs.replace(CHAIR, words="a throne"), words="off to it")
    told = Program(steps=(Repeat(steps=(inner,), count=2, words="twice"),))
    bare = Program(steps=(Repeat(steps=(Goto(landmark=Landmark(kind="chair", colour="red")),), count=2),))
    assert told != bare
    assert plain(told) == bare == plain(bare)


@pytest.mark.parametrize(("back", "distance_m", "signed_m"), [(False, 0, 0.5), (True, 0, -0.5), (True, 2, -2), (False, 3, 3)])
def test_a_travel_knows_its_way(back: bool, distance_m: float, signed_m: float) -> None:
    assert Travel(distance_m=distance_m, back=back).signed_m(unsaid_m=0.5) == signed_m


def test_ordinals() -> None:
    assert [ordinal(n) for n in (0, 1, 2, 3, 4, 11, 12, 13, 21, 22, 111, -1)] == [
        "", "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th", "last",
    ]  # fmt: skip

"""Telling things apart in words, asking which one is meant, and what answers pick."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.distinction import descriptions, pick, question, tell_apart
from robot.landmark import Landmark, Relation
from robot.poses import Pose
from tests.control.things import CHAIR, HERE, Thing

RED, BLUE = Thing(1, colour="red", x_m=1.0, y_m=1.0), Thing(2, colour="blue", x_m=2.0, y_m=-1.0)
LAMP, SOFA = Thing(8, "lamp"), Thing(9, "sofa")


def test_by_colour() -> None:
    assert question((BLUE, RED), CHAIR, HERE) == "Do you mean the red chair or the blue one?"
    assert tell_apart((BLUE, RED), CHAIR, HERE) == ("the blue chair", "the red one")


def test_by_side() -> None:
    pair = Thing(1, colour="red", y_m=0.5), Thing(2, colour="red", y_m=-0.5)
    assert tell_apart(pair, CHAIR, HERE) == ("the left chair", "the right one")
    assert tell_apart(pair, CHAIR, Pose(4.0, 0.0, 3.0)) == ("the right chair", "the left one")
    assert tell_apart(pair, Landmark(kind="chair", colour="red"), HERE) == ("the left red chair", "the right one")


def test_by_distance() -> None:
    row = Thing(1, x_m=1.0), Thing(2, x_m=2.0, y_m=0.1)
    assert tell_apart(row, CHAIR, HERE) == ("the nearer chair", "the farther one")
    assert question(row, CHAIR, Pose(3.0, 0.0, 3.1)) == "Do you mean the nearer chair or the farther one?"


def test_by_what_stands_beside() -> None:
    pair = Thing(1, x_m=2.0), Thing(2, x_m=2.2)
    known = Thing(8, "lamp", x_m=0.9), Thing(9, "sofa", "grey", x_m=3.3)
    assert tell_apart(pair, CHAIR, HERE, known) == ("the chair next to the lamp", "the one next to the grey sofa")


def test_by_a_mixture_when_nothing_serves_for_all() -> None:
    three = BLUE, Thing(3, colour="red", y_m=1.0), Thing(4, colour="red", y_m=0.2)
    assert tell_apart(three, CHAIR, HERE) == ("the blue chair", "the left one", "the right red one")


def test_by_rank_when_all_else_fails() -> None:
    row = tuple(Thing(number, x_m=float(number)) for number in (1, 2, 3))
    assert tell_apart(row, CHAIR, HERE) == ("the nearest chair", "the 2nd nearest one", "the 3rd nearest one")
    assert question(row, CHAIR, HERE).startswith("Do you mean the nearest chair, the 2nd nearest one or ")


def test_too_many_none_and_one_twice() -> None:
    many = tuple(Thing(number, x_m=float(number)) for number in range(1, 7))
    assert question(many, CHAIR, HERE) == "I know 6 that fit. Which chair do you mean?"
    assert question((), CHAIR, HERE) == "I know no chair." and tell_apart((), CHAIR, HERE) == ()
    with pytest.raises(ValueError, match="give each once"):
        tell_apart((RED, RED), CHAIR, HERE)


@pytest.mark.parametrize(("answer", "expected"), [
    (Landmark(kind="one", colour="blue"), [2]),
    (Landmark(kind="chair", colour="red"), [1]),
    (Landmark(kind="one", side="left"), [1]),
    (Landmark(kind="one", side="right"), [2]),
    (Landmark(kind="one", side="behind"), []),
    (Landmark(kind="one", ordinal=2), [2]),
    (Landmark(kind="one", ordinal=-1), [2]),
    (Landmark(kind="one", quantifier="nearest"), [1]),
    (Landmark(kind="one", quantifier="farthest"), [2]),
    (Landmark(kind="one", quantifier="any"), [1]),
    (Landmark(kind="one"), [1, 2]),
    (Landmark(kind="one", colour="green"), []),
    (Landmark(kind="sofa"), []),
    (Landmark(kind="one", relations=(Relation(name="next to", others=(Landmark(kind="lamp"),)),)), [2]),
])
def test_answers_pick(answer: Landmark, expected: list[int]) -> None:
    lamp = Thing(8, "lamp", x_m=2.5, y_m=-1.0)
    assert [thing.id for thing in pick(answer, (RED, BLUE), CHAIR, HERE, HERE, (lamp,))] == expected


def test_the_other_is_not_the_one_that_was_turned_down() -> None:
    other = Landmark(kind="one", quantifier="other")
    assert pick(other, (RED, BLUE), CHAIR, HERE, HERE, left_out=(RED.id,)) == [BLUE]
    assert pick(other, (RED, BLUE), CHAIR, HERE, HERE) == [RED, BLUE]


def test_a_colour_that_is_not_known_may_be_the_one_asked_for() -> None:
    grey, unknown = Thing(1, colour="grey"), Thing(2, y_m=1.0)
    assert pick(Landmark(kind="one", colour="red"), (grey, unknown), CHAIR, HERE, HERE) == [unknown]
    assert tell_apart((grey, unknown), CHAIR, HERE) == ("the right chair", "the left one")


def test_relations_are_those_of_the_start_and_sides_those_of_now() -> None:
    pair, sofa = (Thing(1, x_m=3.0, y_m=1.0), Thing(2, x_m=3.0, y_m=-1.0)), Thing(9, "sofa", x_m=3.0)
    left_of = Landmark(kind="one", relations=(Relation(name="left of", others=(Landmark(kind="sofa"),)),))
    beyond = Pose(6.0, 0.0, 3.14)
    assert pick(left_of, pair, CHAIR, beyond, HERE, (sofa,)) == [pair[0]]
    assert pick(Landmark(kind="one", side="left"), pair, CHAIR, beyond, HERE, (sofa,)) == [pair[1]]


decimetres = st.integers(-40, 40).map(lambda number: number / 10)


@st.composite
def choices(draw: st.DrawFn) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    """Two to five chairs, and other things around them."""
    places = draw(st.lists(st.tuples(decimetres, decimetres), unique=True, min_size=2, max_size=5))
    chairs = tuple(Thing(id, "chair", draw(st.sampled_from(["", "red", "blue"])), *place) for id, place in enumerate(places))
    around = draw(st.lists(st.tuples(st.sampled_from(["lamp", "sofa"]), decimetres, decimetres), max_size=3))
    return chairs, tuple(Thing(90 + number, kind, "", x_m, y_m) for number, (kind, x_m, y_m) in enumerate(around))


@given(choices(), decimetres, decimetres, st.floats(-3.1, 3.1))
def test_every_description_picks_its_thing_and_every_phrase_is_its_own(
    choice: tuple[tuple[Thing, ...], tuple[Thing, ...]], x_m: float, y_m: float, heading_rad: float
) -> None:
    chairs, around = choice
    pose = Pose(x_m, y_m, heading_rad)
    found = descriptions(chairs, CHAIR, pose, around)
    assert [pick(description, chairs, CHAIR, pose, pose, around) for description in found] == [[chair] for chair in chairs]
    said = [phrase.replace(" chair", " one") for phrase in tell_apart(chairs, CHAIR, pose, around)]
    assert len(set(said)) == len(chairs)

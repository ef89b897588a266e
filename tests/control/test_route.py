"""What people leave unsaid between the steps of a route."""

from __future__ import annotations

import math

from control.route import completed
from robot.condition import At, Blocked, See
from robot.landmark import Landmark
from robot.program import Goto, Photo, Program, Step, Travel, Turn

HALL, LEFT = Landmark(kind="hall"), math.pi / 2


def steps(*said: Step) -> tuple[Step, ...]:
    return completed(Program(steps=said)).steps


def test_the_hall_is_gone_along_until_the_place_of_the_turn() -> None:
    second = Landmark(kind="door", ordinal=2)
    travel, turn = steps(Travel(along=HALL), Turn(angle_rad=LEFT, at=second))
    assert travel == Travel(along=HALL, until=At(landmark=Landmark(kind="door", ordinal=2, side="left")))
    assert turn == Turn(angle_rad=LEFT, at=Landmark(kind="door", side="left", quantifier="nearest"))


def test_the_side_of_the_door_is_that_of_the_turn_unless_another_was_said() -> None:
    for said, side in (("", "right"), ("left", "left")):
        travel, _ = steps(Travel(along=HALL), Turn(angle_rad=-LEFT, at=Landmark(kind="door", side=said)))  # type: ignore[arg-type]
        assert isinstance(travel, Travel) and isinstance(travel.until, At) and travel.until.landmark.side == side


def test_to_the_end_and_to_a_counted_door() -> None:
    end = Goto(landmark=Landmark(kind="hall", part="end"))
    assert steps(Travel(along=HALL), end) == (Travel(along=HALL, until=Blocked()), end)
    travel, goto = steps(Travel(along=HALL), Goto(landmark=Landmark(kind="door", ordinal=2, side="right")))
    assert travel == Travel(along=HALL, until=At(landmark=Landmark(kind="door", ordinal=2, side="right")))
    assert goto == Goto(landmark=Landmark(kind="door", side="right", quantifier="nearest"))


def test_what_has_its_end_or_no_place_after_it_stays_as_it_is() -> None:
    for said in (
        (Travel(along=HALL), Photo()), (Travel(along=HALL, until=See(landmark=HALL)), Turn(angle_rad=LEFT, at=HALL)),
        (Travel(along=HALL, distance_m=2.0), Turn(angle_rad=LEFT, at=Landmark(kind="door"))),
        (Travel(along=HALL), Turn(angle_rad=LEFT)), (Travel(), Turn(angle_rad=LEFT, at=Landmark(kind="door"))),
    ):  # fmt: skip
        assert steps(*said) == said

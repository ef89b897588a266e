"""Halls and doorways: counted in passing, turned into, gone through, told from each other by side."""

from __future__ import annotations

import math

import pytest

from robot.condition import At
from robot.landmark import Landmark
from robot.program import Face, Find, Goto, Return, Travel, Turn
from tests.control.hallway import DOORS, START, carry_out, hallway

LEFT = math.pi / 2
HALL, PLANT = Landmark(kind="hall"), Landmark(kind="plant")


def door(**words: object) -> Landmark:
    return Landmark(kind="door", **words)  # type: ignore[arg-type]  # what a landmark has


@pytest.mark.parametrize(("number", "x_m"), [(1, DOORS[0].x_m), (2, DOORS[1].x_m)])
def test_it_turns_at_the_door_that_was_counted(number: int, x_m: float) -> None:
    flat = hallway()
    status = carry_out(flat, Travel(along=HALL), Turn(angle_rad=LEFT, at=door(ordinal=number)))
    assert status.state == "succeeded", status.sentence
    assert abs(flat.x_m - x_m) < 0.45 and 0.3 < flat.y_m < 1.3
    assert abs(flat.heading_rad - math.pi / 2) < 0.2


def test_it_stops_at_a_door_beside_the_way() -> None:
    flat = hallway()
    status = carry_out(flat, Travel(along=HALL, until=At(landmark=door(side="left", ordinal=2))))
    assert status.state == "succeeded" and abs(flat.x_m - DOORS[1].x_m) < 0.45


def test_it_goes_through_the_door_finds_the_plant_and_comes_back() -> None:
    flat = hallway()
    status = carry_out(flat, Travel(through=door(side="left")), Find(landmark=Landmark(kind="lamp")), Return(), seconds=300)
    assert status.state == "succeeded", status.sentence
    assert max(y for _, y in flat.trail) > 2.0
    assert math.hypot(flat.x_m - START.x_m, flat.y_m - START.y_m) < 0.5
    assert any("went through the door" in line or "through the door" in line for line in status.trace)


def test_it_goes_past_as_many_doors_as_were_said() -> None:
    flat = hallway()
    status = carry_out(flat, Travel(past=door(count=2)))
    assert status.state == "succeeded" and flat.x_m > DOORS[1].x_m + 0.3


def test_it_leaves_a_room_through_its_door() -> None:
    flat = hallway()
    assert carry_out(flat, Travel(through=door())).state == "succeeded" and flat.y_m > 1.7
    assert carry_out(flat, Travel(away=Landmark(kind="room"))).state == "succeeded" and flat.y_m < 1.3


def test_a_side_without_a_door_is_no_door() -> None:
    flat = hallway()
    status = carry_out(flat, Travel(along=HALL, until=At(landmark=door(side="right"))))
    assert status.state == "failed" and "in vain" in status.sentence


def test_the_end_of_the_hall_is_where_it_ends() -> None:
    flat = hallway()
    status = carry_out(flat, Goto(landmark=Landmark(kind="hall", part="end")))
    assert status.state == "succeeded" and flat.x_m > 7.0


def test_a_room_is_gone_into_through_its_door() -> None:
    flat = hallway()
    status = carry_out(flat, Goto(landmark=Landmark(kind="room")))
    assert status.state == "succeeded", status.sentence
    assert flat.y_m > 1.7


def test_going_to_a_door_ends_before_it_facing_it() -> None:
    flat = hallway()
    status = carry_out(flat, Goto(landmark=door()))
    assert status.state == "succeeded"
    assert 0.5 < flat.y_m < 1.5 and abs(flat.heading_rad - math.pi / 2) < 0.6
    assert carry_out(flat, Face(landmark=door())).state == "succeeded"

"""Doorways as geometry: the way through, which one comes by when, which one is beside the car."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.passage import BEFORE_M, BEYOND_M, abreast, beside, is_through, passage
from robot.geometry import wrap
from robot.landmark import Landmark
from robot.messages import Doorway
from robot.poses import Pose

places = st.floats(-5, 5)
angles = st.floats(-3, 3)
poses = st.builds(Pose, places, places, angles)


def doorway(x_m: float, y_m: float, heading_rad: float = math.pi / 2, id: int = 0) -> Doorway:
    across = heading_rad % math.pi
    return Doorway(id=id, x_m=x_m, y_m=y_m, heading_rad=across, width_m=0.9, log_odds=3.0, seen=9, last_seen_ns=0)


@given(places, places, angles, poses)
def test_the_way_leads_through_the_middle_to_the_other_side(x: float, y: float, across: float, pose: Pose) -> None:
    door = doorway(x, y, across)
    way = passage(door, pose)
    assert math.dist(way.before, (x, y)) == pytest.approx(BEFORE_M) and math.dist(way.beyond, (x, y)) == pytest.approx(BEYOND_M)
    assert abs(math.sin(wrap(way.heading_rad - across))) < 1e-6
    middle = Pose(x, y, way.heading_rad)
    assert middle.to_car(pose.x_m, pose.y_m)[0] <= 1e-9
    assert is_through(door, way, Pose(*way.beyond, 0.0)) and not is_through(door, way, Pose(*way.before, 0.0))


@given(poses, st.integers(1, 3))
def test_doorways_are_counted_in_the_order_in_which_they_come_by(start: Pose, number: int) -> None:
    """Wherever the hall lies: doorways 1, 2 and 3 m down it on the left, one on the right between them."""
    along = start.heading_rad + math.pi / 2
    doors = [doorway(*start.to_world(x, 0.8), along, id) for id, x in enumerate((3.0, 1.0, 2.0))]
    doors.append(doorway(*start.to_world(1.5, -0.8), along, 3))
    left = Landmark(kind="door", side="left", ordinal=number)
    before, there = (Pose(*start.to_world(number + off, 0.0), start.heading_rad) for off in (-0.3, 0.0))
    assert abreast(left, doors, start, before) is None and abreast(left, doors, start, there) is not None
    assert abreast(Landmark(kind="door", side="right"), doors, start, Pose(*start.to_world(1.5, 0.0), 0.0))
    assert not abreast(Landmark(kind="door", side="left", ordinal=4), doors, start, Pose(*start.to_world(9.0, 0.0), 0.0))


def test_the_way_gone_tells_where_it_leads_when_it_began_askew() -> None:
    """The car looked 30 degrees to the left of the hall's direction when it began."""
    door = doorway(4.0, -0.7)
    start = Pose(0.0, 0.0, math.radians(30))
    assert abreast(Landmark(kind="door", side="right"), [door], start, Pose(4.0, 0.1, 0.0))


def test_what_stands_beside_is_the_nearest_on_that_side() -> None:
    doors = [doorway(0.2, 0.8, id=0), doorway(-0.4, 0.8, id=1), doorway(0.1, -0.8, id=2), doorway(3.0, 0.8, id=3)]
    here = Pose(0.0, 0.0, 0.0)
    found = {side: beside(Landmark(kind="door", side=side), doors, here) for side in ("", "left", "right")}
    assert {side: door.id for side, door in found.items() if door} == {"": 2, "left": 0, "right": 2}
    assert beside(Landmark(kind="door", side="left"), doors, Pose(-2.0, 0.0, 0.0)) is None


def test_who_stands_in_a_doorway_already_still_goes_through_the_way_that_was_said() -> None:
    door, inside = doorway(0.0, 0.0), Pose(0.0, 0.2, 0.0)
    assert passage(door, inside).heading_rad == pytest.approx(-math.pi / 2)
    assert passage(door, inside, math.radians(70)).heading_rad == pytest.approx(math.pi / 2)

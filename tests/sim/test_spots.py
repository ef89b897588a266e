from __future__ import annotations

import math
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.sim import spots
from robot.sim.footprint import Footprint
from robot.sim.world import Pose, Rect

ROOMS = st.builds(lambda x, y: Rect(1.0, 2.0, 1.0 + x, 2.0 + y), st.floats(1.2, 6), st.floats(1.2, 6))
SIDES = st.floats(0.05, 1.1)


def inside(room: Rect, pose: Pose, length_m: float, width_m: float) -> bool:
    corners = Footprint(pose.x_m, pose.y_m, pose.yaw_rad, length_m, width_m).corners()
    return all(room.inset(-1e-6).contains(float(x), float(y)) for x, y in corners)


@given(ROOMS, SIDES, SIDES, st.integers(0, 99))
def test_furniture_by_a_wall_or_in_a_corner_is_inside_the_room(room: Rect, length: float, width: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for guesses in (spots.by_wall, spots.in_corner):
        assert all(inside(room, pose, length, width) for pose in islice(guesses(rng, room, length, width), 6))


@given(ROOMS, SIDES, SIDES, st.integers(0, 99))
def test_things_anywhere_stay_inside_when_they_can_turn_there(room: Rect, length: float, width: float, seed: int) -> None:
    poses = list(islice(spots.anywhere(np.random.default_rng(seed), room, length, width), 6))
    assert all(room.contains(pose.x_m, pose.y_m) for pose in poses)
    if math.hypot(length, width) <= min(room.width_m, room.depth_m):
        assert all(inside(room, pose, length, width) for pose in poses)


def test_chairs_face_their_table_and_stand_clear_of_it() -> None:
    table = Footprint(2.0, 3.0, 0.7, 0.8, 1.4)
    seats = list(spots.at_table(np.random.default_rng(1), table, 0.45))
    assert len(seats) == 6
    for seat in seats:
        chair = Footprint(seat.x_m, seat.y_m, seat.yaw_rad, 0.45, 0.4)
        assert not chair.overlaps(table)
        ahead = seat.x_m + 0.4 * math.cos(seat.yaw_rad), seat.y_m + 0.4 * math.sin(seat.yaw_rad)
        assert float(table.distance_m(*ahead)) == 0.0


def test_a_desk_has_its_chair_in_front() -> None:
    desk = Footprint(0.0, 0.0, math.pi / 2, 0.7, 1.0)
    (seat,) = spots.at_table(np.random.default_rng(1), desk, 0.5, front_only=True)
    assert seat.x_m == pytest.approx(0.0, abs=1e-9)
    assert seat.y_m > 0.6

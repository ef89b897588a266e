"""Doorways are remembered where they are, grow surer, and are forgotten when they turn out to be none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.layout import COLUMNS
from perception.doorways import DoorwayMemory, DoorwaysConfig
from perception.grid import GridConfig, OccupancyGrid
from perception.sighting import Rays
from robot.geometry import CameraGeometry
from robot.messages import FreeSpace, Threshold, Thresholds
from robot.poses import Pose

BEARINGS = CameraGeometry().column_bearings(COLUMNS).astype(np.float32)
FORWARD_M = 0.09
HERE = Pose(0.0, 0.0, 0.0)
LEFT, RIGHT = (2.0, 0.45), (2.0, -0.45)


def rays(range_m: float) -> Rays:
    return Rays(FreeSpace(t_ns=0, bearing_rad=BEARINGS, range_m=np.full(COLUMNS, range_m, np.float32),
                          log_std=np.full(COLUMNS, 0.1, np.float32)), FORWARD_M)


def eye(view: Pose) -> Pose:
    return Pose(*view.to_world(FORWARD_M, 0.0), view.heading_rad)


def seen(view: Pose, *doorways: tuple[tuple[float, float], tuple[float, float]], log_odds: float = 3.0,
         std_m: float = 0.1) -> Thresholds:
    """A picture from `view` that shows these thresholds (left and right post in the odometry frame)."""
    items = tuple(Threshold(left=view.to_car(*left), right=view.to_car(*right), log_odds=log_odds, std_m=std_m, columns=9)
                  for left, right in doorways)
    return Thresholds(t_ns=5, items=items, bearing_rad=BEARINGS,
                      log_odds=np.full(COLUMNS, 3.0 if items else -3.0, np.float32))


def look(memory: DoorwayMemory, view: Pose, *doorways: tuple[tuple[float, float], tuple[float, float]], free_m: float = 4.0,
         std_m: float = 0.1, log_odds: float = 3.0) -> None:
    memory.update(seen(view, *doorways, std_m=std_m, log_odds=log_odds), view, eye(view), rays(free_m))


def approach(memory: DoorwayMemory, steps: int = 6) -> None:
    for step in range(steps):
        look(memory, Pose(0.15 * step, 0.0, 0.0), (LEFT, RIGHT))


def test_a_doorway_seen_while_coming_nearer_is_believed() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    look(memory, HERE, (LEFT, RIGHT))
    assert memory.snapshot()[0].log_odds < 0
    approach(memory)
    (door,) = memory.snapshot()
    assert door.log_odds > 1.0
    assert (door.x_m, door.y_m, door.width_m) == pytest.approx((2.0, 0.0, 0.9), abs=1e-6)
    assert door.heading_rad == pytest.approx(0.0, abs=1e-6) or door.heading_rad == pytest.approx(math.pi, abs=1e-6)
    assert (door.id, door.seen, door.last_seen_ns) == (1, 7, 5)


def test_standing_and_staring_makes_nobody_much_surer() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    for _ in range(4):
        look(memory, HERE, (LEFT, RIGHT))
    stared = memory.snapshot()[0].log_odds
    moving = DoorwayMemory(DoorwaysConfig())
    approach(moving, 4)
    assert stared < moving.snapshot()[0].log_odds - 1.0


@given(x=st.floats(-3, 3), y=st.floats(-3, 3), turn=st.floats(-3, 3))
@settings(max_examples=30)
def test_from_either_side_it_is_the_same_doorway(x: float, y: float, turn: float) -> None:
    home = Pose(x, y, turn)
    left, right = home.to_world(*LEFT), home.to_world(*RIGHT)
    memory = DoorwayMemory(DoorwaysConfig())
    look(memory, home, (left, right))
    behind = Pose(*home.to_world(4.0, 0.2), turn + math.pi)
    look(memory, behind, (right, left))
    (door,) = memory.snapshot()
    assert (door.x_m, door.y_m) == pytest.approx(home.to_world(2.0, 0.0), abs=1e-6)
    assert 0.0 <= door.heading_rad < math.pi
    assert math.sin(door.heading_rad - turn) == pytest.approx(0.0, abs=1e-6)


def test_doors_that_face_each_other_across_a_hall_are_two() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    for step in range(5):
        look(memory, Pose(0.15 * step, 0.0, 0.0), ((1.5, 0.65), (2.4, 0.65)), ((2.4, -0.65), (1.5, -0.65)))
    assert sorted(round(door.y_m, 2) for door in memory.snapshot()) == [-0.65, 0.65]


def test_doors_about_a_corner_are_two() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    for step in range(5):
        look(memory, Pose(0.15 * step, 0.0, 0.0), ((2.0, 0.45), (2.0, -0.35)), ((1.2, 0.45), (2.0, 0.65)))
    assert len(memory.snapshot()) == 2


def test_noisy_sightings_settle_down() -> None:
    generator = np.random.default_rng(1)
    memory = DoorwayMemory(DoorwaysConfig())
    for step in range(12):
        shift = generator.normal(0.0, 0.12, 2)
        ends = [(end[0] + shift[0], end[1] + shift[1]) for end in (LEFT, RIGHT)]
        look(memory, Pose(0.12 * step, 0.0, 0.0), (ends[0], ends[1]), std_m=0.15)
    (door,) = memory.snapshot()
    assert math.hypot(door.x_m - 2.0, door.y_m) < 0.12


def test_a_wrong_one_is_forgotten_when_the_car_looks_again() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    approach(memory)
    for step in range(20):
        look(memory, Pose(0.5 + 0.02 * step, 0.12 * (step % 2), 0.0))
    assert memory.snapshot() == ()


@pytest.mark.parametrize(("view", "free_m"), [
    (Pose(0.6, 0.0, 0.0), 0.5),  # something stands in the way
    (Pose(0.6, 0.0, 2.0), 4.0),  # outside the picture
    (Pose(-1.5, 0.0, 0.0), 6.0),  # too far
    (Pose(1.7, 0.0, 0.0), 4.0),  # underfoot
    (Pose(2.02, -1.6, math.pi / 2), 4.0),  # along its own length
])
def test_what_could_not_be_seen_is_kept(view: Pose, free_m: float) -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    approach(memory)
    before = memory.snapshot()
    look(memory, view, free_m=free_m)
    assert memory.snapshot() == before


@pytest.mark.parametrize("doorway", [((2.0, 0.2), (2.0, -0.2)), ((2.0, 1.0), (2.0, -1.0))])
def test_gaps_and_gates_are_no_doorways(doorway: tuple[tuple[float, float], tuple[float, float]]) -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    look(memory, HERE, doorway)
    assert memory.snapshot() == ()


def test_what_is_hardly_known_says_nothing() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    look(memory, HERE, (LEFT, RIGHT), std_m=0.8)
    assert memory.snapshot() == ()


def test_two_that_come_to_lie_on_each_other_become_the_older() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    far = ((2.9, 0.45), (2.9, -0.45))
    look(memory, HERE, (LEFT, RIGHT), far)
    for step in range(8):
        near = tuple((x - 0.08 * step, y) for x, y in far)
        look(memory, Pose(0.11 * step, 0.0, 0.0), (LEFT, RIGHT), (near[0], near[1]))
    assert [door.id for door in memory.snapshot()][:1] == [1]
    assert sum(abs(door.x_m - 2.0) < 0.4 for door in memory.snapshot()) == 1


def walled(*ends: tuple[float, float]) -> OccupancyGrid:
    """Floor that is known to be free, but for a wall that goes on beyond these ends of a threshold."""
    grid = OccupancyGrid(GridConfig())
    grid.log_odds[:] = grid.config.least
    for x, y in ends:
        for beyond in np.arange(0.0, 0.3, 0.05):
            row, column = grid.cell(x, y + math.copysign(beyond, y))
            grid.log_odds[row, column] = grid.config.most
    return grid


def test_a_doorway_has_posts_and_a_rug_has_none() -> None:
    memory = DoorwayMemory(DoorwaysConfig())
    approach(memory)
    believed = memory.snapshot()
    assert memory.snapshot(walled(LEFT, RIGHT)) == believed
    assert memory.snapshot(OccupancyGrid(GridConfig())) == believed  # nothing is known of the floor
    for grid in (walled(), walled(LEFT), walled(RIGHT)):
        assert memory.snapshot(grid)[0].log_odds == -1.0
    assert memory.snapshot() == believed

"""Planning: exact costs, ways around obstacles, and what is cheap and what is forbidden."""

from __future__ import annotations

import heapq
import math

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from control.plan import PlanConfig, Reach, Terrain
from robot.messages import Grid
from robot.poses import Pose

CELL = 0.05
CONFIG = PlanConfig()


def grid(log_odds: npt.NDArray[np.float32]) -> Grid:
    return Grid(t_ns=0, log_odds=log_odds, origin_x_m=0.0, origin_y_m=0.0, cell_m=CELL)


def room(rows: int = 80, columns: int = 100) -> npt.NDArray[np.float32]:
    return np.full((rows, columns), -2.0, np.float32)


def dijkstra(cost: npt.NDArray[np.float64], start: tuple[int, int]) -> npt.NDArray[np.float64]:
    """The plain algorithm that the sweeps must agree with."""
    best = np.full(cost.shape, np.inf)
    best[start] = 0.0
    heap = [(0.0, start)]
    while heap:
        reached, (row, column) = heapq.heappop(heap)
        if reached > best[row, column]:
            continue
        for dr, dc in ((a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)):
            r, c = row + dr, column + dc
            if 0 <= r < cost.shape[0] and 0 <= c < cost.shape[1]:
                total = reached + 0.5 * (cost[row, column] + cost[r, c]) * math.hypot(dr, dc) * CELL
                if total < best[r, c]:
                    best[r, c] = total
                    heapq.heappush(heap, (total, (r, c)))
    return best


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_sweeps_find_what_dijkstra_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    log_odds = room(50, 60)
    for _ in range(8):
        row, column = int(rng.integers(0, 45)), int(rng.integers(0, 55))
        log_odds[row : row + int(rng.integers(1, 10)), column : column + int(rng.integers(1, 10))] = 2.0
    terrain = Terrain(grid(log_odds), Pose(1.5, 1.2, 0.0), [], CONFIG)
    start = terrain.cell(1.5, 1.2)
    reach = Reach(terrain, start)
    true = dijkstra(terrain.cost, start)
    assert np.array_equal(reach.reachable, true < 0.25 * CONFIG.blocked_cost * CELL)
    assert np.abs(reach.cost - true)[reach.reachable].max(initial=0.0) < 0.05


def walled() -> Terrain:
    """Two rooms and a doorway of 0.8 m at y = 2.4 … 3.2 in the wall at x = 2.5."""
    log_odds = room()
    log_odds[:, 49:51] = 3.0
    log_odds[48:64, 49:51] = -2.0
    return Terrain(grid(log_odds), Pose(1.0, 1.0, 0.0), [], CONFIG)


def test_the_way_to_the_next_room_leads_through_the_middle_of_the_door() -> None:
    terrain = walled()
    path = Reach(terrain, terrain.cell(1.0, 1.0)).path(terrain.cell(4.0, 1.0))
    crossing = [y for x, y in path if abs(x - 2.5) < 0.1]
    assert crossing and all(2.6 < y < 3.0 for y in crossing)
    assert math.dist(path[0], (1.0, 1.0)) < 0.05 and math.dist(path[-1], (4.0, 1.0)) < 0.05
    steps = [math.dist(a, b) for a, b in zip(path, path[1:], strict=False)]
    assert max(steps) < 0.12


def test_what_is_walled_in_cannot_be_reached() -> None:
    log_odds = room()
    log_odds[:, 49:51] = 3.0
    terrain = Terrain(grid(log_odds), Pose(1.0, 1.0, 0.0), [], CONFIG)
    reach = Reach(terrain, terrain.cell(1.0, 1.0))
    assert reach.path(terrain.cell(4.0, 1.0)) == []
    assert reach.best(terrain.within(4.0, 1.0, 0.5)) is None


def test_marks_block_like_obstacles() -> None:
    log_odds = room()
    log_odds[:, 49:51] = 3.0
    log_odds[48:64, 49:51] = -2.0
    marks = [(2.5, 2.5 + 0.2 * i) for i in range(4)]
    terrain = Terrain(grid(log_odds), Pose(1.0, 1.0, 0.0), marks, CONFIG)
    assert Reach(terrain, terrain.cell(1.0, 1.0)).path(terrain.cell(4.0, 1.0)) == []


def test_seen_floor_is_preferred_to_unseen() -> None:
    log_odds = room(40, 40)
    log_odds[10:30, 15:25] = 0.0
    terrain = Terrain(grid(log_odds), Pose(0.4, 1.0, 0.0), [], CONFIG)
    path = Reach(terrain, terrain.cell(0.4, 1.0)).path(terrain.cell(1.6, 1.0))
    inside = [(x, y) for x, y in path if 0.8 < x < 1.2 and 0.55 < y < 1.45]
    assert path and not inside


def test_a_car_that_stands_too_near_to_something_can_still_leave() -> None:
    log_odds = room()
    log_odds[:, :4] = 3.0
    terrain = Terrain(grid(log_odds), Pose(0.27, 2.0, 0.0), [], CONFIG)
    assert Reach(terrain, terrain.cell(0.27, 2.0)).path(terrain.cell(2.0, 2.0))


def test_lines_of_sight_end_at_walls() -> None:
    terrain = walled()
    assert terrain.is_clear(1.0, 2.8, 4.0, 2.8)
    assert not terrain.is_clear(1.0, 1.0, 4.0, 1.0)


def test_an_empty_map_is_unknown_and_passable() -> None:
    terrain = Terrain(grid(np.zeros((80, 80), np.float32)), Pose(2.0, 2.0, 0.0), [], CONFIG)
    assert terrain.unknown.all()
    reach = Reach(terrain, terrain.cell(2.0, 2.0))
    assert reach.path(terrain.cell(2.4, 2.0))


def test_a_mark_on_the_car_itself_does_not_lock_it_in() -> None:
    terrain = Terrain(grid(room()), Pose(2.0, 2.0, 0.0), [(2.05, 2.0)], CONFIG)
    assert Reach(terrain, terrain.cell(2.0, 2.0)).path(terrain.cell(3.0, 2.0))

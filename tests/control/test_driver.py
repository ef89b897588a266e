"""Driving to chosen places while the map changes."""

from __future__ import annotations

import numpy as np

from control.follow import Driver, FollowConfig, Points
from control.plan import Cell, PlanConfig, Reach, Terrain
from robot.messages import Grid
from tests.control.test_follow import Toy

GOAL = (3.0, 0.0)


class Trip:
    """The toy car on a seen floor of 6 x 4 m that drives to `GOAL`."""

    def __init__(self, config: FollowConfig | None = None) -> None:
        self.toy = Toy()
        self.log_odds = np.full((80, 120), -2.0, np.float32)
        self.paths: list[Points] = []
        self.track: list[tuple[float, float]] = []
        self.driver = Driver(self.toy.senses, self.toy.moves, PlanConfig(), config or FollowConfig(), self.paths.append)
        self.see()
        self._routine = self.driver.drive_to(self.choose)

    def see(self) -> None:
        """The map as it is now."""
        self.toy.senses.grid = Grid(t_ns=0, log_odds=self.log_odds.copy(), origin_x_m=-1.0, origin_y_m=-2.0, cell_m=0.05)

    def put_wall(self, x_m: float, from_m: float, to_m: float) -> None:
        rows = slice(round((from_m + 2.0) / 0.05), round((to_m + 2.0) / 0.05))
        self.log_odds[rows, round((x_m + 1.0) / 0.05)] = 3.0
        self.see()

    def choose(self, terrain: Terrain, reach: Reach) -> Cell | None:
        return reach.best(terrain.within(*GOAL, 0.2), terrain.distance(*GOAL))

    def go(self, seconds: float) -> str | None:
        """Drive on; returns what the drive did once it is over."""
        for _ in range(round(seconds * 20)):
            try:
                self.toy.obey(next(self._routine))
            except StopIteration as end:
                return str(end.value)
            self.track.append((self.toy.x, self.toy.y))
        return None


def test_one_way_is_kept_while_nothing_changes() -> None:
    trip = Trip()
    assert trip.go(30.0) == ""
    assert abs(trip.toy.x - GOAL[0]) < 0.35
    assert len(trip.paths) == 1


def test_a_wall_that_comes_into_sight_is_driven_round() -> None:
    trip = Trip()
    assert trip.go(2.0) is None
    trip.put_wall(1.5, -1.0, 1.0)
    assert trip.go(60.0) == ""
    assert abs(trip.toy.x - GOAL[0]) < 0.35
    assert len(trip.paths) >= 2
    assert min(abs(y) for x, y in trip.track if abs(x - 1.5) < 0.05) > 1.0 + FollowConfig().body_m


def test_two_ways_alike_do_not_make_it_dither() -> None:
    """A pillar right ahead: the map thinks better of one side, then of the other, by turns."""
    trip = Trip()
    trip.put_wall(1.5, -0.3, 0.3)
    heading, turns = trip.toy.heading, 0.0
    for step in range(60):
        if trip.go(0.5) is not None:
            break
        side = slice(50, 54) if step % 2 else slice(26, 30)
        trip.log_odds[26:30, 45:55] = trip.log_odds[50:54, 45:55] = -2.0
        trip.log_odds[side, 45:55] = 0.0  # unseen floor costs more
        trip.see()
        turns += abs(trip.toy.heading - heading)
        heading = trip.toy.heading
    assert abs(trip.toy.x - GOAL[0]) < 0.35
    assert turns < 3.0
    assert len({path[len(path) // 2][1] > 0 for path in trip.paths}) == 1


def test_what_keeps_getting_in_the_way_is_told() -> None:
    trip = Trip()
    trip.toy.stuck = True
    assert trip.go(120.0) == "something is always in the way"

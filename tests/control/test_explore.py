"""Exploration: which view comes next."""

from __future__ import annotations

import math

import numpy as np
import pytest

from control.coverage import Coverage, CoverageConfig
from control.explore import ExploreConfig, Explorer, View
from control.plan import PlanConfig, Reach, Terrain
from robot.geometry import wrap
from robot.messages import FreeSpace, Grid
from robot.poses import Pose

HERE = Pose(2.0, 2.0, 0.0)


def terrain(pose: Pose, door: bool = True) -> Terrain:
    """A seen room (x 1…4, y 1…4) with walls around, and perhaps a doorway at x = 4 with some seen floor behind it."""
    log_odds = np.zeros((140, 140), np.float32)
    log_odds[18:82, 18:82] = 3.0
    log_odds[20:80, 20:80] = -2.0
    if door:
        log_odds[40:58, 80:90] = -2.0
    return Terrain(Grid(t_ns=0, log_odds=log_odds, origin_x_m=0.0, origin_y_m=0.0, cell_m=0.05), pose, [], PlanConfig())


def looked(*places: tuple[float, float], range_m: float = 2.2) -> Coverage:
    """A look-around from each of the places, walls or not."""
    coverage = Coverage(CoverageConfig())
    bearings = np.linspace(math.pi, -math.pi, 720).astype(np.float32)
    ranges, log_std = np.full(720, range_m, np.float32), np.full(720, 0.1, np.float32)
    for x_m, y_m in (places or ((2.5, 2.5),)) * coverage.config.pictures:
        coverage.add(Pose(x_m, y_m, 0.0), FreeSpace(t_ns=0, bearing_rad=bearings, range_m=ranges, log_std=log_std))
    return coverage


def choose(explorer: Explorer, pose: Pose = HERE, door: bool = True) -> View | None:
    here = terrain(pose, door=door)
    cell = explorer.choose(pose, here, Reach(here, here.cell(pose.x_m, pose.y_m)))
    assert (cell is None) == (explorer.view is None)
    if cell is not None and explorer.view is not None:
        assert here.point(cell) == explorer.view[:2]
        assert here.free[cell] or cell == here.cell(pose.x_m, pose.y_m)
    return explorer.view


def test_what_is_behind_the_doorway_is_looked_at_from_where_it_can_be_seen() -> None:
    view = choose(Explorer(ExploreConfig(), looked()))
    assert view is not None
    to_door = math.atan2(2.45 - view.y_m, 4.2 - view.x_m)
    assert abs(wrap(view.heading_rad - to_door)) < 0.6


def test_a_closed_room_that_was_looked_at_is_done() -> None:
    assert choose(Explorer(ExploreConfig(), looked()), door=False) is None


def test_without_any_look_the_car_begins_where_it_stands() -> None:
    view = choose(Explorer(ExploreConfig(), Coverage(CoverageConfig())), door=False)
    assert view is not None
    assert math.hypot(view.x_m - HERE.x_m, view.y_m - HERE.y_m) < 0.8


def test_what_was_looked_at_in_vain_is_not_looked_for_again() -> None:
    assert 1 <= look_at_all(Explorer(ExploreConfig(), looked())) < 60


def test_a_place_that_cannot_be_reached_is_not_chosen_again() -> None:
    explorer, corner = Explorer(ExploreConfig(), looked()), Pose(1.3, 3.7, 0.0)
    first = choose(explorer, corner)
    explorer.avoid_view()
    second = choose(explorer, corner)
    assert first is not None and second is not None
    assert math.hypot(first.x_m - second.x_m, first.y_m - second.y_m) >= ExploreConfig().avoid_m


def look_at_all(explorer: Explorer) -> int:
    """Take one view after the other, each in vain; returns how many."""
    for views in range(100):
        if choose(explorer) is None:
            return views
        explorer.note_view(terrain(HERE))
    pytest.fail("it goes on looking for ever")


def test_after_all_is_seen_comes_what_was_not_seen_from_near_by_and_that_once() -> None:
    explorer = Explorer(ExploreConfig(), looked(range_m=5.0))
    look_at_all(explorer)
    assert explorer.look_nearer()
    assert choose(explorer) is not None
    assert not explorer.look_nearer()


def test_a_choice_is_kept_on_the_way() -> None:
    explorer = Explorer(ExploreConfig(), looked())
    first, second = choose(explorer), choose(explorer, Pose(2.4, 2.2, 0.4))
    assert first is not None and second is not None
    assert math.hypot(first.x_m - second.x_m, first.y_m - second.y_m) < 0.7
    assert abs(wrap(first.heading_rad - second.heading_rad)) < 0.5


def test_of_two_doorways_the_nearer_to_home_comes_first() -> None:
    log_odds = np.zeros((200, 200), np.float32)
    log_odds[78:122, 8:192] = 3.0
    log_odds[80:120, 10:190] = -2.0  # a hall along x, 9 m
    for column in (30, 160):
        log_odds[118:126, column : column + 18] = -2.0
    grid = Grid(t_ns=0, log_odds=log_odds, origin_x_m=-2.0, origin_y_m=-5.0, cell_m=0.05)
    home, now = Pose(0.0, 0.0, 0.0), Pose(2.8, 0.0, 0.0)
    explorer = Explorer(ExploreConfig(home_m=2.0), looked(*((0.5 * step, 0.0) for step in range(-3, 17)), range_m=0.9))
    for pose in (home, now):
        here = Terrain(grid, pose, [], PlanConfig())
        explorer.choose(pose, here, Reach(here, here.cell(pose.x_m, pose.y_m)))
        assert explorer.view is not None and explorer.view.x_m < 2.5


def test_looking_around_is_wanted_where_much_is_unseen_and_once_only() -> None:
    explorer = Explorer(ExploreConfig(), looked())
    inside, edge = Pose(2.5, 2.5, 0.0), Pose(4.4, 2.4, 0.0)
    assert not explorer.wants_look(inside, terrain(inside))
    assert explorer.wants_look(edge, terrain(edge))
    explorer.note_look(edge)
    assert not explorer.wants_look(edge, terrain(edge))


@pytest.mark.parametrize("place", [(2.5, 2.5), (1.2, 1.2)])
def test_second_looks_are_taken_far_from_the_first(place: tuple[float, float]) -> None:
    explorer = Explorer(ExploreConfig(), looked())
    explorer.note_look(Pose(*place, 0.0))
    here = terrain(HERE)
    cell = explorer.unseen_place(here, Reach(here, here.cell(HERE.x_m, HERE.y_m)))
    assert cell is not None
    x, y = here.point(cell)
    assert np.hypot(x - place[0], y - place[1]) > ExploreConfig().again_m - 0.05

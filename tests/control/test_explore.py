"""Exploration: which border of the seen floor comes next."""

from __future__ import annotations

import numpy as np
import pytest

from control.explore import ExploreConfig, Explorer
from control.plan import PlanConfig, Reach, Terrain
from robot.messages import Grid
from robot.poses import Pose


def terrain(pose: Pose, door: bool = True) -> Terrain:
    """A seen room (x 1…4, y 1…4) with walls around, and perhaps a doorway at x = 4 with some seen floor behind it."""
    log_odds = np.zeros((140, 140), np.float32)
    log_odds[18:82, 18:82] = 3.0
    log_odds[20:80, 20:80] = -2.0
    if door:
        log_odds[40:58, 80:90] = -2.0
    return Terrain(Grid(t_ns=0, log_odds=log_odds, origin_x_m=0.0, origin_y_m=0.0, cell_m=0.05), pose, [], PlanConfig())


def choose(explorer: Explorer, pose: Pose, door: bool = True) -> tuple[float, float] | None:
    here = terrain(pose, door=door)
    cell = explorer.choose(pose, here, Reach(here, here.cell(pose.x_m, pose.y_m)))
    return here.point(cell) if cell else None


HERE = Pose(2.0, 2.0, 0.0)


def test_the_doorway_is_the_only_border_of_a_closed_room() -> None:
    goal = choose(Explorer(ExploreConfig()), HERE)
    assert goal is not None
    assert 4.0 < goal[0] < 4.6 and 2.0 < goal[1] < 2.9


def test_a_room_without_doors_is_done() -> None:
    assert choose(Explorer(ExploreConfig()), HERE, door=False) is None


def test_a_border_that_was_given_up_is_not_chosen_again() -> None:
    explorer = Explorer(ExploreConfig(avoid_m=1.0))
    assert choose(explorer, HERE) is not None
    explorer.give_up_goal()
    assert choose(explorer, HERE) is None


def test_a_choice_is_kept_while_it_is_a_border() -> None:
    explorer = Explorer(ExploreConfig())
    first = choose(explorer, HERE)
    second = choose(explorer, Pose(3.0, 2.2, 1.5))
    assert first is not None and second is not None
    assert np.hypot(first[0] - second[0], first[1] - second[1]) < 0.2


def test_looking_around_is_wanted_where_much_is_unseen_and_once_only() -> None:
    explorer = Explorer(ExploreConfig())
    inside, edge = Pose(2.5, 2.5, 0.0), Pose(4.4, 2.4, 0.0)
    assert not explorer.wants_look(inside, terrain(inside))
    assert explorer.wants_look(edge, terrain(edge))
    explorer.note_look(edge)
    assert not explorer.wants_look(edge, terrain(edge))


@pytest.mark.parametrize("looked", [(2.5, 2.5), (1.2, 1.2)])
def test_second_looks_are_taken_far_from_the_first(looked: tuple[float, float]) -> None:
    explorer = Explorer(ExploreConfig())
    explorer.note_look(Pose(*looked, 0.0))
    here = terrain(HERE)
    cell = explorer.unseen_place(here, Reach(here, here.cell(HERE.x_m, HERE.y_m)))
    assert cell is not None
    x, y = here.point(cell)
    assert np.hypot(x - looked[0], y - looked[1]) > ExploreConfig().again_m - 0.05


def test_given_up_borders_get_one_more_chance() -> None:
    explorer = Explorer(ExploreConfig(avoid_m=2.0))
    assert not explorer.forgive()  # there is nothing to forgive
    for chance in (True, False):
        assert choose(explorer, HERE) is not None
        explorer.give_up_goal()
        assert choose(explorer, HERE) is None
        assert explorer.forgive() is chance

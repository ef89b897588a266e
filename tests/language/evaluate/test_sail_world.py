from __future__ import annotations

import pytest

from language.evaluate.sail_follow import done
from language.evaluate.sail_map import Edge, Node, Plan, SailMap
from language.evaluate.sail_names import Names, sail_names
from language.evaluate.sail_world import SailWorld
from robot.interpreter.scene import Surface
from tests.town import EAST, NORTH, SOUTH, WEST, world

BRICK, BLUE, GRASS = Surface("brick", "fish"), Surface("blue", "tower"), Surface("grass", "butterfly")


def test_a_view_reaches_to_the_end_of_the_hall_and_shows_what_leads_off() -> None:
    ahead = world(0, 0, EAST).scene().ahead
    assert [spot.steps for spot in ahead] == [0, 1, 2, 3]
    assert (ahead[1].left, ahead[1].right) == (None, GRASS)
    assert (ahead[2].left, ahead[2].right) == (BLUE, None)
    assert ahead[3].ahead is None


def test_things_are_seen_in_their_halls_only() -> None:
    assert world(1, 0, SOUTH).scene().ahead[2].items == ("easel",)
    seen = {item for view in world(0, 0, EAST).scene() for spot in view for item in spot.items}
    assert seen == set()  # the lamp, the easel and the sofa stand around corners


def test_left_and_right_turn_with_the_one_who_looks() -> None:
    scene = world(1, 0, EAST).scene()
    assert scene.right[0].ahead == GRASS
    assert world(1, 0, WEST).scene().left[0].ahead == GRASS
    assert scene.turned(1).ahead == scene.right
    assert scene.turned(-1).right == scene.ahead


def test_moves_are_made_and_counted() -> None:
    here = world(0, 0, EAST)
    assert done(here.advance())
    done(here.turn(1))
    assert (here.pose, here.moves) == ((1, 0, SOUTH), 2)


def test_nobody_walks_through_walls() -> None:
    here = world(0, 0, NORTH)
    assert not done(here.advance())
    assert (here.pose, here.moves) == ((0, 0, NORTH), 0)


def test_going_back_retraces_the_way_and_costs_it() -> None:
    here = world(0, 0, EAST)
    mark = here.mark()
    for _ in range(3):
        done(here.advance())
    done(here.turn(1))
    done(here.go_back(mark))
    assert (here.pose, here.moves) == ((0, 0, EAST), 8)


def test_all_four_headings_match_the_format() -> None:
    plan = Plan(SailMap("cross", tuple(Node(x, y) for x, y in ((0, 0), (0, -1), (1, 0), (0, 1), (-1, 0))), (
        Edge((0, 0), (0, -1), "blue", "fish"), Edge((0, 0), (1, 0), "wood", "fish"), Edge((0, 0), (0, 1), "brick", "fish"),
        Edge((-1, 0), (0, 0), "grass", "fish"),
    )))  # fmt: skip
    floors = []
    for heading_deg in (NORTH, EAST, SOUTH, WEST):
        way = SailWorld(plan, (0, 0, heading_deg), sail_names()).scene().here.ahead
        floors.append(way.floor if way else None)
    assert floors == ["blue", "wood", "brick", "grass"]


@pytest.mark.parametrize(
    ("word", "thing", "fit"),
    [("pink", "flower", 1.0), ("pink", "brick", 0.0), ("lamp", "brick", None), ("zzz", "brick", None)],
)
def test_names(word: str, thing: str, fit: float | None) -> None:
    assert sail_names().likeness(word, thing, "floor") == fit


def test_more_names_never_change_what_is_known() -> None:
    names = Names({"floor": {"pink": {"flower": 2.0}}, "wall": {}, "item": {}})
    more = names.with_more({"floor": {"pink": {"brick": 1.0}, "mossy": {"grass": 3.0, "flower": 1.5}}})
    assert more.likeness("pink", "flower", "floor") == 1.0
    assert more.likeness("pink", "brick", "floor") == 0.0
    assert more.likeness("mossy", "flower", "floor") == 0.5

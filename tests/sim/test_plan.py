from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.sim import plan
from robot.sim.plan import DOORWAY_M, Plan
from robot.sim.world import Rect, WorldKind

KINDS = st.sampled_from(("home", "office"))


def make(seed: int, kind: WorldKind) -> Plan:
    return plan.make(np.random.default_rng(seed), kind)


def meet(one: Rect, two: Rect) -> bool:
    return (min(one.x1_m, two.x1_m) - max(one.x0_m, two.x0_m) > 1e-9
            and min(one.y1_m, two.y1_m) - max(one.y0_m, two.y0_m) > 1e-9)


@settings(max_examples=60)
@given(st.integers(0, 10**7), KINDS)
def test_rooms_are_sensible(seed: int, kind: WorldKind) -> None:
    made = make(seed, kind)
    rects = [space.rect for space in made.spaces]
    assert 3 <= len(rects) <= 7
    assert len({space.name for space in made.spaces}) == len(rects)
    assert all(min(r.width_m, r.depth_m) >= (1.2 if space.type == "hall" else 2.2)
               for r, space in zip(rects, made.spaces, strict=True))
    assert not any(meet(a, b) for i, a in enumerate(rects) for b in rects[i + 1:])
    assert 2.3 <= made.height_m <= 2.6


@settings(max_examples=60)
@given(st.integers(0, 10**7), KINDS)
def test_doorways_connect_all_rooms_and_none_leads_outside(seed: int, kind: WorldKind) -> None:
    made = make(seed, kind)
    group = {space.name: space.name for space in made.spaces}
    for wall in made.walls:
        for opening in wall.openings:
            assert DOORWAY_M[0] - 1e-9 <= opening.width_m <= DOORWAY_M[1] + 1e-9
            assert opening.at_m - opening.width_m / 2 > 0.1
            assert opening.at_m + opening.width_m / 2 < wall.length_m - 0.1
            (x, y), (ux, uy) = wall.point(opening.at_m), wall.direction
            sides = [s.name for side in (-0.1, 0.1) for s in made.spaces if s.rect.contains(x - side * uy, y + side * ux)]
            assert len(sides) == 2
            group = {name: group[sides[0]] if label == group[sides[1]] else label for name, label in group.items()}
    assert len(set(group.values())) == 1


@settings(max_examples=40)
@given(st.integers(0, 10**7), KINDS)
def test_every_edge_of_a_room_is_a_wall(seed: int, kind: WorldKind) -> None:
    made = make(seed, kind)
    walls = [piece for wall in made.walls for piece in
             type(wall)(wall.x0_m, wall.y0_m, wall.x1_m, wall.y1_m, wall.thickness_m).footprints()]
    for space in made.spaces:
        r = space.rect
        for share in np.linspace(0.02, 0.98, 25):
            x, y = r.x0_m + share * r.width_m, r.y0_m + share * r.depth_m
            for point in ((x, r.y0_m), (x, r.y1_m), (r.x0_m, y), (r.x1_m, y)):
                assert any(float(piece.distance_m(*point)) == 0.0 for piece in walls)


@pytest.mark.parametrize("kind", ["home", "office"])
def test_room_types_follow_size(kind: WorldKind) -> None:
    made = make(12, kind)
    rooms = [space for space in made.spaces if space.type != "hall"]
    assert max(rooms, key=lambda s: s.rect.width_m * s.rect.depth_m).type == plan.TYPES[kind][0]


def test_the_same_seed_gives_the_same_plan() -> None:
    assert make(5, "home") == make(5, "home")
    assert make(5, "home") != make(6, "home")

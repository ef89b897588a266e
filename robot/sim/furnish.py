"""Furniture from a seed: what stands in each room and where, so that the car can still drive to all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, cast

import msgspec
import numpy as np

from robot.geometry import wrap
from robot.sim import kinds, splits, spots
from robot.sim.plan import WALL_M
from robot.sim.shapes import footprint_of, shape_of
from robot.sim.world import Pose, Rect, Thing

if TYPE_CHECKING:
    from numpy.random import Generator

    from robot.sim.floor import Floor
    from robot.sim.plan import Plan, Space
    from robot.sim.splits import Split

LEAST_THINGS = 26
"""A world with fewer gets more until it has them."""

_PER_M2 = 0.42
_TRIES = 14
_SIZES: tuple[kinds.Size, ...] = ("small", "medium", "large")
_SEATS = {"table": (2, 4), "desk": (1, 1)}
"""Fewest and most chairs that come with a kind."""
_STANDING_FREE_M = 0.12
_SIDE_BY_SIDE_M = 0.03

_GUESSES: dict[str, Callable[[np.random.Generator, Rect, float, float], Iterator[Pose]]] = {
    "wall_side": spots.by_wall, "around_table": spots.by_wall, "corner": spots.in_corner,
    "centre": spots.in_middle, "anywhere": spots.anywhere,
}


class Furnisher:
    """Fills a plan with things, one at a time, keeping every doorway, room and thing within reach."""

    def __init__(self, rng: Generator, plan: Plan, split: Split, floor: Floor) -> None:
        self._rng = rng
        self._plan = plan
        self._split = split
        self._count: Counter[str] = Counter()
        self._rooms: dict[str, list[Thing]] = {space.name: [] for space in plan.spaces}
        self._floor = floor

    def furnish(self) -> tuple[Thing, ...]:
        """Everything that found a place."""
        for space in self._plan.spaces:
            self._fill(space, round(space.rect.width_m * space.rect.depth_m * _PER_M2))
        for _ in range(4 * LEAST_THINGS):
            if sum(self._count.values()) >= LEAST_THINGS:
                break
            space = self._plan.spaces[int(self._rng.integers(len(self._plan.spaces)))]
            self._fill(space, 1)
        return _numbered([thing for things in self._rooms.values() for thing in things])

    def _fill(self, space: Space, wanted: int) -> None:
        """Large things find their places first; chairs come with their tables."""
        drafts = [self._draft(kind) for kind in self._choose(space, wanted)]
        for draft in sorted(drafts, key=lambda thing: -float(np.prod(shape_of(thing).size_m[:2]))):
            placed = self._place(draft, space)
            if placed is not None and placed.kind in _SEATS:
                self._seat(placed, space)

    def _choose(self, space: Space, wanted: int) -> list[kinds.Kind]:
        """Kinds that suit the room, each at most once, rarer the more of them the world already has."""
        room = cast("kinds.Room", space.type)
        fitting = [kind for kind in kinds.KINDS.values() if kind.rooms.get(room, 0.0) > 0]
        if not fitting:
            return []
        weights = np.array([kind.rooms[room] / (1 + self._count[kind.name]) ** 3 for kind in fitting])
        picked = self._rng.choice(len(fitting), min(wanted, len(fitting)), replace=False, p=weights / weights.sum())
        return [fitting[i] for i in picked]

    def _draft(self, kind: kinds.Kind) -> Thing:
        """A thing of this kind without a place or a name yet."""
        colour = str(self._rng.choice(kind.colours))
        size = _SIZES[int(self._rng.choice(3, p=(0.25, 0.5, 0.25)))]
        variant = int(self._rng.choice(splits.variants(self._split)))
        return Thing("", kind.name, colour, size, variant, 0.0, 0.0, 0.0)

    def _place(self, draft: Thing, space: Space) -> Thing | None:
        length, width, _ = shape_of(draft).size_m
        inner = space.rect.inset(WALL_M / 2)
        if max(length, width) > min(inner.width_m, inner.depth_m) - 0.1:
            return None
        place = kinds.KINDS[draft.kind].place
        guesses = _GUESSES[place](self._rng, inner, length, width)
        gap = _STANDING_FREE_M if place in ("anywhere", "centre") else _SIDE_BY_SIDE_M
        return self._first_fit(draft, space, islice(guesses, _TRIES), gap)

    def _first_fit(self, draft: Thing, space: Space, poses: Iterator[Pose], gap_m: float) -> Thing | None:
        for pose in poses:
            thing = msgspec.structs.replace(draft, x_m=round(pose.x_m, 3), y_m=round(pose.y_m, 3),
                                            yaw_rad=round(wrap(pose.yaw_rad), 4))
            if self._floor.take(footprint_of(thing), space.rect, gap_m):
                self._rooms[space.name].append(thing)
                self._count[thing.kind] += 1
                return thing
        return None

    def _seat(self, table: Thing, space: Space) -> None:
        """Equal chairs around a table, one before a desk."""
        chairs = [kind for kind in kinds.KINDS.values()
                  if kind.place == "around_table" and kind.rooms.get(cast("kinds.Room", space.type), 0.0) > 0]
        if not chairs:
            return
        draft = self._draft(chairs[int(self._rng.integers(len(chairs)))])
        length = shape_of(draft).size_m[0]
        fewest, most = _SEATS[table.kind]
        front_only = kinds.KINDS[table.kind].place == "wall_side"
        for _ in range(int(self._rng.integers(fewest, most + 1))):
            self._first_fit(draft, space, spots.at_table(self._rng, footprint_of(table), length, front_only), 0.02)


def _numbered(things: list[Thing]) -> tuple[Thing, ...]:
    """Names by kind: chair_1, chair_2, …"""
    count: Counter[str] = Counter()
    named = []
    for thing in things:
        count[thing.kind] += 1
        named.append(msgspec.structs.replace(thing, id=f"{thing.kind.replace(' ', '_')}_{count[thing.kind]}"))
    return tuple(named)

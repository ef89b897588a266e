"""Scenery from a seed: doors that stand open, windows and pictures on the walls, rugs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from robot.geometry import wrap
from robot.sim import splits
from robot.sim.footprint import Footprint
from robot.sim.shapes import decor_footprint, footprint_of, shape_of
from robot.sim.world import Decor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

    from robot.sim.floor import Floor
    from robot.sim.plan import Plan, Space
    from robot.sim.splits import Split
    from robot.sim.world import Opening, Thing, Wall

_DOORS, _WALL_PIECES, _RUGS = 0.45, 0.75, 0.6
"""How many doorways have a door, how many tries at a wall put something there, and how many rooms get a rug."""

_TALL_M = 0.85
"""What is this high hides the wall behind it."""

_Kind = Literal["picture", "window", "rug", "door"]
_COLOURS: dict[_Kind, tuple[str, ...]] = {
    "picture": ("green", "grey", "brown", "blue", "orange", "purple"), "window": ("green", "grey", "brown"),
    "rug": ("red", "blue", "green", "orange", "purple", "beige", "brown", "grey"),
    "door": ("white", "brown", "beige", "grey"),
}

_RUG_ROOMS = ("living_room", "bedroom", "study", "hall", "office", "meeting_room")


class Decorator:
    """Makes scenery whose shapes and textures belong to one split."""

    def __init__(self, rng: Generator, plan: Plan, split: Split) -> None:
        self._rng, self._plan, self._split = rng, plan, split

    def doors(self, floor: Floor) -> list[Decor]:
        """Open doors, wherever they leave the way free."""
        found = []
        for wall in self._plan.walls:
            for opening in wall.openings:
                door = self._door(wall, opening)
                if self._rng.random() < _DOORS and floor.stand(decor_footprint(door)):
                    found.append(door)
        return found

    def walls(self, things: Sequence[Thing]) -> list[Decor]:
        """Pictures inside, windows to the outside, where no tall furniture hides them."""
        tall = [footprint_of(thing) for thing in things if shape_of(thing).size_m[2] > _TALL_M]
        found: list[Decor] = []
        for wall in self._plan.walls:
            for side in (-1, 1):
                for _ in range(int(wall.length_m // 1.6)):
                    piece = self._on_wall(wall, side)
                    if piece and self._shows(piece, wall, [*tall, *(decor_footprint(other) for other in found)]):
                        found.append(piece)
        return found

    def rugs(self) -> list[Decor]:
        """One in the middle of some rooms."""
        spaces = [space for space in self._plan.spaces if space.type in _RUG_ROOMS and self._rng.random() < _RUGS]
        rugs = [(space, self._rug(space)) for space in spaces]
        return [rug for space, rug in rugs if _inside(decor_footprint(rug), space)]

    def _make(self, kind: _Kind, length_m: float, height_m: float, at: tuple[float, float, float], yaw_rad: float) -> Decor:
        variant = int(self._rng.choice(splits.variants(self._split)))
        colour = str(self._rng.choice(_COLOURS[kind]))
        x, y, z = (round(v, 3) for v in at)
        return Decor(kind, variant, colour, round(length_m, 2), round(height_m, 2), x, y, z, round(wrap(yaw_rad), 4))

    def _door(self, wall: Wall, opening: Opening) -> Decor:
        """Hung on one side of the doorway, swung a little more or less than square into a room, rather not the hall."""
        middle = wall.point(opening.at_m)
        rooms = [s for s in (-1.0, 1.0) if self._room(*_beside(middle, wall, s)) not in (None, "hall")]
        side, end = float(self._rng.choice(rooms or [1.0])), float(self._rng.choice((-1.0, 1.0)))
        hinge = _beside(wall.point(opening.at_m + end * (opening.width_m / 2 + 0.02)), wall, side, wall.thickness_m / 2 + 0.03)
        # From lying shut across the doorway, the leaf turns about its hinge into the room.
        swing = -end * side * math.radians(float(self._rng.uniform(88, 115)))
        along = wall.yaw_rad + (math.pi if end > 0 else 0.0) + swing
        x, y = (h + opening.width_m / 2 * d for h, d in zip(hinge, (math.cos(along), math.sin(along)), strict=True))
        return self._make("door", opening.width_m, opening.height_m - 0.03, (x, y, 0.0), along - math.pi / 2)

    def _on_wall(self, wall: Wall, side: int) -> Decor | None:
        """A picture or a window somewhere along one side of a wall, if that side is in a room."""
        point = wall.point(float(self._rng.uniform(0.5, wall.length_m - 0.5)))
        if self._rng.random() > _WALL_PIECES or self._room(*_beside(point, wall, side)) is None:
            return None
        x, y = _beside(point, wall, side, wall.thickness_m / 2)
        yaw = wall.yaw_rad + side * math.pi / 2
        if self._room(*_beside(point, wall, -side)) is None and self._rng.random() < 0.6:
            length, height = (float(v) for v in self._rng.uniform((0.8, 0.8), (1.5, 1.2)))
            return self._make("window", length, height, (x, y, float(self._rng.uniform(0.75, 0.95))), yaw)
        length, height = (float(v) for v in self._rng.uniform((0.4, 0.35), (1.1, 0.8)))
        return self._make("picture", length, height, (x, y, float(self._rng.uniform(0.7, 1.3))), yaw)

    def _shows(self, piece: Decor, wall: Wall, hidden_by: list[Footprint]) -> bool:
        """True if it stays clear of the wall's ends and doorways and of what stands or hangs there."""
        width = piece.length_m
        along = abs((piece.x_m - wall.x0_m) * wall.direction[0] + (piece.y_m - wall.y0_m) * wall.direction[1])
        if not width / 2 + 0.2 < along < wall.length_m - width / 2 - 0.2:
            return False
        if any(abs(along - opening.at_m) < (width + opening.width_m) / 2 + 0.15 for opening in wall.openings):
            return False
        place = decor_footprint(piece)
        return not any(place.overlaps(other, 0.06) for other in hidden_by)

    def _rug(self, space: Space) -> Decor:
        r = space.rect
        yaw = 0.0 if r.width_m > r.depth_m else math.pi / 2
        x, y = (middle + float(self._rng.normal(0.0, 0.25)) for middle in r.centre)
        length, height = (float(v) for v in self._rng.uniform((1.4, 0.9), (2.2, 1.4)))
        return self._make("rug", length, height, (x, y, 0.0), yaw + math.pi / 2 + float(self._rng.normal(0.0, 0.05)))

    def _room(self, x_m: float, y_m: float) -> str | None:
        """The type of the room that holds a point."""
        return next((space.type for space in self._plan.spaces if space.rect.contains(x_m, y_m)), None)


def _beside(point: tuple[float, float], wall: Wall, side: float, by_m: float = 0.2) -> tuple[float, float]:
    """A point moved off a wall: side +1 is the left of its direction."""
    return point[0] - side * by_m * wall.direction[1], point[1] + side * by_m * wall.direction[0]


def _inside(place: Footprint, space: Space) -> bool:
    inner = space.rect.inset(0.08)
    return all(inner.contains(float(x), float(y)) for x, y in place.corners())

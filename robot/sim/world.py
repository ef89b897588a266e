"""A world: rooms, walls, doorways, things and where the car starts; and its YAML file.

Frame: x east, y north, z up, metres; yaw turns anticlockwise from x. A thing's front is its own +x.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Literal

import msgspec

from robot.errors import SetupError
from robot.sim.footprint import Footprint
from robot.sim.kinds import Size
from robot.sim.textures import Texture

WorldKind = Literal["home", "office"]


class WorldError(SetupError, ValueError):
    """A world file that cannot be used; the text says where it is wrong and what to do."""


class Rect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An axis-aligned rectangle of the floor plan, walls' middle to walls' middle."""

    x0_m: float
    y0_m: float
    x1_m: float
    y1_m: float

    @property
    def width_m(self) -> float:
        return self.x1_m - self.x0_m

    @property
    def depth_m(self) -> float:
        return self.y1_m - self.y0_m

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0_m + self.x1_m) / 2, (self.y0_m + self.y1_m) / 2

    def inset(self, by_m: float) -> Rect:
        """The same rectangle with every edge moved inwards."""
        return Rect(self.x0_m + by_m, self.y0_m + by_m, self.x1_m - by_m, self.y1_m - by_m)

    def contains(self, x_m: float, y_m: float) -> bool:
        return self.x0_m <= x_m <= self.x1_m and self.y0_m <= y_m <= self.y1_m


class Pose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the floor and a heading."""

    x_m: float
    y_m: float
    yaw_rad: float = 0.0


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room: its name ("bedroom_2"), its type ("bedroom"), its rectangle and what it is covered with."""

    name: str
    type: str
    rect: Rect
    floor: Texture
    wall: Texture


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A doorway: `at_m` is its middle, measured along its wall from the wall's start."""

    at_m: float
    width_m: float
    height_m: float = 2.05


class Wall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A straight wall from (x0, y0) to (x1, y1) with the doorways in it."""

    x0_m: float
    y0_m: float
    x1_m: float
    y1_m: float
    thickness_m: float = 0.1
    openings: tuple[Opening, ...] = ()

    @property
    def length_m(self) -> float:
        return float(((self.x1_m - self.x0_m) ** 2 + (self.y1_m - self.y0_m) ** 2) ** 0.5)

    @property
    def direction(self) -> tuple[float, float]:
        """The unit vector from start to end."""
        return (self.x1_m - self.x0_m) / self.length_m, (self.y1_m - self.y0_m) / self.length_m

    @property
    def yaw_rad(self) -> float:
        """The heading from start to end."""
        return math.atan2(self.y1_m - self.y0_m, self.x1_m - self.x0_m)

    def pieces(self, start_m: float, end_m: float) -> list[tuple[float, float, float]]:
        """The wall between two distances along it, cut around its doorways: (from, to, lowest height) of each piece."""
        found, at = [], start_m
        for opening in sorted(self.openings, key=lambda o: o.at_m):
            left, right = opening.at_m - opening.width_m / 2, opening.at_m + opening.width_m / 2
            found += [(at, left, 0.0), (left, right, opening.height_m)]
            at = right
        return [piece for piece in [*found, (at, end_m, 0.0)] if piece[1] - piece[0] > 1e-6]

    def footprints(self) -> list[Footprint]:
        """What the wall covers on the floor, doorways left open; it reaches half its thickness past its ends."""
        half = self.thickness_m / 2
        return [Footprint(*self.point((a + b) / 2), self.yaw_rad, b - a, self.thickness_m)
                for a, b, low in self.pieces(-half, self.length_m + half) if low == 0.0]

    def point(self, along_m: float) -> tuple[float, float]:
        """The point of the wall's middle line this far from its start."""
        return self.x0_m + self.direction[0] * along_m, self.y0_m + self.direction[1] * along_m


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A recognisable object standing on the floor; `id` is its kind and a number ("chair_2").

    `shape` is the file of a shape that somebody else modelled (robot/sim/foreign.py), "" for one of our own.
    """

    id: str
    kind: str
    colour: str
    size: Size
    variant: int
    x_m: float
    y_m: float
    yaw_rad: float
    shape: str = ""


class Decor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Scenery: seen, and for a door also run into, but nothing to be sent to.

    Length is along its own y (the edge one looks at), height along z, or along x for a rug; z is its lower edge. A picture
    or a window has its back at (x, y) and faces along its yaw; a door or a rug has its middle there.
    """

    kind: Literal["picture", "window", "rug", "door"]
    variant: int
    colour: str
    length_m: float
    height_m: float
    x_m: float
    y_m: float
    z_m: float
    yaw_rad: float


class Light(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A distant light: where it shines to (a vector) and its colour, 0…1 each."""

    direction: tuple[float, float, float]
    colour: tuple[float, float, float]


class Lighting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All light of a world: `ambient` from everywhere, `lights` from afar, no shadows."""

    ambient: tuple[float, float, float] = (0.5, 0.5, 0.5)
    lights: tuple[Light, ...] = ()


class World(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything there is to see, to bump into and to drive to."""

    name: str
    kind: WorldKind
    seed: int
    height_m: float
    start: Pose
    rooms: tuple[Room, ...]
    walls: tuple[Wall, ...]
    things: tuple[Thing, ...]
    decor: tuple[Decor, ...] = ()
    lighting: Lighting = Lighting()

    @property
    def bounds(self) -> Rect:
        """The rectangle around all rooms."""
        rects = [room.rect for room in self.rooms]
        return Rect(min(r.x0_m for r in rects), min(r.y0_m for r in rects),
                    max(r.x1_m for r in rects), max(r.y1_m for r in rects))

    def room_at(self, x_m: float, y_m: float) -> Room | None:
        """The room that holds a point."""
        return next((room for room in self.rooms if room.rect.contains(x_m, y_m)), None)


def dump(world: World, path: str | Path) -> None:
    """Write a world as YAML that a person can edit; `load` gives exactly the same world back."""
    import yaml

    text = yaml.safe_dump(msgspec.to_builtins(world), sort_keys=False, default_flow_style=None, width=140)
    Path(path).write_text(text, encoding="utf-8")


def load(path: str | Path) -> World:
    """Read a world from YAML; WorldError names the place in the file and what is wrong there."""
    from robot.sim import check

    world = _convert(_parse(Path(path)), Path(path))
    problems = check.problems(world)
    if problems:
        raise WorldError("\n".join(f"{path}: {problem}" for problem in problems))
    return world


def _parse(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WorldError(f"{path}: there is no such world file; `python -m robot.sim --dump {path}` writes one") from None
    except OSError as error:
        raise WorldError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WorldError(f"{path}: not a YAML file: {error}") from error


def _convert(tree: Any, path: Path) -> World:
    try:
        return msgspec.convert(tree, World)
    except msgspec.ValidationError as error:
        raise WorldError(f"{path}: {error}") from error

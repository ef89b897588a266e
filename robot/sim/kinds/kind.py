"""What an object of the simulated home is made of, and what a kind of object is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from robot.sim.mesh import Mesh, Vector
from robot.sim.textures import Colour, Texture

if TYPE_CHECKING:
    from robot.sim.kinds.clay import Clay

Form = Literal["box", "cylinder", "sphere"]
Place = Literal["wall_side", "corner", "centre", "anywhere", "around_table"]
Room = Literal["living_room", "kitchen", "bedroom", "bathroom", "hall", "study", "office", "meeting_room"]
Size = Literal["small", "medium", "large"]

# What the names mean before each object's own small jitter, sRGB.
COLOURS: dict[str, Colour] = {
    "red": (190, 38, 36),
    "orange": (230, 118, 30),
    "yellow": (236, 196, 48),
    "green": (58, 136, 66),
    "blue": (44, 88, 172),
    "purple": (118, 62, 150),
    "pink": (232, 140, 170),
    "brown": (122, 78, 46),
    "black": (38, 38, 41),
    "white": (232, 231, 227),
    "grey": (132, 134, 138),
    "beige": (208, 186, 148),
}

SCALES: dict[Size, float] = {"small": 0.85, "medium": 1.0, "large": 1.2}


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Everything of an object that wears one texture."""

    texture: Texture
    mesh: Mesh
    named: bool = False
    """It wears the colour that the object is named after: the seat of a red chair, not its steel legs."""


@dataclass(frozen=True, slots=True)
class Solid:
    """A collision primitive, its axes along the object's. A cylinder stands upright: half_m = (radius, radius, half height)."""

    form: Form
    centre_m: Vector
    half_m: Vector


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """One object: front towards +x, standing on z = 0, its footprint's bounding box centred on the origin."""

    parts: tuple[Part, ...]
    solids: tuple[Solid, ...]
    size_m: Vector
    mass_kg: float | None  # None: it stands where it stands; a number: the car can push it
    material: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of household object: its names, where it is found, the colours it comes in, and how it is built."""

    name: str
    plural: str
    rooms: Mapping[Room, float]  # how likely a room holds one; rooms left out never do
    place: Place
    colours: tuple[str, ...]
    build: Callable[[Clay], None]

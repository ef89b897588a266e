"""The workbench an object is built on: chance, colours, materials, and the growing heap of parts."""

from __future__ import annotations

import zlib
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from robot.sim.kinds.kind import COLOURS, Form, Part, Shape, Solid
from robot.sim.mesh import Mesh, Vector, box, merge
from robot.sim.splits import split_of_variant, texture_seeds
from robot.sim.textures import Colour, Texture

T = TypeVar("T")
Doubles = NDArray[np.float64]

WOODS: tuple[Colour, ...] = ((168, 118, 72), (96, 64, 42), (206, 172, 124), (134, 86, 52), (66, 46, 36))
METALS: tuple[Colour, ...] = ((186, 188, 192), (112, 114, 118), (72, 72, 76))
ACCENTS: tuple[Colour, ...] = (
    (188, 52, 48),
    (52, 92, 160),
    (70, 130, 80),
    (222, 184, 70),
    (226, 222, 212),
    (120, 80, 140),
    (60, 60, 66),
)
MATERIALS = {
    "wood": "wooden",
    "painted": "wooden",
    "fabric": "fabric",
    "plaid": "fabric",
    "striped": "fabric",
    "dotted": "fabric",
    "denim": "fabric",
    "leather": "leather",
    "metal": "metal",
    "plastic": "plastic",
    "bands": "plastic",
    "beach": "plastic",
    "football": "leather",
    "slatted": "plastic",
    "mesh": "metal",
    "ceramic": "ceramic",
    "flowered": "ceramic",
    "glass": "glass",
    "label": "glass",
    "cardboard": "cardboard",
    "wicker": "wicker",
    "fur": "furry",
    "tabby": "furry",
    "patched": "furry",
    "leafy": "green",
    "paper": "paper",
}
SHARED_SEEDS = 2  # side materials draw on few textures, so that a home loads few


class Clay:
    """Build on it in metres, front towards +x; `finish` sets the result on the floor and centres it.

    Repeats exactly for the same kind, colour name and variant. The variant alone decides the structure: the same variant
    in another colour has the same shape.
    """

    def __init__(self, kind: str, colour: str, variant: int) -> None:
        name = zlib.crc32(kind.encode())
        seeds = texture_seeds(split_of_variant(variant))
        self.rng = np.random.default_rng((name, variant))
        self.colour = jittered(COLOURS[colour], np.random.default_rng((name, variant, 1)))
        self.colour_name = colour
        self.material = ""
        self.mass_kg: float | None = None
        self.variant_even = variant % 2 == 0
        self._seed = seeds[variant % len(seeds)]
        self._shared_seed = seeds[variant % SHARED_SEEDS]
        self._meshes: dict[Texture, list[Mesh]] = {}
        self._solids: list[Solid] = []
        self.wood = self.side("wood", self.pick(*WOODS))
        self.metal = self.side("metal", self.pick(*METALS))
        self.accent = self.side("fabric", self.pick(*ACCENTS))
        self.black = self.side("plastic", (38, 38, 41))
        self.white = self.side("painted", (231, 230, 226))

    def between(self, low: float, high: float) -> float:
        """A number from an interval."""
        return float(self.rng.uniform(low, high))

    def pick(self, *options: T) -> T:
        """One of the options."""
        return options[int(self.rng.integers(len(options)))]

    def chance(self, share: float) -> bool:
        """True this often."""
        return bool(self.rng.random() < share)

    def main(self, *families: str) -> Texture:
        """The named colour in one of these families; the first call also says what the object is made of."""
        family = self.pick(*families)
        self.material = self.material or MATERIALS[family]
        return Texture(family, self.colour, self._seed)

    def board(self) -> Texture:
        """The named colour as wood: grained where wood has that colour, painted otherwise."""
        return self.main("wood" if self.colour_name in ("brown", "beige", "orange") else "painted")

    def cloth(self) -> Texture:
        """The named colour as a cover: mostly plain cloth, at times patterned or leather."""
        return self.main("fabric", "fabric", "fabric", "fabric", "leather", "striped", "plaid", "dotted")

    def side(self, family: str, colour: Colour) -> Texture:
        """A side material of its own colour, from the few textures that all objects share."""
        return Texture(family, colour, self._shared_seed)

    def print(self, family: str, colour: Colour) -> Texture:
        """A printed side material that differs with the variant: books, screens."""
        return Texture(family, colour, self._seed)

    def add(self, texture: Texture, *meshes: Mesh) -> None:
        """Put meshes where they are, wearing the texture."""
        self._meshes.setdefault(texture, []).extend(meshes)

    def solid(self, form: Form, centre: Vector, half: Vector) -> None:
        """Something the car bumps into."""
        self._solids.append(Solid(form, centre, half))

    def slab(self, texture: Texture, size: Vector, centre: Vector, repeats_per_m: float = 1.2, fit: bool = False) -> None:
        """A box of full sizes, to be seen and bumped into."""
        self.add(texture, box(*size, repeats_per_m=repeats_per_m, fit=fit).at(*centre))
        self.solid("box", centre, (size[0] / 2, size[1] / 2, size[2] / 2))

    def upright(self, radius: float, bottom: float, top: float, x: float = 0.0, y: float = 0.0) -> None:
        """A standing cylinder to bump into."""
        self.solid("cylinder", (x, y, (bottom + top) / 2), (radius, radius, (top - bottom) / 2))

    def finish(self, scale: float = 1.0) -> Shape:
        """The object, scaled about the middle of its footprint; solids are cut to its bounding box."""
        parts = {texture: merge(meshes) for texture, meshes in self._meshes.items()}
        low, high = (corner.astype(float) for corner in merge(parts.values()).bounds())
        shift = np.array((-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2, -low[2]))
        placed = tuple(Part(t, m.transformed(None, shift).stretched(scale, scale, scale), t.colour == self.colour)
                       for t, m in parts.items())
        solids = tuple(_placed(_cut(solid, low, high), shift, scale) for solid in self._solids)
        mass = None if self.mass_kg is None else round(self.mass_kg * scale**3, 3)
        x, y, z = ((high - low) * scale).tolist()
        return Shape(placed, solids, (x, y, z), mass, self.material)


def _cut(solid: Solid, low: Doubles, high: Doubles) -> Solid:
    """The solid without what sticks out of the box between two corners; a sphere stays whole."""
    if solid.form == "sphere":
        return solid
    bottom = np.maximum(np.subtract(solid.centre_m, solid.half_m), low)
    top = np.minimum(np.add(solid.centre_m, solid.half_m), high)
    half_x, half_y, half_z = ((top - bottom) / 2).tolist()
    if solid.form == "cylinder":
        half_x = half_y = min(half_x, half_y)
    x, y, z = ((top + bottom) / 2).tolist()
    return Solid(solid.form, (x, y, z), (half_x, half_y, half_z))


def _placed(solid: Solid, shift: Doubles, scale: float) -> Solid:
    x, y, z = ((np.array(solid.centre_m) + shift) * scale).tolist()
    half_x, half_y, half_z = (np.array(solid.half_m) * scale).tolist()
    return Solid(solid.form, (x, y, z), (half_x, half_y, half_z))


def jittered(colour: Colour, rng: np.random.Generator) -> Colour:
    """A little lighter or darker, a little off in hue: still the colour it is called."""
    changed = np.array(colour) * rng.uniform(0.88, 1.1) * (1 + rng.normal(0, 0.03, 3))
    red, green, blue = np.clip(np.round(changed), 6, 250).astype(int).tolist()
    return red, green, blue

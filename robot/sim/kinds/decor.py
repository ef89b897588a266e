"""What hangs on walls, lies on floors and fills openings: scenery that is never a goal.

Every piece is `length_m` long along y and `height_m` high along z (a rug: along x), centred on the origin in x and y and
standing on z = 0; pictures and windows have their backs at x = 0 and are seen from +x.
"""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import WOODS, jittered
from robot.sim.kinds.kind import COLOURS, Part, Shape, Solid
from robot.sim.mesh import Mesh, box, merge
from robot.sim.rounded import cylinder, sphere
from robot.sim.splits import split_of_variant, texture_seeds
from robot.sim.textures import Colour, Texture

FRAMES: tuple[Colour, ...] = (*WOODS, (38, 38, 41), (231, 230, 226), (190, 160, 90))
CHROME: Colour = (186, 188, 192)


def picture(variant: int, colour: str, length_m: float, height_m: float) -> Shape:
    """A framed picture; the colour is that of its landscape or ground."""
    rng, seed = _chance("picture", variant)
    canvas = box(0.02, length_m - 0.08, height_m - 0.08, fit=True).at(0.01, 0, height_m / 2)
    frame = Texture("wood", FRAMES[int(rng.integers(len(FRAMES)))], seed)
    return _shape({Texture("painting", jittered(COLOURS[colour], rng), seed): canvas, frame: _frame(length_m, height_m)})


def window(variant: int, colour: str, length_m: float, height_m: float) -> Shape:
    """A window with a view and a sill; the colour is that of the land outside."""
    rng, seed = _chance("window", variant)
    pane = box(0.02, length_m - 0.08, height_m - 0.08, fit=True).at(0.01, 0, height_m / 2)
    sill = box(0.16, length_m + 0.06, 0.03).at(0.08, 0, 0.015)
    white = Texture("painted", (236, 235, 230), seed)
    land = Texture("view", jittered(COLOURS[colour], rng), seed)
    return _shape({land: pane, white: merge((_frame(length_m, height_m), sill))})


def rug(variant: int, colour: str, length_m: float, height_m: float) -> Shape:
    """A rug 8 mm thick and not solid, so that the car drives over it; rectangular, or an oval."""
    rng, seed = _chance("rug", variant)
    family = ("rug", "rug", "striped", "carpet")[int(rng.integers(4))]
    texture = Texture(family, jittered(COLOURS[colour], rng), seed)
    if rng.random() < 0.25:
        return _shape({texture: _from_above(cylinder(0.5, 0.008, 28).stretched(height_m, length_m, 1.0))})
    return _shape({texture: box(height_m, length_m, 0.008, fit=True).at(0, 0, 0.004)})


def door_leaf(variant: int, colour: str, length_m: float, height_m: float) -> Shape:
    """A door's leaf, 4 cm thick, with panels and knobs; its hinge is at -y."""
    rng, seed = _chance("door", variant)
    leaf = box(0.04, length_m, height_m, fit=True).at(0, 0, height_m / 2)
    knobs = merge(sphere(0.028, 8).at(side * 0.055, length_m / 2 - 0.07, 0.5 * height_m) for side in (-1, 1))
    shape = _shape({Texture("panelled", jittered(COLOURS[colour], rng), seed): leaf, Texture("metal", CHROME, seed): knobs})
    solid = Solid("box", (0.0, 0.0, height_m / 2), (0.02, length_m / 2, height_m / 2))
    return Shape(shape.parts, (solid,), shape.size_m, None, "wooden")


def door_frame(variant: int, colour: str, length_m: float, height_m: float, wall_m: float) -> Shape:
    """The lining of an opening of this length and height in a wall `wall_m` thick along y.

    It takes 4 cm off the opening on each side and above, and stands 1 cm proud of the wall, where a trim surrounds it.
    """
    rng, seed = _chance("frame", variant)
    deep, thick, trim = wall_m + 0.02, 0.04, 0.06
    sides = [box(deep, thick, height_m).at(0, side * (length_m - thick) / 2, height_m / 2) for side in (-1, 1)]
    above = [box(deep, length_m - 2 * thick, thick).at(0, 0, height_m - thick / 2)]
    for front in (-1, 1):
        x = front * (wall_m / 2 + 0.01)
        post = box(0.02, trim, height_m + trim).at(x, 0, (height_m + trim) / 2)
        sides += [post.at(0, side * (length_m + trim) / 2, 0) for side in (-1, 1)]
        above.append(box(0.02, length_m, trim).at(x, 0, height_m + trim / 2))
    shape = _shape({Texture("painted", jittered(COLOURS[colour], rng), seed): merge(sides + above)})
    half = (deep / 2, thick / 2, height_m / 2)
    solids = tuple(Solid("box", (0.0, side * (length_m - thick) / 2, height_m / 2), half) for side in (-1, 1))
    return Shape(shape.parts, solids, shape.size_m, None, "wooden")


DECOR = {"picture": picture, "window": window, "rug": rug, "door": door_leaf}


def _chance(name: str, variant: int) -> tuple[np.random.Generator, int]:
    """A generator and a texture seed of the variant's split."""
    seeds = texture_seeds(split_of_variant(variant))
    return np.random.default_rng((*name.encode(), variant)), seeds[variant % len(seeds)]


def _frame(length: float, height: float) -> Mesh:
    """Four bars, 4 cm wide and 3 cm deep, whose outer edge is a rectangle in the y, z plane standing on z = 0."""
    lying = [box(0.03, length, 0.04).at(0.015, 0, z) for z in (0.02, height - 0.02)]
    standing = [box(0.03, 0.04, height - 0.08).at(0.015, side * (length / 2 - 0.02), height / 2) for side in (-1, 1)]
    return merge(lying + standing)


def _from_above(mesh: Mesh) -> Mesh:
    """The picture laid over the mesh once, as seen from above."""
    low, high = mesh.bounds()
    uv = ((mesh.vertices - low) / (high - low))[:, [1, 0]]
    return Mesh(mesh.vertices, mesh.faces, uv.astype(np.float32), mesh.normals)


def _shape(parts: dict[Texture, Mesh]) -> Shape:
    low, high = merge(parts.values()).bounds()
    x, y, z = (high - low).tolist()
    return Shape(tuple(Part(texture, mesh) for texture, mesh in parts.items()), (), (x, y, z), None, "")

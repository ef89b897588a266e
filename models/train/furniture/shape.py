"""From somebody's model to a shape of ours: metres, front to +x, standing on the floor, not too many triangles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.train.furniture.library import LibraryError, Piece
from models.train.furniture.wavefront import Colour, Model
from robot.sim import foreign
from robot.sim.foreign import Blank, Coat
from robot.sim.kinds import Solid
from robot.sim.mesh import Mesh, unit

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

MOST_FACES = 3_000
REPEATS_PER_M = 1.2
LOW_M = 0.25
"""Below it the car can bump into a thing, so what it touches is made with care."""

CELL_M = 0.04
MOST_BOXES = 24
SAMPLES = 40_000
SMOOTH = 0.75
"""Edges whose sides turn by less than the angle of this cosine from their mean look round."""

FAMILIES = (
    ("wood", ("wood", "oak", "pine", "teak", "bois", "legno", "madera")),
    ("metal", ("metal", "steel", "iron", "chrome", "alu")),
    ("leather", ("leather", "cuir")), ("glass", ("glass", "verre")), ("ceramic", ("ceramic", "porcelain")),
    ("fabric", ("fabric", "cloth", "cushion", "textile", "cotton", "tissu", "seat", "pillow", "sheet", "mattress")),
    ("leafy", ("leaf", "leaves", "feuille", "plant")), ("fur", ("fur", "hair")),
)
"""Words in a material's name, and which of our textures it then wears; plain paint otherwise."""


def shaped(model: Model, piece: Piece, kind: str, coats: dict[str, tuple[Colour, float]]) -> Blank:
    """The shape. `coats` has the colour and the opacity of each material; what is nearly clear is left out. LibraryError."""
    clear = [number for number, name in enumerate(model.materials) if coats.get(name, (None, 1.0))[1] < 0.15]
    kept = ~np.isin(model.material, clear)
    if not kept.any():
        raise LibraryError("can't be seen at all")
    standing = placed(model.vertices, model.faces[kept], piece)
    vertices, faces, material = decimated(standing, model.faces[kept], model.material[kept])
    colours = [coats.get(name, ((160, 160, 160), 1.0))[0] for name in model.materials]
    used = sorted(set(material.tolist()), key=lambda number: _rank(kind, vertices, faces[material == number]))
    parts = [(Coat(_family(model.materials[number]), colours[number]), skin(vertices, faces[material == number]))
             for number in used]
    low, high = vertices[faces].min(axis=(0, 1)), vertices[faces].max(axis=(0, 1))
    size = (float(high[0] - low[0]), float(high[1] - low[1]), float(high[2]))
    about = foreign.About(kind=kind, name=piece.name, creator=piece.creator, licence=piece.licence, size_m=size)
    return Blank(about, tuple(parts), solids(vertices, faces))


def placed(vertices: Array, faces: Ints, piece: Piece) -> Array:
    """Vertices as the catalogue wants them: turned, as large as it says, x to the front, y to the left, z up from the floor.

    A model has x to its left, y up and z to its front, seen from itself.
    """
    turned = vertices @ np.array(piece.rotation).reshape(3, 3).T
    used = turned[np.unique(faces)]
    low, high = used.min(axis=0), used.max(axis=0)
    extent = high - low
    if (extent < 1e-9).any():
        raise LibraryError("is flat")
    ours = ((turned - (low + high) / 2) * np.array([piece.width_m, piece.height_m, piece.depth_m]) / extent)[:, [2, 0, 1]]
    ours[:, 2] += piece.height_m / 2
    return np.asarray(ours, dtype=np.float64)


def decimated(vertices: Array, faces: Ints, material: Ints) -> tuple[Array, Ints, Ints]:
    """At most MOST_FACES: corners in one cell of a grid, just coarse enough, become one (Rossignac & Borrel 1993)."""
    cell_m = 0.001
    while True:
        keys, group = np.unique(np.round(vertices / cell_m).astype(np.int64), axis=0, return_inverse=True)
        group = group.reshape(-1)
        count = np.bincount(group, minlength=len(keys))[:, None]
        merged = np.stack([np.bincount(group, vertices[:, axis], len(keys)) for axis in range(3)], axis=1) / count
        joined = group[faces]
        real = (joined[:, 0] != joined[:, 1]) & (joined[:, 1] != joined[:, 2]) & (joined[:, 2] != joined[:, 0])
        _, first = np.unique(np.sort(joined, axis=1), axis=0, return_index=True)
        real &= np.isin(np.arange(len(joined)), first)
        if not real.any():
            raise LibraryError("is smaller than can be drawn")
        if real.sum() <= MOST_FACES:
            return merged, joined[real].astype(np.int32), material[real]
        cell_m *= 1.3


def skin(vertices: Array, faces: Ints) -> Mesh:
    """The triangles with normals and texture coordinates, both sides of each: others' models are not always closed."""
    corners = vertices[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat = unit(across).astype(np.float64)
    weights = np.repeat(across, 3, axis=0)
    mean: Array = np.stack([np.bincount(faces.ravel(), weights[:, axis], len(vertices)) for axis in range(3)], axis=1)
    smooth = unit(mean)[faces].astype(np.float64)
    round_here = (smooth * flat[:, None]).sum(axis=2, keepdims=True) > SMOOTH
    normals = np.where(round_here, smooth, flat[:, None]).reshape(-1, 3)
    points, uv = corners.reshape(-1, 3), _uv(corners, flat)
    outside = np.arange(len(points), dtype=np.int32).reshape(-1, 3)
    inside = outside[:, ::-1] + np.int32(len(points))
    return Mesh(np.concatenate([points, points]).astype(np.float32), np.concatenate([outside, inside]).astype(np.int32),
                np.concatenate([uv, uv]).astype(np.float32), np.concatenate([normals, -normals]).astype(np.float32))


def solids(vertices: Array, faces: Ints) -> tuple[Solid, ...]:
    """Boxes to bump into: below the car's height around what is really there, above it one around all."""
    points = _sampled(vertices, faces)
    low, high = points[points[:, 2] <= LOW_M], points[points[:, 2] > LOW_M]
    found = []
    if len(low):
        found += [_box(np.array([x0, y0, 0.0]), np.array([x1, y1, low[:, 2].max()])) for x0, y0, x1, y1 in _rectangles(low)]
    if len(high):
        found.append(_box(high.min(axis=0), high.max(axis=0)))
    return tuple(found)


def _rectangles(points: Array) -> list[tuple[float, float, float, float]]:
    """A few rectangles that cover the points seen from above; one around all where it would take too many."""
    start = points[:, :2].min(axis=0)
    cells = np.floor((points[:, :2] - start) / CELL_M).astype(int)
    taken = np.zeros(cells.max(axis=0) + 1, dtype=bool)
    taken[cells[:, 0], cells[:, 1]] = True
    open_runs: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    for row in range(len(taken) + 1):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], taken[row], [0]]))) if row < len(taken) else np.empty(0, int)
        runs = set(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
        for run in [run for run in open_runs if run not in runs]:
            found.append((open_runs.pop(run), run[0], row, run[1]))
        for run in runs:
            open_runs.setdefault(run, row)
    if len(found) > MOST_BOXES:
        found = [(0, 0, taken.shape[0], taken.shape[1])]
    limit = points[:, :2].max(axis=0)
    return [(*(start + np.array([x0, y0]) * CELL_M).tolist(), *np.minimum(start + np.array([x1, y1]) * CELL_M, limit).tolist())
            for x0, y0, x1, y1 in sorted(found)]


def _box(low: Array, high: Array) -> Solid:
    half = np.maximum((high - low) / 2, 0.004)
    x, y, z = ((low + high) / 2).tolist()
    half_x, half_y, half_z = half.tolist()
    return Solid("box", (x, y, max(z, half_z)), (half_x, half_y, half_z))


def _sampled(vertices: Array, faces: Ints) -> Array:
    """Points all over the triangles, and their corners."""
    corners = vertices[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    generator = np.random.default_rng(0)
    chosen = generator.choice(len(faces), SAMPLES, p=area / area.sum()) if area.sum() > 0 else np.zeros(1, int)
    share = np.sort(generator.random((len(chosen), 2)), axis=1)
    weights = np.stack([share[:, 0], share[:, 1] - share[:, 0], 1 - share[:, 1]], axis=1)
    return np.concatenate([np.einsum("nk,nkd->nd", weights, corners[chosen]), corners.reshape(-1, 3)])


def _uv(corners: Array, flat: Array) -> Array:
    """Each triangle is papered along the two axes it faces least."""
    facing = np.abs(flat).argmax(axis=1)
    pairs = np.array([[1, 2], [0, 2], [0, 1]])[facing]
    return np.take_along_axis(corners, pairs[:, None, :], axis=2).reshape(-1, 2) * REPEATS_PER_M * [1, -1]


def _rank(kind: str, vertices: Array, faces: Ints) -> float:
    """The part of least rank takes the thing's colour: the largest, but of a plant the lowest, which is its pot."""
    return float(vertices[faces][..., 2].mean()) if kind == "plant" else -_area(vertices, faces)


def _area(vertices: Array, faces: Ints) -> float:
    corners = vertices[faces]
    return float(np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum())


def _family(material: str) -> str:
    lowered = material.lower()
    return next((family for family, words in FAMILIES if any(word in lowered for word in words)), "painted")

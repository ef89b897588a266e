"""Triangle meshes with texture coordinates, and the flat-sided ones; `rounded.py` has the round ones.

Frames are right-handed, z up, metres. Faces wind counter-clockwise seen from outside. Texture coordinates count repeats
of the picture: u runs right and v runs *down* as the picture is looked at, so (0, 0) is its top left corner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Vector = tuple[float, float, float]


@dataclass(frozen=True, eq=False, slots=True)
class Mesh:
    """vertices (N, 3) f32 in metres, faces (M, 3) i32, uv (N, 2) f32 in repeats, normals (N, 3) f32 of length one."""

    vertices: Floats
    faces: NDArray[np.int32]
    uv: Floats
    normals: Floats

    def transformed(self, rotation: ArrayLike | None = None, offset: ArrayLike = (0.0, 0.0, 0.0)) -> Mesh:
        """Turned by a (3, 3) rotation about the origin, then moved by `offset` metres."""
        turn = np.eye(3) if rotation is None else np.asarray(rotation, float)
        vertices = self.vertices @ turn.T + np.asarray(offset, float)
        return Mesh(vertices.astype(np.float32), self.faces, self.uv, (self.normals @ turn.T).astype(np.float32))

    def at(self, x: float, y: float, z: float) -> Mesh:
        """Moved, not turned."""
        return self.transformed(None, (x, y, z))

    def stretched(self, x: float, y: float, z: float) -> Mesh:
        """Scaled along each axis by a positive factor; the normals stay perpendicular to the surface."""
        factors = np.array((x, y, z), np.float64)
        return Mesh((self.vertices * factors).astype(np.float32), self.faces, self.uv, unit(self.normals / factors))

    def bounds(self) -> tuple[Floats, Floats]:
        """The lowest and the highest corner of the axis-aligned bounding box."""
        return self.vertices.min(axis=0), self.vertices.max(axis=0)


def merge(meshes: Iterable[Mesh]) -> Mesh:
    """All meshes as one."""
    parts = list(meshes)
    if not parts:
        raise ValueError("cannot merge no meshes at all")
    starts = np.cumsum([0] + [len(part.vertices) for part in parts[:-1]])
    faces = np.concatenate([part.faces + start for part, start in zip(parts, starts, strict=True)])
    return Mesh(
        np.concatenate([part.vertices for part in parts]),
        faces.astype(np.int32),
        np.concatenate([part.uv for part in parts]),
        np.concatenate([part.normals for part in parts]),
    )


def rotation_x(angle_rad: float) -> NDArray[np.float64]:
    """(3, 3) turning about x: y towards z."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)))


def rotation_y(angle_rad: float) -> NDArray[np.float64]:
    """(3, 3) turning about y: z towards x, so that a positive angle tips something forward."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))


def rotation_z(angle_rad: float) -> NDArray[np.float64]:
    """(3, 3) turning about z: x towards y."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))


# A block's six faces, each as its corners (top left, bottom left, bottom right, top right) seen from outside. A corner's
# number has bit 0 for +x, bit 1 for +y, bit 2 for +z.
_BLOCK_FACES = np.array(((5, 1, 3, 7), (6, 2, 0, 4), (7, 3, 2, 6), (4, 0, 1, 5), (4, 5, 7, 6), (1, 0, 2, 3)))
_CORNERS = np.array([[2 * (i & 1) - 1, 2 * (i >> 1 & 1) - 1, 2 * (i >> 2) - 1] for i in range(8)], float)


def block(corners: ArrayLike, repeats_per_m: float = 1.0, fit: bool = False) -> Mesh:
    """Six flat faces on 8 corners (8, 3); corner number = (+x) + 2 (+y) + 4 (+z).

    The picture repeats `repeats_per_m` times a metre, or with `fit` covers each face once.
    """
    points = np.asarray(corners, float)[_BLOCK_FACES]
    down, right = points[:, 1] - points[:, 0], points[:, 3] - points[:, 0]
    scale = 1.0 if fit else repeats_per_m * np.stack((length(right), length(down)), axis=1)[:, None]
    uv = np.broadcast_to(np.array(((0, 0), (0, 1), (1, 1), (1, 0)), float), (6, 4, 2)) * scale
    across = np.cross(points[:, 2] - points[:, 0], points[:, 3] - points[:, 1])
    faces = np.arange(24).reshape(6, 4)[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    return _mesh(points.reshape(-1, 3), faces, uv.reshape(-1, 2), np.repeat(across, 4, axis=0))


def box(size_x: float, size_y: float, size_z: float, repeats_per_m: float = 1.0, fit: bool = False) -> Mesh:
    """A box of full sizes in metres, centred at the origin."""
    return block(_CORNERS * np.array((size_x, size_y, size_z)) / 2, repeats_per_m, fit)


def taper(
    bottom: tuple[float, float],
    top: tuple[float, float],
    height: float,
    shift: tuple[float, float] = (0.0, 0.0),
    repeats_per_m: float = 1.0,
    fit: bool = False,
) -> Mesh:
    """A box standing on z = 0 whose top (x, y sizes) differs from its bottom and may be moved sideways by `shift`."""
    corners = _CORNERS.copy()
    corners[:4, :2] *= np.array(bottom) / 2
    corners[4:, :2] = corners[4:, :2] * np.array(top) / 2 + np.array(shift)
    corners[:, 2] = np.where(corners[:, 2] > 0, height, 0.0)
    return block(corners, repeats_per_m, fit)


def bar(start: Vector, end: Vector, width: float, end_width: float | None = None, repeats_per_m: float = 2.0) -> Mesh:
    """A square bar from one point to another, its width changing evenly; legs, rails, poles. The picture's u runs along it."""
    height = float(np.linalg.norm(np.subtract(end, start)))
    other = width if end_width is None else end_width
    upright = taper((width, width), (other, other), height, repeats_per_m=repeats_per_m)
    return Mesh(upright.vertices, upright.faces, upright.uv[:, ::-1].copy(), upright.normals).transformed(
        aim(start, end), start
    )


def surface(points: ArrayLike, uv: ArrayLike, normals: ArrayLike) -> Mesh:
    """A sheet of quads over a grid: points (R, C, 3), uv (R, C, 2), normals (R, C, 3).

    The outside is where columns turn counter-clockwise into rows. Quads of no area (at poles, at doubled rows) are left out.
    """
    grid = np.asarray(points, float)
    rows, columns = grid.shape[:2]
    corner = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1])
    faces = np.concatenate((np.stack((a, b, c), axis=-1).reshape(-1, 3), np.stack((a, c, d), axis=-1).reshape(-1, 3)))
    flat = grid.reshape(-1, 3)
    area = length(np.cross(flat[faces[:, 1]] - flat[faces[:, 0]], flat[faces[:, 2]] - flat[faces[:, 0]]))
    return _mesh(flat, faces[area > 1e-10], np.asarray(uv, float).reshape(-1, 2), np.asarray(normals, float).reshape(-1, 3))


def _mesh(vertices: ArrayLike, faces: ArrayLike, uv: ArrayLike, normals: ArrayLike) -> Mesh:
    return Mesh(
        np.asarray(vertices, np.float32),
        np.asarray(faces, np.int32),
        np.asarray(uv, np.float32),
        unit(np.asarray(normals, np.float64)),
    )


def length(vectors: NDArray[np.floating]) -> NDArray[np.float64]:
    """The Euclidean lengths of (…, D) vectors."""
    return np.asarray(np.linalg.norm(vectors, axis=-1), np.float64)


def unit(vectors: NDArray[np.floating]) -> Floats:
    """(…, D) vectors brought to length one; zero stays zero."""
    return (vectors / np.maximum(length(vectors)[..., None], 1e-12)).astype(np.float32)


def aim(start: Vector, end: Vector) -> NDArray[np.float64]:
    """(3, 3) rotation that lays +z along the way from one point to the other, keeping +y as level as it can be."""
    ahead = unit(np.subtract(end, start).astype(float)).astype(float)
    side = np.cross((0.0, 1.0, 0.0), ahead)
    side = np.array((1.0, 0.0, 0.0)) if length(side) < 1e-6 else side / length(side)
    return np.stack((side, np.cross(ahead, side), ahead), axis=1)


LIE_X = rotation_y(np.pi / 2)  # lays what stands along z along x, its top to the front
LIE_Y = rotation_x(-np.pi / 2)  # lays what stands along z along y, its top to the left

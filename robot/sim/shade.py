"""Painted shade: soft darkness where things meet the floor and floors meet walls, without the cost of shadow maps.

MuJoCo's renderer blends one opacity a geom, so softness comes from bands: each shade is cut into rings of falling opacity
that lie side by side, and no pixel is painted twice by one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from robot.sim import mesh

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from robot.sim.mesh import Mesh, Vector
    from robot.sim.world import Wall

BANDS = 10
"""Opacities from the faintest band, 0, to the darkest."""

_DARKEST = 0.4
_ABOVE_FLOOR_M = 0.002
_ABOVE_RUG_M = 0.0095
_WALL_REACH_M, _WALL_BANDS = 0.35, 7
"""How far shade creeps from a wall's foot, and how dark it gets."""


def opacity(band: int) -> float:
    """How much of the floor's light a band takes away."""
    share = (band + 1) / BANDS
    return _DARKEST * share * share * (3 - 2 * share)


def blob(size_m: Vector, on_rug: bool = False, coarse: bool = False) -> dict[int, Mesh]:
    """Shade under a thing of this size, a mesh for each band: full under it, gone a hand's breadth outside.

    `coarse` takes half the bands: for things that carry their own shade with them, since every band costs a geom.
    """
    reach = 0.05 + 0.1 * min(1.0, size_m[2])
    half = np.array(size_m[:2]) / 2
    bands = range(1, BANDS, 2) if coarse else range(BANDS)
    edges = [_rounded(half + grown) for grown in np.linspace(reach, -0.4 * half.min(), len(bands))]
    z = _ABOVE_RUG_M if on_rug else _ABOVE_FLOOR_M
    rings = zip(bands, edges, [*edges[1:], 0 * edges[0]], strict=True)
    return {band: _sheet([inner, outer], z) for band, outer, inner in rings}


def feet(wall: Wall, side: float, start_m: float, end_m: float) -> dict[int, Mesh]:
    """Shade along the foot of one side of a wall, doorways left out, a mesh for each band."""
    (ux, uy), half = wall.direction, wall.thickness_m / 2
    reaches = half + np.linspace(_WALL_REACH_M, 0.0, _WALL_BANDS + 1)
    found = {}
    for band in range(_WALL_BANDS):
        strips = []
        for a, b, low in wall.pieces(start_m, end_m):
            ends = np.array([wall.point(s) for s in ((a, b) if side > 0 else (b, a))])
            near, far = (ends + side * reach * np.array([-uy, ux]) for reach in (reaches[band + 1], reaches[band]))
            strips += [_sheet([far, near], _ABOVE_FLOOR_M)] if low == 0.0 else []
        if strips:
            found[band] = mesh.merge(strips)
    return found


def _rounded(half_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """(13, 2) the closed outline of a rectangle with round corners."""
    radius = 0.5 * float(half_m.min())
    turn = np.linspace(0.0, 2 * np.pi, 13) + np.pi / 12
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return np.asarray(np.sign(ring) * (half_m - radius) + ring * radius, dtype=np.float64)


def _sheet(outlines: list[NDArray[np.float64]], z_m: float) -> Mesh:
    """A flat band, facing up, from its inner (first) to its outer outline, both with the inside on their left."""
    grid = np.array(outlines[::-1])
    points = np.concatenate([grid, np.full((*grid.shape[:2], 1), z_m)], axis=2)
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), points.shape)
    return mesh.surface(points, np.zeros_like(grid), up)

"""Painted shade: soft darkness where things meet the floor and floors meet walls, without the cost of shadow maps.

MuJoCo's renderer blends one opacity a geom, so softness comes from layers: sheets of thin grey, each a little smaller and
a little higher than the one below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from robot.sim import mesh

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from robot.sim.mesh import Mesh, Vector
    from robot.sim.world import World

OPACITY = 0.03
"""Of one layer."""

_LAYERS = 16
_ABOVE_FLOOR_M = 0.002
_ABOVE_RUG_M = 0.0095
_APART_M = 0.00015
_WALL_REACH_M = 0.5
"""How far shade creeps from a wall's foot."""


def blob(size_m: Vector, on_rug: bool = False) -> Mesh:
    """Shade under a thing of this size: full under it, gone a hand's breadth outside."""
    base = _ABOVE_RUG_M if on_rug else _ABOVE_FLOOR_M
    reach = 0.05 + 0.1 * min(1.0, size_m[2])
    half = np.array(size_m[:2]) / 2
    steps = np.linspace(reach, -0.6 * half.min(), _LAYERS)
    return mesh.merge(_rounded(half + grown, base + layer * _APART_M) for layer, grown in enumerate(steps))


def feet(world: World) -> Mesh:
    """Shade along the feet of the walls of every room."""
    parts = []
    for room in world.rooms:
        outer = np.array([[room.rect.x0_m, room.rect.y0_m], [room.rect.x1_m, room.rect.y0_m],
                          [room.rect.x1_m, room.rect.y1_m], [room.rect.x0_m, room.rect.y1_m]])
        inwards = np.sign(outer.mean(0) - outer)
        for layer in range(_LAYERS):
            inner = outer + inwards * _WALL_REACH_M * (1 - layer / _LAYERS) ** 1.5
            z = _ABOVE_FLOOR_M + layer * _APART_M
            parts += [_sheet([[outer[i], outer[i - 3]], [inner[i], inner[i - 3]]], z) for i in range(4)]
    return mesh.merge(parts)


def _rounded(half_m: NDArray[np.float64], z_m: float) -> Mesh:
    """A rectangle with round corners, as a fan around its middle."""
    radius = 0.5 * float(half_m.min())
    turn = np.linspace(0.0, 2 * np.pi, 16, endpoint=False) + np.pi / 16
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    edge = np.sign(ring) * (half_m - radius) + ring * radius
    edge = np.vstack([edge, edge[:1]])
    return _sheet([np.zeros_like(edge), edge], z_m, flip=True)


def _sheet(points: object, z_m: float, flip: bool = False) -> Mesh:
    """Flat quads over a grid of floor points (R, C, 2), facing up."""
    grid = np.asarray(points, dtype=float)
    grid = grid[::-1] if flip else grid
    z = np.full((*grid.shape[:2], 1), z_m)
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), (*grid.shape[:2], 3))
    return mesh.surface(np.concatenate([grid, z], axis=2), np.zeros_like(grid), up)

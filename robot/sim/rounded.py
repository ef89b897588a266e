"""Meshes with curves: lathed, swept, soft and cut-out things. Conventions as in `mesh.py`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from robot.sim.mesh import Mesh, Vector, aim, length, merge, surface, unit

Outline = Sequence[tuple[float, float]]
Doubles = NDArray[np.float64]

SHARP_COS = 0.6  # neighbouring facets whose normals differ by more than about 53 degrees keep a visible edge


def lathe(profile: Outline, sides: int = 16, repeats: tuple[float, float] = (1.0, 1.0)) -> Mesh:
    """What a lathe makes: (radius, z) pairs from bottom to top turned about z; radius 0 at both ends closes it.

    Bends sharper than about 53 degrees stay edges, the rest is shaded smoothly. The picture goes `repeats` times
    (around, up).
    """
    given = np.asarray(profile, float)
    outline = given[np.append(True, length(np.diff(given, axis=0)) > 1e-9)]  # a point said twice has no direction
    facing, along = _edge(outline)
    index, normal = _joints(facing, closed=False)
    turn = np.linspace(0.0, 2 * np.pi, sides + 1)
    ring = np.stack((np.cos(turn), np.sin(turn)), axis=1)
    u, v = np.meshgrid(turn / (2 * np.pi) * repeats[0], (1 - along[index] / along[-1]) * repeats[1])
    points = _turned(outline[index, 0], outline[index, 1], ring)
    return surface(points, np.stack((u, v), axis=2), _turned(normal[:, 0], normal[:, 1], ring))


def cylinder(radius: float, height: float, sides: int = 16, top_radius: float | None = None) -> Mesh:
    """A closed cylinder or cone standing on z = 0."""
    top = radius if top_radius is None else top_radius
    return lathe([(0, 0), (radius, 0), (top, height), (0, height)][: 3 if top == 0 else 4], sides)


def ellipsoid(x: float, y: float, z: float, sides: int = 12) -> Mesh:
    """An ellipsoid of three radii, centred at the origin."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, max(4, sides // 2) + 1)
    radius = np.cos(angle)
    radius[[0, -1]] = 0.0
    return lathe(list(zip(radius, np.sin(angle), strict=True)), sides).stretched(x, y, z)


def sphere(radius: float, sides: int = 12) -> Mesh:
    """A ball centred at the origin."""
    return ellipsoid(radius, radius, radius, sides)


def capsule(start: Vector, end: Vector, radius: float, end_radius: float | None = None, sides: int = 8) -> Mesh:
    """A limb: round at both ends, its thickness changing evenly from `start` to `end`."""
    other = radius if end_radius is None else end_radius
    height = float(np.linalg.norm(np.subtract(end, start)))
    bend = np.linspace(0.0, np.pi / 2, 4)
    lower = [(radius * np.sin(a), -radius * np.cos(a)) for a in bend]
    upper = [(other * np.cos(a), height + other * np.sin(a)) for a in bend[:-1]] + [(0.0, height + other)]
    return lathe(lower + upper, sides).transformed(aim(start, end), start)


def tube(path: ArrayLike, radius: float, sides: int = 8) -> Mesh:
    """A round tube along a path (K, 3) of at least two points, closed at both ends; handles, hoses, bent legs."""
    line = np.asarray(path, float)
    ahead = unit(np.gradient(line, axis=0)).astype(float)
    side, up = _frames(ahead)
    turn = np.linspace(0.0, 2 * np.pi, sides + 1)[None, :, None]
    outward = side[:, None] * np.cos(turn) + up[:, None] * np.sin(turn)
    rings = line[:, None] + radius * outward
    points = np.concatenate((_pinched(line[0], rings[0]), rings, _pinched(line[-1], rings[-1])[::-1]))
    caps = [np.broadcast_to(facing, (2, *rings[0].shape)) for facing in (-ahead[0], ahead[-1])]
    u, v = np.meshgrid(turn.ravel() / (2 * np.pi), np.linspace(1.0, 0.0, len(points)))
    return surface(points, np.stack((u, v), axis=2), np.concatenate((caps[0], outward, caps[1])))


def torus(
    radius: float, thickness: float, start_rad: float = 0.0, end_rad: float = 2 * np.pi, sides: int = 14, around: int = 8
) -> Mesh:
    """A ring, or part of one, in the plane z = 0: `radius` to the middle of a tube of radius `thickness`."""
    angle = np.linspace(start_rad, end_rad, sides + 1)
    ring = np.stack((np.cos(angle), np.sin(angle)), axis=1)
    if end_rad - start_rad < 2 * np.pi - 1e-6:
        return tube(np.hstack((radius * ring, np.zeros((sides + 1, 1)))), thickness, around)
    turn = np.linspace(0.0, 2 * np.pi, around + 1)
    outward = _turned(np.cos(turn), np.sin(turn), ring)
    u, v = np.meshgrid(angle, turn)
    points = _turned(radius + thickness * np.cos(turn), thickness * np.sin(turn), ring)
    return surface(points, np.stack((u, v), axis=2), outward)


def cushion(
    size_x: float, size_y: float, size_z: float, squareness: float = 0.65, repeats_per_m: float = 2.0, sides: int = 14
) -> Mesh:
    """A soft box (a superellipsoid) of full sizes, centred at the origin; squareness 0 is an ellipsoid, 1 a box."""
    power = max(0.05, 1.0 - squareness)
    half = np.array((size_x, size_y, size_z)) / 2
    tilt = np.linspace(-np.pi / 2, np.pi / 2, sides // 2 + 1)
    turn = np.linspace(0.0, 2 * np.pi, sides + 1)
    points = _superellipsoid(tilt, turn, power) * half
    normals = _superellipsoid(tilt, turn, 2.0 - power) / half
    uv = np.stack((points[..., 1] + points[..., 0], 0.5 * points[..., 0] - points[..., 2]), axis=2) * repeats_per_m
    return surface(points, uv, normals)


def extrude(outline: Outline, depth: float, repeats_per_m: float = 2.0) -> Mesh:
    """A plate cut to an outline in x, y; z from -depth/2 to +depth/2.

    The outline runs counter-clockwise and must be visible whole from its centroid. The picture lies on it as seen from
    +z with +y up.
    """
    corner = np.asarray(outline, float)
    edge = np.vstack((corner, corner[:1]))
    facing, along = _edge(edge)
    index, normal = _joints(facing, closed=True)
    low, high = (np.insert(edge, 2, z, axis=1) for z in (-depth / 2, depth / 2))
    rim_uv = np.stack((np.tile(along[index], (2, 1)), np.repeat((depth, 0.0), len(index)).reshape(2, -1)), axis=2)
    rim = surface(
        np.stack((low[index], high[index])), rim_uv * repeats_per_m, np.tile(np.insert(normal, 2, 0.0, axis=1), (2, 1, 1))
    )
    lids = [_lid(low, -1.0, repeats_per_m), _lid(high, 1.0, repeats_per_m)]
    return merge((rim, *lids))


def leaf(length: float, width: float, rise_rad: float = 0.9, droop_rad: float = 1.2, steps: int = 4) -> Mesh:
    """A leaf growing from the origin along +x, starting `rise_rad` above the floor and bending down by `droop_rad`.

    It has two sides, so it is seen from everywhere. The picture covers it once, its top at the tip.
    """
    share = np.linspace(0.0, 1.0, steps + 1)
    slope = rise_rad - droop_rad * share
    middle = np.concatenate(((0.0,), (slope[1:] + slope[:-1]) / 2))
    x, z = (np.cumsum(f(middle) * np.where(share > 0, length / steps, 0.0)) for f in (np.cos, np.sin))
    half = width / 2 * np.sin(np.pi * (0.06 + 0.92 * share) ** 0.8)
    points = np.stack([np.stack((x, side * half, z), axis=1) for side in (1.0, -1.0)], axis=1)
    uv = np.stack([np.stack((0 * share + u, 1 - share), axis=1) for u in (0.0, 1.0)], axis=1)
    normal = np.stack((-np.sin(slope), 0 * slope, np.cos(slope)), axis=1)
    both = np.stack((normal, normal), axis=1)
    upper, lower = surface(points, uv, both), surface(points[:, ::-1], uv[:, ::-1], -both)
    return merge((upper, lower))


def _edge(outline: Doubles) -> tuple[Doubles, Doubles]:
    """The outward normals (K-1, 2) of an outline's (K, 2) segments and the way covered (K,) at each of its points."""
    step = np.diff(outline, axis=0)
    return unit(np.stack((step[:, 1], -step[:, 0]), axis=1)).astype(float), np.concatenate(((0.0,), np.cumsum(length(step))))


def _joints(facing: Doubles, closed: bool) -> tuple[list[int], Doubles]:
    """Which outline point each row of vertices stands on, and its normal: sharp bends get two rows, one a side."""
    index: list[int] = []
    normals: list[Doubles] = []
    for point in range(len(facing) + 1):
        before, after = facing[point - 1], facing[point % len(facing)]
        smooth = (closed or 0 < point < len(facing)) and before @ after > SHARP_COS
        sides = [before + after] if smooth else [before, after]
        sides = sides[-1:] if point == 0 else sides[:1] if point == len(facing) else sides
        index += [point] * len(sides)
        normals += sides
    return index, unit(np.array(normals)).astype(float)


def _turned(radius: Doubles, z: Doubles, ring: Doubles) -> Doubles:
    """Radii (R,) and heights (R,) swept over the directions `ring` (C, 2): (R, C, 3)."""
    height = np.broadcast_to(z[:, None, None], (len(z), len(ring), 1))
    return np.concatenate((radius[:, None, None] * ring, height), axis=2)


def _frames(ahead: Doubles) -> tuple[Doubles, Doubles]:
    """Two directions (K, 3) across each step of a path, carried along it with as little twist as may be."""
    start = np.eye(3)[np.argmin(np.abs(ahead[0]))]
    side = np.empty_like(ahead)
    for k, direction in enumerate(ahead):
        last = side[k - 1] if k else start
        side[k] = unit(last - (last @ direction) * direction)
    return side, np.cross(ahead, side)


def _pinched(tip: Doubles, ring: Doubles) -> Doubles:
    """A cap as two rows: the ring drawn together in one point, then the ring itself."""
    return np.stack((np.broadcast_to(tip, ring.shape), ring))


def _lid(edge: Doubles, facing: float, repeats_per_m: float) -> Mesh:
    """A flat fan from the centroid of a closed outline (K, 3) to its edge, facing up (+1) or down (-1)."""
    centre = np.broadcast_to(edge[:-1].mean(axis=0), edge.shape)
    points = np.stack((edge, centre) if facing > 0 else (centre, edge))
    uv = points[..., :2] * (facing, -1.0) * repeats_per_m
    return surface(points, uv, np.broadcast_to((0.0, 0.0, facing), points.shape))


def _superellipsoid(tilt: Doubles, turn: Doubles, power: float) -> Doubles:
    """(R, C, 3) points on the unit superellipsoid at these latitudes and longitudes; its seam and poles meet exactly."""
    ct, st = (_power(f(tilt), power)[:, None] for f in (np.cos, np.sin))
    cp, sp = (_power(f(turn), power)[None, :] for f in (np.cos, np.sin))
    return np.stack((ct * cp, ct * sp, np.broadcast_to(st, (len(tilt), len(turn)))), axis=2)


def _power(value: Doubles, exponent: float) -> Doubles:
    clean = np.where(np.abs(value) < 1e-9, 0.0, value)
    return np.asarray(np.sign(clean) * np.abs(clean) ** exponent)

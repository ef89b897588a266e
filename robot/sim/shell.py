"""What a building looks like without its furniture: floors, wall faces with doorways in them, trim, ceiling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from robot.sim import mesh
from robot.sim.textures import Texture

if TYPE_CHECKING:
    from robot.sim.mesh import Mesh
    from robot.sim.world import Opening, Room, Wall, World

Role = Literal["floor", "wall", "ceiling"]
Point = tuple[float, float]

SKIRTING_M = 0.08
"""Height of the board along the foot of every wall; also the width of the frame around a doorway."""

_PROUD_M = 0.012
_TRIM = Texture("painted", (236, 234, 228), 0)
_OUTSIDE = Texture("painted", (150, 150, 150), 0)

REPEATS_PER_M = {
    "planks": 1.1, "parquet": 1.3, "tiles": 0.8, "checker": 0.8, "stone": 0.7, "concrete": 0.5, "terrazzo": 1.2,
    "carpet": 1.3, "plaster": 0.5, "wallpaper": 1.4, "flowers": 1.4, "brick": 1.0, "panels": 0.8, "painted": 0.5,
}
"""How often each family's picture repeats on a metre of floor or wall, so that boards and bricks have their true size."""


class Face(NamedTuple):
    """A painted surface of the building, in the world's frame."""

    role: Role
    texture: Texture
    mesh: Mesh


def faces(world: World) -> list[Face]:
    """Every surface of the building, merged to one mesh for each role and texture."""
    found: dict[tuple[Role, Texture], list[Mesh]] = {}
    for face in _all(world):
        found.setdefault((face.role, face.texture), []).append(face.mesh)
    return [Face(role, texture, mesh.merge(parts)) for (role, texture), parts in found.items()]


def _all(world: World) -> Iterator[Face]:
    for room in world.rooms:
        yield Face("floor", room.floor, _scaled(_level(room, 0.0), room.floor))
        yield Face("ceiling", _TRIM, _scaled(_level(room, world.height_m), _TRIM))
    for wall in world.walls:
        yield from _wall(world, wall)


def _scaled(metric: Mesh, texture: Texture) -> Mesh:
    """A mesh whose texture coordinates were metres, with as many repeats as the texture's family wants."""
    uv = metric.uv * np.float32(REPEATS_PER_M.get(texture.family, 1.0))
    return mesh.Mesh(metric.vertices, metric.faces, uv, metric.normals)


def _level(room: Room, z_m: float) -> Mesh:
    """A room's floor seen from above (z = 0) or its ceiling seen from below."""
    r = room.rect
    corners = [(r.x0_m, r.y0_m), (r.x1_m, r.y0_m), (r.x1_m, r.y1_m), (r.x0_m, r.y1_m)]
    if z_m > 0:
        corners.reverse()
    return quad([(x, y, z_m) for x, y in corners], [(x, -y) for x, y in corners])


def _wall(world: World, wall: Wall) -> Iterator[Face]:
    for side in (1.0, -1.0):
        room, start, end = side_of(world, wall, side)
        texture = room.wall if room else _OUTSIDE
        for a, b, low in wall.pieces(start, end):
            yield Face("wall", texture, _scaled(_panel(wall, side, a, b, low, world.height_m), texture))
            if low == 0.0:
                yield Face("wall", _TRIM, _board(wall, side, a, b))
    for opening in wall.openings:
        yield Face("wall", _TRIM, _frame(wall, opening))


def side_of(world: World, wall: Wall, side: float) -> tuple[Room | None, float, float]:
    """The room on one side of a wall (+1 is the left of its direction), and the stretch of wall that is seen from it."""
    (x, y), normal = wall.point(wall.length_m / 2), _normal(wall, side)
    room = world.room_at(x + normal[0] * wall.thickness_m, y + normal[1] * wall.thickness_m)
    if room is None:
        return None, -wall.thickness_m / 2, wall.length_m + wall.thickness_m / 2
    inner = room.rect.inset(wall.thickness_m / 2)
    along = [(x - wall.x0_m) * wall.direction[0] + (y - wall.y0_m) * wall.direction[1]
             for x, y in ((inner.x0_m, inner.y0_m), (inner.x1_m, inner.y1_m))]
    return room, max(0.0, min(along)), min(wall.length_m, max(along))


def _panel(wall: Wall, side: float, a: float, b: float, low: float, high: float) -> Mesh:
    nx, ny = (c * wall.thickness_m / 2 for c in _normal(wall, side))
    a, b = (b, a) if side > 0 else (a, b)
    corners = [(*_shift(wall.point(s), nx, ny), z) for s, z in ((a, low), (b, low), (b, high), (a, high))]
    return quad(corners, [(-side * s, -z) for s, z in ((a, low), (b, low), (b, high), (a, high))])


def _board(wall: Wall, side: float, a: float, b: float) -> Mesh:
    """The skirting board along one stretch of one side."""
    nx, ny = (c * (wall.thickness_m + _PROUD_M) / 2 for c in _normal(wall, side))
    x, y = _shift(wall.point((a + b) / 2), nx, ny)
    return _turned(mesh.box(abs(b - a), _PROUD_M, SKIRTING_M), wall, x, y, SKIRTING_M / 2)


def _frame(wall: Wall, opening: Opening) -> Mesh:
    """Two posts and a lintel that line a doorway and stand a little proud of the wall."""
    depth, half = wall.thickness_m + 3 * _PROUD_M, opening.width_m / 2
    parts = []
    for side in (-1.0, 1.0):
        x, y = wall.point(opening.at_m + side * (half + SKIRTING_M / 2 - _PROUD_M))
        parts.append(_turned(mesh.box(SKIRTING_M, depth, opening.height_m), wall, x, y, opening.height_m / 2))
    x, y = wall.point(opening.at_m)
    top = mesh.box(opening.width_m + 2 * SKIRTING_M, depth, SKIRTING_M)
    parts.append(_turned(top, wall, x, y, opening.height_m + SKIRTING_M / 2 - _PROUD_M))
    return mesh.merge(parts)


def _turned(part: Mesh, wall: Wall, x: float, y: float, z: float) -> Mesh:
    return part.transformed(mesh.rotation_z(wall.yaw_rad), (x, y, z))


def _normal(wall: Wall, side: float) -> Point:
    """The unit vector out of one side: +1 is the left of the wall's direction."""
    return -side * wall.direction[1], side * wall.direction[0]


def _shift(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy


def quad(corners: list[tuple[float, float, float]], uv: list[Point]) -> Mesh:
    """One flat rectangle from its corners, anticlockwise as seen from its front."""
    a, b, d, c = (np.array(corners[i]) for i in (0, 1, 3, 2))
    across = np.cross(b - a, d - a)
    normals = np.broadcast_to(across / np.linalg.norm(across), (2, 2, 3))
    return mesh.surface([[a, b], [d, c]], [[uv[0], uv[1]], [uv[3], uv[2]]], normals)

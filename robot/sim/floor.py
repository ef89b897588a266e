"""The floor while it is being furnished: says yes to a thing only if the car can still reach everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from robot.sim.footprint import Footprint
from robot.sim.grid import CELL_M, Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from robot.sim.plan import Space
    from robot.sim.world import Rect, Room, Wall

CAR_M = 0.2
"""The car turns within 0.14 m; furniture leaves it this radius, so that a careful driver fits too."""

REACH_M = 0.4
"""The car's middle must get this close to the edge of everything."""

_DOORWAY_DEPTH_M = 0.55
_LEAST_OPEN = 0.25
"""Share of each room that the car's middle can drive over."""


class Floor:
    """Walls, keep-outs before doorways, and what stands where."""

    def __init__(self, rooms: Sequence[Space | Room], walls: Sequence[Wall]) -> None:
        rects = [room.rect for room in rooms]
        self.grid = Grid(min(r.x0_m for r in rects) - 0.2, min(r.y0_m for r in rects) - 0.2,
                         max(r.x1_m for r in rects) + 0.2, max(r.y1_m for r in rects) + 0.2)
        for wall in walls:
            for piece in wall.footprints():
                self.grid.block(piece)
        self._rects = rects
        self._doorways = [doorway for wall in walls for doorway in _doorways(wall)]
        self._taken: list[Footprint] = []

    def take(self, footprint: Footprint, room: Rect, gap_m: float) -> bool:
        """Put a thing there if it stands inside the room, touches nothing and leaves everything within reach."""
        return self._fits(footprint, room, gap_m) and self.stand(footprint)

    def stand(self, footprint: Footprint) -> bool:
        """Put something there, be it in a doorway, if it leaves everything within reach."""
        before = self.grid.blocked.copy()
        self.grid.block(footprint)
        if self._all_reached([*self._taken, footprint]):
            self._taken.append(footprint)
            return True
        self.grid.blocked = before
        return False

    def reached(self) -> NDArray[np.bool_]:
        """(H, W) every cell that the car's middle can be driven to."""
        return self.grid.reached(self.grid.room_for(CAR_M), self._doorways[0].x_m, self._doorways[0].y_m)

    def _fits(self, footprint: Footprint, room: Rect, gap_m: float) -> bool:
        inner = room.inset(0.055)
        inside = all(inner.contains(float(x), float(y)) for x, y in footprint.corners())
        clear = not any(footprint.overlaps(other, gap_m) for other in self._taken)
        return inside and clear and not any(footprint.overlaps(doorway) for doorway in self._doorways)

    def _all_reached(self, things: list[Footprint]) -> bool:
        reached = self.reached()
        doors = all(reached[self.grid.cell(door.x_m, door.y_m)] for door in self._doorways)
        return doors and all(self._open(reached, rect) for rect in self._rects) and all(
            _touched(self.grid, reached, thing) for thing in things)

    def _open(self, reached: NDArray[np.bool_], rect: Rect) -> bool:
        (r0, c0), (r1, c1) = self.grid.cell(rect.x0_m, rect.y0_m), self.grid.cell(rect.x1_m, rect.y1_m)
        return float(reached[r0:r1, c0:c1].sum()) * CELL_M**2 >= _LEAST_OPEN * rect.width_m * rect.depth_m


def _touched(grid: Grid, reached: NDArray[np.bool_], thing: Footprint) -> bool:
    rows, columns, near = grid.near(thing, REACH_M)
    return bool((reached[rows, columns] & near).any())


def _doorways(wall: Wall) -> list[Footprint]:
    """The floor in and before a wall's doorways, which stays empty."""
    return [Footprint(*wall.point(opening.at_m), wall.yaw_rad, opening.width_m + 0.1, 2 * _DOORWAY_DEPTH_M)
            for opening in wall.openings]

"""What the floor is made of, square by square of the picture's lower part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.layout import SURFACE_COLUMNS, SURFACE_ROWS, SURFACE_STRIDE, SURFACE_TOP_PX, SURFACES
from models.train.data import Bytes, Floats

if TYPE_CHECKING:
    from robot.sim.world import World

_STEP_PX = 4
_MADE_OF = {
    "planks": "wood", "parquet": "wood", "tiles": "tiles", "checker": "tiles", "stone": "stone", "concrete": "stone",
    "terrazzo": "stone", "carpet": "carpet",
}


class Floors:
    """The floors of one world."""

    def __init__(self, world: World) -> None:
        from robot.sim.shapes import decor_footprint

        self._rooms = [(room.rect, SURFACES.index(_MADE_OF[room.floor.family])) for room in world.rooms]
        self._rugs = [decor_footprint(item) for item in world.decor if item.kind == "rug"]

    def label(self, floor: npt.NDArray[np.bool_], points_m: Floats, x_m: float, y_m: float) -> Bytes:
        """(SURFACE_ROWS, SURFACE_COLUMNS) the commonest of SURFACES in each square.

        `floor` (H, W) is True where the picture shows a floor or a rug, `points_m` (3, H, W) what each pixel shows, as seen
        from the spot (`x_m`, `y_m`) below the camera, in the world's axes.
        """
        part = np.s_[SURFACE_TOP_PX + _STEP_PX // 2 :: _STEP_PX, _STEP_PX // 2 :: _STEP_PX]
        x, y = points_m[0][part].astype(np.float64) + x_m, points_m[1][part].astype(np.float64) + y_m
        shown = np.zeros(x.shape, dtype=np.uint8)
        for rect, surface in self._rooms:
            shown[(x >= rect.x0_m) & (x <= rect.x1_m) & (y >= rect.y0_m) & (y <= rect.y1_m)] = surface
        for rug in self._rugs:
            shown[rug.distance_m(x, y) == 0.0] = SURFACES.index("rug")
        shown[~floor[part]] = 0
        return _commonest(shown)


def _commonest(shown: Bytes) -> Bytes:
    side = SURFACE_STRIDE // _STEP_PX
    squares = shown.reshape(SURFACE_ROWS, side, SURFACE_COLUMNS, side)
    counts = np.stack([(squares == surface).sum(axis=(1, 3)) for surface in range(len(SURFACES))])
    return np.asarray(counts.argmax(axis=0), dtype=np.uint8)

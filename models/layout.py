"""What the eyes' numbers mean, shared by training and the car. The first network sees 320x240 RGB and gives four outputs.

`cells` (N, CELL), one row per cell of the grids with strides 8, 16, 32, each row by row:

    0       log-odds that a thing is there
    1…4     distance from the cell's centre to the box's left, top, right, bottom edge, in strides
    5, 6    log of (focal length / distance to the thing), pixels per metre; log of the spread of that
    7…54    the vector that tells what the thing is at a glance (not yet of unit length)
    55…66   log-odds of its main colour being each of COLOURS

The second network looks again at what was found, one by one: at CROP_PX squares and PLACE numbers (models/crops.py).
It gives a vector of LOOK numbers, log-odds of COLOURS, and the log of how many times likelier such a sight is of a thing than
of a mistake. `models.runtime.Eyes` puts both together to rows of SEEN numbers: as above, but with a unit vector of EMBEDDING
numbers in the place of the first, the second network's colours, and the log-odds by both that a thing is there.

`free` (2, COLUMNS), from left to right: log of how many pixels below the horizon the free floor ends (focal length x
camera height / distance), which does not depend on how high the camera sits; log of the spread of that.

`doorways` (DOORWAY, COLUMNS), from left to right: each column tells of the first doorway that its line of sight leads
through, and thereby of the whole doorway, so that columns vote:

    0       log-odds that there is one, not hidden
    1, 2    log of how many pixels below the horizon its threshold is crossed, as in `free`; log of the spread of that
    3, 4    angle from the line of sight, leftwards, to the threshold (rad; pi/2 where it is met square on); log of the spread
    5, 6    from the crossing to the left and to the right post, in camera heights
    7       log of the spread of those two

`surfaces` (SURFACES, SURFACE_ROWS, SURFACE_COLUMNS): log-odds of what each square of SURFACE_STRIDE pixels of the picture's
lower part, from SURFACE_TOP_PX down, shows most: one of SURFACES.

Spreads are those of a Laplace distribution: its standard deviation is sqrt(2) times the spread.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

WIDTH_PX, HEIGHT_PX = 320, 240
STRIDES = (8, 16, 32)
GLANCE, LOOK = 48, 48
EMBEDDING = GLANCE + LOOK
CROP_PX, PLACE = 64, 11
COLUMNS = 80
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "grey", "beige")

THING, BOX, RANGE, SPREAD = 0, slice(1, 5), 5, 6
GLANCED = slice(7, 7 + GLANCE)
GLANCED_COLOUR = slice(GLANCED.stop, GLANCED.stop + len(COLOURS))
CELL = GLANCED_COLOUR.stop

VECTOR = slice(7, 7 + EMBEDDING)
COLOUR = slice(VECTOR.stop, VECTOR.stop + len(COLOURS))
SEEN = COLOUR.stop

SURFACES = ("no floor", "wood", "tiles", "stone", "carpet", "rug")
SURFACE_TOP_PX, SURFACE_STRIDE = 96, 16
SURFACE_ROWS, SURFACE_COLUMNS = (HEIGHT_PX - SURFACE_TOP_PX) // SURFACE_STRIDE, WIDTH_PX // SURFACE_STRIDE

DOORWAY = 8
CROSSED, SILL, SILL_SPREAD, ANGLE, ANGLE_SPREAD, LEFT, RIGHT, POST_SPREAD = range(DOORWAY)


def cells() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Centres (N, 2) in pixels and strides (N,) of all cells."""
    centres, strides = [], []
    for stride in STRIDES:
        v, u = np.mgrid[0 : -(-HEIGHT_PX // stride), 0 : -(-WIDTH_PX // stride)]
        centres.append((np.stack([u.ravel(), v.ravel()], axis=1) + 0.5) * stride)
        strides.append(np.full(u.size, stride))
    return np.concatenate(centres).astype(np.float32), np.concatenate(strides).astype(np.float32)


class Cells:
    """Where the cells are, and the boxes that they tell of."""

    def __init__(self) -> None:
        self._centres, self._strides = cells()

    def boxes(self, distances: npt.NDArray[np.float32], chosen: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        """(M, 4) left, top, right, bottom, inside the picture, from the chosen cells' numbers BOX (M, 4)."""
        centres, edges = self._centres[chosen], distances * self._strides[chosen, None]
        boxes = np.concatenate([centres - edges[:, :2], centres + edges[:, 2:]], axis=1)
        return np.asarray(np.clip(boxes, 0.0, np.array([WIDTH_PX, HEIGHT_PX] * 2)), dtype=np.float32)

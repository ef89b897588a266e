"""Squares of the picture are told by the floor of the room that they show."""

from __future__ import annotations

import numpy as np

from models.layout import HEIGHT_PX, SURFACE_COLUMNS, SURFACE_ROWS, SURFACES, WIDTH_PX
from models.train.surfaces import Floors
from robot.sim.generate import generate

WORLD = generate(1_000_000)


def points(x_m: float, y_m: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Every pixel shows the floor within 1 mm of a point."""
    found = np.zeros((3, HEIGHT_PX, WIDTH_PX), dtype=np.float32)
    found[0], found[1] = x_m, y_m
    return found


def test_every_room_is_told_by_its_own_floor() -> None:
    floors, everywhere = Floors(WORLD), np.ones((HEIGHT_PX, WIDTH_PX), dtype=bool)
    made_of = {"planks": "wood", "parquet": "wood", "tiles": "tiles", "checker": "tiles", "carpet": "carpet"}
    for room in WORLD.rooms:
        x, y = room.rect.x0_m + 0.15, room.rect.y0_m + 0.15  # a corner, where no rug lies
        label = floors.label(everywhere, points(0.1, 0.1), x - 0.1, y - 0.1)
        assert label.shape == (SURFACE_ROWS, SURFACE_COLUMNS)
        assert {SURFACES[code] for code in label.ravel()} == {made_of.get(room.floor.family, "stone")}


def test_a_rug_is_a_rug() -> None:
    rug = next(item for item in WORLD.decor if item.kind == "rug")
    label = Floors(WORLD).label(np.ones((HEIGHT_PX, WIDTH_PX), dtype=bool), points(rug.x_m, rug.y_m), 0.0, 0.0)
    assert (label == SURFACES.index("rug")).all()


def test_what_is_no_floor_is_none() -> None:
    room = WORLD.rooms[0].rect
    shown = np.zeros((HEIGHT_PX, WIDTH_PX), dtype=bool)
    shown[:, : WIDTH_PX // 2] = True
    label = Floors(WORLD).label(shown, points(*room.centre), 0.0, 0.0)
    assert (label[:, : SURFACE_COLUMNS // 2] > 0).all()
    assert (label[:, SURFACE_COLUMNS // 2 :] == 0).all()

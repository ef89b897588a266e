"""The pictures' things one by one, cut out with some room around them, and batches of them for the second look."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.crops import MARGIN, crop, light, places
from models.layout import CROP_PX, HEIGHT_PX, WIDTH_PX
from models.train.augment import Augmenter
from models.train.data import Bytes, Floats, Shard, shard_paths

Longs = npt.NDArray[np.int64]

ROOM = 0.32
"""The margin of what is kept, in boxes: what is learnt from moves about in it."""

KEPT_PX, AROUND_PX = 88, 8
_RATE_PLAY, _BOX_PLAY = 0.15, 0.05
"""How far off the first network is: the log of a distance, and a box's edges in sides of the box."""

_RARE = 0.3
_OF_A_KIND = 4
MISTAKE = -1
"""The kind of what is no thing."""
_THINGS = 10_000
"""More than a world holds."""


class Things(NamedTuple):
    """N things as they are kept."""

    crops: Bytes
    """(N, KEPT_PX, KEPT_PX, 3)."""
    boxes: Floats
    """(N, 4) pixels of the picture."""
    log_scale: Floats
    """(N,) log of pixels per metre."""
    surroundings: Bytes
    """(N, AROUND_PX, AROUND_PX, 3) the whole picture, very small: it tells the light."""
    kind: Longs
    """(N,) MISTAKE where it is none."""
    colour: Longs
    """(N,) NO_COLOUR where it doesn't show."""
    individual: Longs
    """(N,) a number for each thing of each world; -1 where that is unknown."""


class Batch(NamedTuple):
    """B things to learn from."""

    crops: Bytes
    """(B, CROP_PX, CROP_PX, 3)."""
    places: Floats
    """(B, PLACE)."""
    kind: Longs
    colour: Longs
    individual: Longs
    coupled: int
    """How many at the end are couples."""


def cut_out(folders: tuple[Path, ...], processes: int = 2) -> Things:
    """All things of the folders' pictures that are asked for. A minute or two for two hundred thousand."""
    paths = [path for folder in folders for path in shard_paths(folder)]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return joined(list(pool.map(_of_shard, paths, range(len(paths)), chunksize=4)))


def joined(parts: list[Things]) -> Things:
    """All of them, one after another."""
    return Things(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _of_shard(path: Path, number: int) -> Things:
    crops, around, rows = [], [], []
    shard = Shard(path)
    for index in range(len(shard)):
        example = shard[index]
        picture, boxes, focal_px = np.asarray(example.picture), example.boxes, float(example.camera[0])
        for row in np.flatnonzero(boxes.kind >= 0):
            told = boxes.variant[row] >= 0
            crops.append(crop(picture, boxes.box[row], ROOM, KEPT_PX))
            around.append(surroundings(picture))
            rows.append((*boxes.box[row], np.log(focal_px / max(float(boxes.range_m[row]), 0.03)), boxes.kind[row],
                         boxes.colour[row], _THINGS * number + boxes.thing[row] if told else -1))
    table = np.array(rows, dtype=np.float64).reshape(-1, 8)
    kind, colour, individual = table[:, 5:].T.astype(np.int64)
    return Things(small(crops, KEPT_PX), table[:, :4].astype(np.float32), table[:, 4].astype(np.float32),
                  small(around, AROUND_PX), kind, colour, individual)


def small(pictures: list[Bytes], side_px: int) -> Bytes:
    """(N, side_px, side_px, 3), also of none."""
    return np.array(pictures, dtype=np.uint8).reshape(-1, side_px, side_px, 3)


def surroundings(picture: Bytes) -> Bytes:
    """The whole picture, very small."""
    import cv2

    return np.asarray(cv2.resize(picture, (AROUND_PX, AROUND_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)


class Batches:
    """Draws batches: most by chance, rare kinds more often; the others as couples, so that individuals can be told apart."""

    def __init__(self, things: Things, generator: np.random.Generator, alone: int, couples: int, wrong: int = 0) -> None:
        """`alone` things by chance, `wrong` mistakes, `couples` times two views of one; four couples are of a kind."""
        self._things, self._generator, self._alone, self._couples, self._wrong = things, generator, alone, couples, wrong
        self._augment = Augmenter(generator)
        right = things.kind != MISTAKE
        shares = np.maximum(np.bincount(things.kind[right]), 1).astype(np.float64) ** -_RARE
        self._chance = np.cumsum(np.where(right, shares[things.kind], 0.0))
        self._views, self._mistakes = _views(things), np.flatnonzero(~right)

    def draw(self) -> Batch:
        rows = np.searchsorted(self._chance, self._generator.random(self._alone) * self._chance[-1]).tolist()
        if len(self._mistakes):
            rows += self._generator.choice(self._mistakes, self._wrong).tolist()
        coupled = self._coupled() if self._views else []
        rows += coupled
        seen = [self._seen(int(row)) for row in rows]
        crops, boxes, scale, lights = zip(*seen, strict=True)
        things, number = self._things, np.array(rows)
        where = places(np.array(boxes, np.float32), np.array(scale, np.float32), np.array(lights, np.float32))
        kind, colour, individual = (column[number] for column in (things.kind, things.colour, things.individual))
        return Batch(np.stack(crops), where, kind, colour, individual, len(coupled))

    def _coupled(self) -> list[int]:
        rows, kinds = [], list(self._views)
        for _ in range(self._couples // _OF_A_KIND):
            individuals = self._views[kinds[self._generator.integers(len(kinds))]]
            for number in self._generator.permutation(len(individuals))[:_OF_A_KIND]:
                rows += self._generator.choice(individuals[number], 2, replace=False).tolist()
        return rows

    def _seen(self, row: int) -> tuple[Bytes, Floats, float, Floats]:
        """A kept thing as the first network might show it: its box a little off, its distance too, at times in a mirror."""
        import cv2

        things, generator = self._things, self._generator
        box = things.boxes[row]
        side = np.tile(box[2:] - box[:2], 2)
        off = generator.normal(0.0, _BOX_PLAY, 4)
        moved = np.clip(box + off * side, 0.0, [WIDTH_PX, HEIGHT_PX] * 2)
        edges = (ROOM + np.array([-MARGIN, -MARGIN, 1 + MARGIN, 1 + MARGIN]) + off) / (1 + 2 * ROOM)
        left, top, right, bottom = np.clip(np.round(edges * KEPT_PX), 0, KEPT_PX).astype(int).tolist()
        kept = things.crops[row, top:bottom, left:right]
        part = np.asarray(cv2.resize(kept, (CROP_PX, CROP_PX), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
        if generator.random() < 0.5:
            part, moved = part[:, ::-1], np.array([WIDTH_PX - moved[2], moved[1], WIDTH_PX - moved[0], moved[3]])
        scale = float(things.log_scale[row]) + float(generator.normal(0.0, _RATE_PLAY))
        lit = self._augment.lit(np.concatenate([part, things.surroundings[row].reshape(-1, CROP_PX, 3)]))
        return self._augment.spoiled(lit[:CROP_PX]), moved, scale, light(lit[CROP_PX:])


def _views(things: Things) -> dict[int, list[Longs]]:
    """Of each kind, the rows of every individual that was seen at least twice."""
    order = np.argsort(things.individual, kind="stable")
    starts = np.flatnonzero(np.diff(things.individual[order], prepend=-2))
    views: dict[int, list[Longs]] = defaultdict(list)
    for rows in np.split(order, starts[1:]):
        if len(rows) > 1 and things.individual[rows[0]] >= 0:
            views[int(things.kind[rows[0]])].append(rows)
    return {kind: rows for kind, rows in views.items() if len(rows) >= _OF_A_KIND}

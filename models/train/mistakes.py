"""What the first network takes for things and is none: corners, parts of things, two things at once.

The second look learns from them to tell a thing from a mistake (hard negatives, as Felzenszwalb et al. 2010 mined them).
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from models.crops import crop
from models.layout import RANGE
from models.runtime import session
from models.second_look import Candidates
from models.train.data import Shard, some_shards
from models.train.labels import NO_COLOUR
from models.train.look_data import AROUND_PX, KEPT_PX, MISTAKE, ROOM, Things, joined, small, surroundings
from perception.decode import overlaps

_MOST_OVERLAP = 0.3
_OF_A_PICTURE = 3


def mistakes(network: Path, folders: tuple[Path, ...], share: float = 1.0, processes: int = 2) -> Things:
    """At most three of each picture, the surest, from `share` of the shards. `network` is the first one, in floats or int8."""
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return joined(list(pool.map(partial(_of_shard, network), some_shards(folders, share), chunksize=4)))


def _of_shard(network: Path, path: Path) -> Things:
    eyes, candidates, shard = session(network.read_bytes()), Candidates(), Shard(path)
    crops, around, rows = [], [], []
    for index in range(len(shard)):
        example = shard[index]
        picture = np.ascontiguousarray(example.picture)
        (numbers,) = eyes.run(["cells"], {"image": picture[None]})
        boxes, chosen = candidates(numbers[0])
        wrong = overlaps(boxes, example.boxes.box).max(axis=1, initial=0.0) < _MOST_OVERLAP
        for box, cell in zip(boxes[wrong][:_OF_A_PICTURE], chosen[wrong], strict=False):
            crops.append(crop(picture, box, ROOM, KEPT_PX))
            around.append(surroundings(picture))
            rows.append((*box, numbers[0, cell, RANGE]))
    table = np.array(rows, dtype=np.float32).reshape(-1, 5)
    nobody = np.full(len(rows), -1, dtype=np.int64)
    return Things(small(crops, KEPT_PX), table[:, :4], table[:, 4], small(around, AROUND_PX),
                  np.full(len(rows), MISTAKE, dtype=np.int64), np.full(len(rows), NO_COLOUR, dtype=np.int64), nobody)

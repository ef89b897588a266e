"""Fits the prototypes once more, to the vectors that both networks really give.

Each network learnt beside prototypes of its own, in 32-bit floats, from things cut out where they truly are, rare kinds more
often than they are met. What runs is rounded, looks where the first network saw something, and adds both vectors up. The
prototypes are where all that can be made good, for they cost nothing.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from models.average_precision import couples
from models.layout import BOX, HEIGHT_PX, THING, VECTOR, WIDTH_PX, Cells
from models.runtime import Eyes, read_card, sha256
from models.train.card import write_card
from models.train.data import Shard, some_shards
from perception.decode import overlaps

if TYPE_CHECKING:
    from robot.sim.lens import Lens

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

_LEAST_THING, _LEAST_OF_PICTURE = -1.0, 0.005
_STEPS, _RATE = 300, 0.01
_PULL = 3000.0
"""The prototypes as they were count like so many sightings; found on validation worlds 500020-500029."""


class Sightings(NamedTuple):
    """N things that both networks saw."""

    vectors: Floats
    """(N, EMBEDDING) of unit length."""
    kinds: Longs
    """(N,) what they truly were."""


def sightings(card: Path, folders: tuple[Path, ...], share: float, processes: int = 2) -> Sightings:
    """What the eyes of a card see in `share` of the shards, through the car's own lens: one box a thing."""
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = list(pool.map(partial(_of_shard, card), some_shards(folders, share), chunksize=4))
    return Sightings(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _of_shard(card: Path, path: Path) -> Sightings:
    from robot.sim.stage import DEFAULT_LENS

    eyes, cells, shard = Eyes(card), Cells(), Shard(path)
    generator = np.random.default_rng(0)
    seen = [_of_picture(eyes, cells, shard, index, DEFAULT_LENS, generator) for index in range(len(shard))]
    return Sightings(*(np.concatenate(columns) for columns in zip(*seen, strict=True)))


def _of_picture(eyes: Eyes, cells: Cells, shard: Shard, index: int, lens: Lens, generator: np.random.Generator) -> Sightings:
    from robot.sim.lens import photograph

    example = shard[index]
    numbers = eyes(photograph(np.ascontiguousarray(example.picture), lens, generator)).cells
    found = np.flatnonzero(numbers[:, THING] > _LEAST_THING)
    true = example.boxes
    area = (true.box[:, 2:] - true.box[:, :2]).prod(1)
    asked = (true.kind >= 0) & (area >= _LEAST_OF_PICTURE * WIDTH_PX * HEIGHT_PX)
    overlap = np.where(asked, overlaps(cells.boxes(numbers[found, BOX], found), true.box), 0.0)
    pairs = np.array(list(couples(overlap)), dtype=np.intp).reshape(-1, 2)
    return Sightings(numbers[found[pairs[:, 0]], VECTOR], true.kind[pairs[:, 1]].astype(np.int64))


def refit(prototypes: Floats, scale: float, seen: Sightings, pull: float = _PULL) -> Floats:
    """(K, EMBEDDING) unit rows near the given ones that tell the kinds of what was seen better (cosine softmax)."""
    import torch
    from torch.nn import functional as F

    vectors, kinds, before = torch.from_numpy(seen.vectors), torch.from_numpy(seen.kinds), torch.from_numpy(prototypes)
    after = before.clone().requires_grad_()
    optimizer = torch.optim.Adam([after], lr=_RATE)
    for _ in range(_STEPS):
        errors = F.cross_entropy(scale * vectors @ F.normalize(after, dim=1).T, kinds)
        loss = errors + pull / len(kinds) * (after - before).square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return np.asarray(F.normalize(after, dim=1).detach().numpy(), dtype=np.float32)


def accuracy(prototypes: Floats, seen: Sightings) -> float:
    """The share whose nearest prototype is that of their kind."""
    return float(((seen.vectors @ prototypes.T).argmax(axis=1) == seen.kinds).mean())


def with_prototypes(card: Path, prototypes: Floats) -> None:
    """Give the eyes of a card other prototypes."""
    told, data = read_card(card), prototypes.astype("<f4").tobytes()
    (card.parent / told.prototypes).write_bytes(data)
    write_card(msgspec.structs.replace(told, prototypes_sha256=sha256(data)), card)

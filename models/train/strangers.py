"""Puts shapes that others modelled into generated worlds, in the place of things of the same kind."""

from __future__ import annotations

import hashlib
import math
import zlib
from collections import defaultdict
from pathlib import Path

import msgspec
import numpy as np

from robot.errors import SetupError
from robot.sim import foreign, splits
from robot.sim.footprint import Footprint
from robot.sim.kinds import KINDS
from robot.sim.shapes import decor_footprint, footprint_of
from robot.sim.world import Thing, World

_TRIES = 4
_TOUCHING_M = 0.01
_HELD_BACK: dict[int, splits.Split] = {0: "validation", 1: "test"}
_SHARES = 8


class Strangers:
    """The imported shapes of a folder. One in eight is kept for validation worlds and one for test worlds, by its name."""

    def __init__(self, folder: Path) -> None:
        """SetupError where no shapes are, or some are damaged."""
        self._files: dict[tuple[splits.Split, str], list[Path]] = defaultdict(list)
        paths = sorted(folder.absolute().glob("*.npz"))
        if not paths:
            raise SetupError(f"{folder}: no shapes; `python -m models import-furniture` makes some")
        for path in paths:
            kind = foreign.about(path).kind
            if kind in KINDS:
                self._files[split_of(path), kind].append(path)
        self.checksum = _checksum(paths)

    def move_in(self, world: World, share: float, generator: np.random.Generator) -> World:
        """The world with about this share of its things exchanged, where an imported shape of that kind has room."""
        things, split = list(world.things), splits.split_of(world.seed)
        fixed = [piece for wall in world.walls for piece in wall.footprints()]
        fixed += [decor_footprint(item) for item in world.decor if item.kind == "door"]
        for index, thing in enumerate(things):
            files = self._files.get((split, thing.kind), [])
            if files and generator.random() < share:
                others = [*fixed, *(footprint_of(other) for other in things if other is not thing)]
                chosen = generator.permutation(len(files))[:_TRIES]
                fitting = (_in_place_of(thing, files[number], others) for number in chosen)
                things[index] = next((stranger for stranger in fitting if stranger is not None), thing)
        return msgspec.structs.replace(world, things=tuple(things))


def split_of(path: Path) -> splits.Split:
    """In which worlds a shape may stand: always the same for the same file name."""
    return _HELD_BACK.get(zlib.crc32(path.name.encode()) % _SHARES, "train")


def _in_place_of(thing: Thing, file: Path, others: list[Footprint]) -> Thing | None:
    """The imported shape with its back where the thing's was; None where something is in the way."""
    there = footprint_of(thing)
    stranger = msgspec.structs.replace(thing, shape=str(file))
    ahead_m = (footprint_of(stranger).length_m - there.length_m) / 2
    stranger = msgspec.structs.replace(stranger, x_m=thing.x_m + ahead_m * math.cos(thing.yaw_rad),
                                       y_m=thing.y_m + ahead_m * math.sin(thing.yaw_rad))
    place = footprint_of(stranger)
    return None if any(place.overlaps(other, -_TOUCHING_M) for other in others) else stranger


def _checksum(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()

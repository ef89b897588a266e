"""The rendered pictures on disk: shards that are mapped into memory, and batches drawn from them.

A folder holds `kinds.txt` (one kind a line) and shards `00000.npy` (pictures (N, 240, 320, 3) RGB) with `00000.npz` (labels).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


_OPTIONAL = ("doorways", "surfaces")


class Boxes(msgspec.Struct, frozen=True):
    """The things in one picture."""

    box: Floats
    """(M, 4) pixels."""
    kind: Ints
    """(M,) index in the folder's kinds; -2 where it is too small or too hidden to ask for."""
    range_m: Floats
    """(M,) horizontal distance from the camera to the nearest visible point."""
    truncated: Ints
    """(M,) 1 where the picture's edge cuts it off."""
    colour: Ints
    """(M,) index in `models.layout.COLOURS`; -1 where hardly anything of the thing shows its colour, or that is unknown."""
    shown: Floats
    """(M,) share of the box around the whole thing that its box in the picture covers: little of it where it is hidden or cut
    off. nan where that is unknown, and in pictures that were made before it was asked."""
    thing: Ints
    """(M,) which thing it is: its number in the shard's world; -1 where that is unknown."""
    variant: Ints
    """(M,) of which shape of its kind it is; -1 where that is unknown."""


class Example(msgspec.Struct, frozen=True):
    """One labelled picture."""

    picture: Bytes
    boxes: Boxes
    free_m: Floats
    """(COLUMNS,) horizontal distance to what stands in the way."""
    camera: Floats
    """(4,) focal length (px), height (m), pitch (rad), roll (rad)."""
    doorways: Floats | None = None
    """(COLUMNS, FIELDS of models/train/thresholds.py); None in pictures that were made before doorways were looked for."""
    surfaces: Bytes | None = None
    """(SURFACE_ROWS, SURFACE_COLUMNS) index in SURFACES; None in pictures that were made before floors were looked at."""


class DataError(RuntimeError):
    """The pictures are not there or do not fit together."""


def write_shard(folder: Path, number: int, examples: list[Example]) -> None:
    """Write one shard; the pictures last under a temporary name, so that a shard that exists is whole."""
    counts = np.array([len(example.boxes.kind) for example in examples], dtype=np.int32)
    fields = {name: np.concatenate([getattr(example.boxes, name) for example in examples])
              for name in Boxes.__struct_fields__}
    free = np.stack([example.free_m for example in examples])
    camera = np.stack([example.camera for example in examples])
    arrays: dict[str, Any] = {"counts": counts, "free_m": free, "camera": camera, **fields}
    for name in _OPTIONAL:
        labels = [getattr(example, name) for example in examples]
        if all(label is not None for label in labels):
            arrays[name] = np.stack(labels)
    np.savez(folder / f"{number:05d}.npz", **arrays)
    part = folder / f"{number:05d}.part.npy"
    np.save(part, np.stack([example.picture for example in examples]))
    part.rename(folder / f"{number:05d}.npy")


class Shard:
    """One shard, its pictures mapped into memory."""

    def __init__(self, path: Path) -> None:
        self.pictures: Bytes = np.load(path, mmap_mode="r")
        with np.load(path.with_suffix(".npz")) as labels:
            self._labels = {**_unsaid(len(labels["kind"])), **labels}
        self._ends = np.concatenate([[0], np.cumsum(self._labels["counts"])])

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> Example:
        rows = slice(self._ends[index], self._ends[index + 1])
        boxes = Boxes(**{name: self._labels[name][rows] for name in Boxes.__struct_fields__})
        optional = {name: self._labels[name][index] for name in _OPTIONAL if name in self._labels}
        return Example(self.pictures[index], boxes, self._labels["free_m"][index], self._labels["camera"][index], **optional)

    @property
    def cameras(self) -> Floats:
        """(N, 4) as in `Example`."""
        return np.asarray(self._labels["camera"], dtype=np.float32)

    @property
    def kinds(self) -> Ints:
        return np.asarray(self._labels["kind"], dtype=np.int32)


def _unsaid(boxes: int) -> dict[str, Any]:
    """What shards don't say that were made before it was asked."""
    unknown = np.full(boxes, -1, dtype=np.int32)
    return {"shown": np.full(boxes, np.nan, dtype=np.float32), "thing": unknown, "variant": unknown}


class Pictures:
    """All shards of some folders as one list. The folders must know the same kinds in the same order."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self.kinds = _kinds(folders[0])
        for folder in folders[1:]:
            if _kinds(folder) != self.kinds:
                raise DataError(f"{folder} and {folders[0]} hold different kinds (kinds.txt): render one of them again")
        self.refresh()

    def refresh(self) -> None:
        """Take in the shards that were written since: rendering may go on while training learns."""
        self._shards = [Shard(path) for folder in self._folders for path in shard_paths(folder)]
        self._places = [(shard, index) for shard in self._shards for index in range(len(shard))]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> Example:
        shard, place = self._places[index]
        return shard[place]

    def counts(self) -> Ints:
        """How often each kind is asked for."""
        kinds = np.concatenate([shard.kinds for shard in self._shards])
        return np.bincount(kinds[kinds >= 0], minlength=len(self.kinds)).astype(np.int32)

    def shuffled(self, batch: int, generator: np.random.Generator) -> Iterator[list[Example]]:
        """The pictures once, in random order, in whole batches."""
        order = generator.permutation(len(self))
        for start in range(0, len(order) - batch + 1, batch):
            yield [self[index] for index in order[start : start + batch]]


def _kinds(folder: Path) -> list[str]:
    try:
        return (folder / "kinds.txt").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataError(f"{folder}: no pictures; make some with `python -m models make-data --out {folder}`") from None


def some_shards(folders: tuple[Path, ...], share: float) -> list[Path]:
    """About `share` of the folders' shards, at least one, spread evenly from the first to the last."""
    paths = [path for folder in folders for path in shard_paths(folder)]
    return [paths[index] for index in np.linspace(0, len(paths) - 1, max(1, round(share * len(paths)))).astype(int)]


def shard_paths(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.glob("*.npy") if ".part" not in path.name)
    if not paths:
        raise DataError(f"{folder}: no pictures yet; make some with `python -m models make-data --out {folder}`")
    return paths

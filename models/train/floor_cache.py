"""What detectors' backbones make of rendered pictures, once and kept on disk: a head that learns from it never waits for them.

A folder holds `maps8.npy`, `maps16.npy`, `maps32.npy` (N, channels, rows, columns), `free.npy` (N, COLUMNS), the log of pixels
below the horizon where the free floor ends, and `made.yaml`, which says of what and is written last.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from models.runtime import read_struct
from models.train.augment import Augmenter
from models.train.data import DataError, Example, Pictures
from models.train.progress_bar import ProgressBar
from models.train.train import log_rows
from perception.detectors.photo import PhotoDetector

STRIDES = (8, 16, 32)
Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


class Made(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a cache is of."""

    data: tuple[str, ...]
    backbones: tuple[str, ...]
    """SHA-256 of the networks; picture after picture another one's turn."""
    pictures: int
    seed: int


class Cache:
    """The maps of a folder, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        self.maps: tuple[Halves, ...] = tuple(np.load(_path(folder, stride), mmap_mode="r") for stride in STRIDES)
        self.free: Floats = np.load(folder / "free.npy")

    def __len__(self) -> int:
        return len(self.free)

    def batch(self, rows: npt.NDArray[np.intp]) -> tuple[list[Halves], Floats]:
        """The maps and the truth of some pictures."""
        return [array[rows] for array in self.maps], self.free[rows]

    def fed(self, row: int) -> list[Floats]:
        """The maps (1, channels, rows, columns) of one picture as the head is given them on the car."""
        return [np.asarray(array[row : row + 1], dtype=np.float32) for array in self.maps]


def cached(folder: Path, made: Made, backbones: Sequence[PhotoDetector]) -> Cache:
    """The cache in `folder`, made now if it is not there; DataError if it is of something else."""
    note = folder / "made.yaml"
    if not note.exists():
        _make(folder, made, backbones)
    found = read_struct(note, Made, f"delete {folder}")
    if found != made:
        raise DataError(f"{folder} was made of {found}, not of {made}: delete it, or name another folder")
    return Cache(folder)


def _make(folder: Path, made: Made, backbones: Sequence[PhotoDetector]) -> None:
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    arrays: list[Halves] = []
    free, bar = [], ProgressBar(made.pictures, 0, "pictures", sys.stderr)
    for index, example in enumerate(_examples(made)):
        maps = backbones[index % len(backbones)].maps(np.ascontiguousarray(example.picture))
        arrays = arrays or [_array(_path(folder, stride), (made.pictures, *array.shape[1:]))
                            for stride, array in zip(STRIDES, maps, strict=True)]
        for array, new in zip(arrays, maps, strict=True):
            array[index] = new[0]
        free.append(log_rows(example))
        bar.show(index + 1)
    bar.close(made.pictures)
    np.save(folder / "free.npy", np.stack(free))
    for array in arrays:
        array.flush()  # type: ignore[attr-defined]  # numpy's own files are mapped ones
    (folder / "made.yaml").write_text(yaml.safe_dump(msgspec.to_builtins(made)), encoding="utf-8")


def _examples(made: Made) -> Iterator[Example]:
    """So many pictures of the folders, drawn without repeats, each as another camera might have taken it."""
    generator = np.random.default_rng(made.seed)
    pictures, augment = Pictures(*(Path(folder) for folder in made.data)), Augmenter(generator)
    if len(pictures) < made.pictures:
        raise DataError(f"{', '.join(made.data)}: there are {len(pictures)} pictures, {made.pictures} are asked for")
    drawn = np.sort(generator.permutation(len(pictures))[: made.pictures])  # in the order in which they lie on disk
    for index in drawn.tolist():
        yield augment(pictures[index])


def _array(path: Path, shape: tuple[int, ...]) -> Any:
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)


def _path(folder: Path, stride: int) -> Path:
    return folder / f"maps{stride}.npy"

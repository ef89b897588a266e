"""Recordings on disk with the sound of every 10 ms: one file of samples, one of labels, and a line of JSON for each
recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from models.train.speech.features import STEP
from models.vosk.phones import NUMBER, SILENCE

Samples = npt.NDArray[np.int16]
Labels = npt.NDArray[np.int8]


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """A sound (models/vosk/phones.py) from one time to another."""

    sound: str
    begin_s: float
    end_s: float


class Recording(msgspec.Struct, frozen=True):
    """Where a recording begins in the files, how long it is and what it is; frames are of 10 ms."""

    sample: int
    samples: int
    frame: int
    frames: int
    source: str
    speaker: str
    text: str


class CorpusWriter:
    """Adds recordings to a folder, which it empties first."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        names = ("samples.i16", "labels.i8", "index.jsonl")
        self._samples, self._labels, self._index = [(folder / name).open("wb") for name in names]
        self._sample = self._frame = 0

    def __enter__(self) -> CorpusWriter:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._samples, self._labels, self._index):
            file.close()

    def add(self, samples: Samples, segments: Sequence[Segment], source: str, speaker: str, text: str) -> None:
        labels = label_frames(segments, len(samples) // STEP)
        row = Recording(self._sample, len(samples), self._frame, len(labels), source, speaker, text)
        self._samples.write(samples.astype("<i2").tobytes())
        self._labels.write(labels.tobytes())
        self._index.write(msgspec.json.encode(row) + b"\n")
        self._sample, self._frame = self._sample + row.samples, self._frame + row.frames


class Corpus:
    """Reads what a CorpusWriter wrote; samples and labels stay on disk until they are used."""

    def __init__(self, folder: Path, chosen: Sequence[bool] | None = None) -> None:
        """All recordings of a folder, or the `chosen` ones of them."""
        self._folder = folder
        rows = list(_rows(folder / "index.jsonl"))
        self.recordings = rows if chosen is None else [row for row, wanted in zip(rows, chosen, strict=True) if wanted]
        self._samples = np.memmap(folder / "samples.i16", dtype="<i2", mode="r")
        self._labels = np.memmap(folder / "labels.i8", dtype=np.int8, mode="r")

    def __len__(self) -> int:
        return len(self.recordings)

    def only(self, chosen: Sequence[bool]) -> Corpus:
        """The chosen ones of all recordings in the folder."""
        return Corpus(self._folder, chosen)

    def samples(self, number: int) -> Samples:
        row = self.recordings[number]
        return np.asarray(self._samples[row.sample : row.sample + row.samples])

    def labels(self, number: int) -> Labels:
        row = self.recordings[number]
        return np.asarray(self._labels[row.frame : row.frame + row.frames])

    @property
    def hours(self) -> float:
        return sum(row.frames for row in self.recordings) / 360_000


def label_frames(segments: Sequence[Segment], frames: int) -> Labels:
    """The sound's number for each frame of 10 ms, silence where there is none."""
    labels = np.full(frames, NUMBER[SILENCE], dtype=np.int8)
    for segment in segments:
        labels[round(segment.begin_s * 100) : round(segment.end_s * 100)] = NUMBER[segment.sound]
    return labels


def _rows(path: Path) -> Iterator[Recording]:
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line, type=Recording)

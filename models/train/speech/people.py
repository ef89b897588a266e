"""People's recordings with aligned sounds, without anybody who speaks in the recordings that the model is judged by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from models.train.data import DataError
from models.train.speech.corpus import CorpusWriter, Samples, Segment
from models.train.speech.features import RATE_HZ
from models.vosk.phones import NUMBER


class Said(msgspec.Struct, frozen=True):
    """A line of a manifest: who said what in which file; sounds as (sound, first frame of 10 ms, frames)."""

    path: str
    text: str | None = None
    set: str = ""
    speaker: str = ""
    phones: tuple[tuple[str, int, int], ...] = ()


def read_manifest(path: Path) -> list[Said]:
    """The lines of a manifest; raises DataError naming the line that is wrong."""
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            rows.append(msgspec.json.decode(line, type=Said))
        except msgspec.DecodeError as error:
            raise DataError(f"{path}:{number}: {error}") from None
    return rows


def without_judges(rows: list[Said], judges: list[Said]) -> list[Said]:
    """The rows whose speaker, if known, speaks in none of the judges' recordings."""
    speakers = {row.speaker for row in judges if row.speaker}
    return [row for row in rows if row.speaker not in speakers]


def read_sound(path: Path) -> Samples:
    """16 kHz mono samples; raises DataError for another rate."""
    import soundfile

    samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    if rate_hz != RATE_HZ:
        raise DataError(f"{path}: {rate_hz} samples a second; the recordings to train on have {RATE_HZ}")
    return np.asarray(samples[:, 0], dtype=np.int16)


def gather(manifest: Path, judges: Path, out: Path) -> None:
    """Write the corpus of people."""
    with CorpusWriter(out) as corpus:
        for row in without_judges(read_manifest(manifest), read_manifest(judges)):
            segments = list(_segments(row))
            corpus.add(read_sound(manifest.parent / row.path), segments, row.set, row.speaker, row.text or "")


def _segments(row: Said) -> Iterator[Segment]:
    for sound, first, frames in row.phones:
        if sound in NUMBER:
            yield Segment(sound, first / 100, (first + frames) / 100)

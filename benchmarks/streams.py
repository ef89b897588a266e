"""Recordings one after another in one stream of sound, and where in it each word ends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from language.evaluate.manifest import Recording
from language.speech.simulated_microphone import at_level
from language.speech.sound_file import read
from language.speech.wave import FRAME, Wave, to_wave
from robot.speech import SAMPLE_RATE_HZ

LOUD_DB = 20.0
"""A frame belongs to the word where it is no more than this below the word's loudest,"""
ABOVE_DB = 6.0
"""and so much above the quietest tenth of the recording."""


class Placed(NamedTuple):
    """A recording in the stream: when it begins, when what is said in it ends, and when it is over (s)."""

    recording: Recording
    since_s: float
    word_end_s: float
    until_s: float


def stream(recordings: Sequence[Recording], lead_s: float, pause_s: float) -> tuple[Wave, list[Placed]]:
    """The recordings, each as loud as somebody who speaks to the car, with pauses before each and at the end."""
    parts, placed, at = [silence(lead_s)], [], lead_s
    for recording in recordings:
        wave = to_wave(read(Path(recording.path)))
        if recording.label != "_silence_":
            wave = at_level(wave)
        until_s = at + wave.size / SAMPLE_RATE_HZ
        placed.append(Placed(recording, at, at + word_end_s(wave), until_s))
        parts += [wave, silence(pause_s)]
        at = until_s + parts[-1].size / SAMPLE_RATE_HZ
    return np.concatenate(parts), placed


def word_end_s(wave: Wave) -> float:
    """The end of the last frame (20 ms) that is speech by its energy: in doubt too early, so that no delay looks shorter."""
    frames = wave[: wave.size // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    level_db = 10 * np.log10((frames**2).mean(1) + 1e-12)
    if not level_db.size:
        return 0.0
    spoken = np.flatnonzero((level_db > level_db.max() - LOUD_DB) & (level_db > np.quantile(level_db, 0.1) + ABOVE_DB))
    return float((spoken[-1] + 1 if spoken.size else level_db.size) * FRAME / SAMPLE_RATE_HZ)


def silence(seconds: float) -> Wave:
    return np.zeros(round(seconds * SAMPLE_RATE_HZ), np.float32)

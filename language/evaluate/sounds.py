"""The sound of a manifest's recordings: as it was recorded, or in noise, with the room before and after it."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from language.evaluate.manifest import Recording
from language.speech.noise import NOISES, mix
from language.speech.sound_file import read
from language.speech.wave import to_samples, to_wave
from robot.speech import SAMPLE_RATE_HZ, Samples

BEFORE_S, AFTER_S = 0.4, 0.6
"""Nobody speaks for so long before and after a recording."""
QUIET = 3.0
"""How loud a quiet microphone is, in steps of int16."""


class Noise(NamedTuple):
    """A kind of noise, so many dB below the speech."""

    name: str
    snr_db: float


class Sounds:
    """Reads recordings; the same seed gives the same noise to the same recording, whatever others are read."""

    def __init__(self, noise: Noise | None = None, seed: int = 0) -> None:
        self._noise = noise
        self._seed = seed

    def __call__(self, recording: Recording, number: int) -> Samples:
        """The sound (N,) of the recording, which is that `number` of its manifest. Raises SoundFileError."""
        rng = np.random.default_rng([self._seed, number])
        sound = padded(read(Path(recording.path)), rng)
        if self._noise is None:
            return sound
        return to_samples(mix(to_wave(sound), NOISES[self._noise.name](len(sound), rng), self._noise.snr_db))


def padded(samples: Samples, rng: np.random.Generator) -> Samples:
    """A recording with what a microphone hears before and after it."""
    before, after = round(BEFORE_S * SAMPLE_RATE_HZ), round(AFTER_S * SAMPLE_RATE_HZ)
    sound = rng.normal(0.0, QUIET, before + len(samples) + after).round()
    sound[before : before + len(samples)] = samples
    return sound.astype(np.int16)


def noise_option(text: str) -> Noise:
    """`motor:10` as the command line has it."""
    name, separator, level = text.partition(":")
    try:
        snr_db = float(level)
    except ValueError:
        snr_db = math.nan
    if name not in NOISES or not separator or not math.isfinite(snr_db):
        known = ", ".join(NOISES)
        raise argparse.ArgumentTypeError(f"{text!r} is no noise and its distance in dB, such as motor:10; there are {known}")
    return Noise(name, snr_db)

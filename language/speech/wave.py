"""What a sound is everywhere in here: one channel, 16,000 samples a second, int16 on the bus and float32 in -1…1 for sums."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from robot.speech import SAMPLE_RATE_HZ, Samples

Wave = npt.NDArray[np.float32]

FULL_SCALE = 32768.0
SILENT_DB = -100.0
"""What a block of zeros counts as: below the quietest that int16 can say (-96 dB)."""

FRAME = SAMPLE_RATE_HZ // 50
"""20 ms: the pieces in which levels are measured."""

ACTIVE_DB = 25.0
"""A frame belongs to the speech where it is no more than this below its loud ones: pauses between words don't."""


def to_wave(samples: Samples) -> Wave:
    """int16 as float32 in -1…1."""
    return samples.astype(np.float32) / np.float32(FULL_SCALE)


def to_samples(wave: Wave) -> Samples:
    """Float as int16; what is louder than full scale is clipped, as a microphone clips it."""
    loud: Wave = np.rint(wave * np.float32(FULL_SCALE))
    return loud.clip(-32768, 32767).astype(np.int16)


def level_db(samples: Samples) -> float:
    """Root mean square in dB of full scale, -100 for silence or nothing at all. A constant is no sound."""
    power = float(np.var(samples, dtype=np.float64)) / FULL_SCALE**2 if samples.size else 0.0
    return max(SILENT_DB, 10 * math.log10(power)) if power > 0 else SILENT_DB


def power(wave: Wave) -> float:
    """Mean square, 0 for nothing. Not by a product with itself: that wakes linear algebra's threads, which then wait busily."""
    return float(np.mean(np.square(wave, dtype=np.float64))) if wave.size else 0.0


def active(wave: Wave) -> npt.NDArray[np.bool_]:
    """Which samples (N,) are speech rather than the pauses before, between and after it.

    Like ITU-T P.56, which measures speech where it is active, only simpler: 20 ms frames against the recording's loud ones.
    """
    frames = -(-wave.size // FRAME)
    padded = np.zeros(frames * FRAME, np.float64)
    padded[: wave.size] = wave
    powers = (padded.reshape(frames, FRAME) ** 2).mean(1)
    loud = np.quantile(powers, 0.95) if frames else 0.0
    loud = loud or powers.max(initial=0.0)  # one short click in a long silence
    return np.repeat((powers >= loud * 10 ** (-ACTIVE_DB / 10)) & (powers > 0), FRAME)[: wave.size]


def speech_power(wave: Wave) -> float:
    """Mean square over the active part, 0 where nothing is."""
    return power(wave[active(wave)])

"""How loud a sound is at each frequency against the others: another effort, another body, a cheap microphone.

A voice with little effort is loud at its lowest frequencies only (Traunmüller & Eriksson 2000), so that at the same
signal-to-noise ratio what tells sounds apart drowns in the noise.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.train.speech.features import RATE_HZ

Floats = npt.NDArray[np.float32]

OFTEN = 0.6
VARIED_DB, MICROPHONE_DB = 8.0, 2.5
"""Standard deviations of the steps from octave to octave: of the spread of a voice's, and of a microphone's."""
KNOTS, LOWEST_HZ = 8, 60
EDGE_OFTEN, EDGES, BEYOND_DB = 0.1, (0.42, 0.9), 40
"""How often a microphone hears nothing beyond an edge, and where that may be."""


def another(random: np.random.Generator, voice: Floats) -> Floats:
    """Samples of a voice as if said by somebody else, more or less so."""
    if random.random() > OFTEN:
        return voice
    size = 1 << (voice.size - 1).bit_length()
    gains = _gains(_curve_db(random, size // 2 + 1, abs(random.normal(0, VARIED_DB))))
    return np.fft.irfft(np.fft.rfft(voice, size) * gains, size)[: voice.size].astype(np.float32)


def microphone(random: np.random.Generator, bins: int) -> Floats:
    """(bins,) gains of a cheap microphone: a smooth curve within some ten decibels, and sometimes nothing beyond an edge."""
    curve_db = _curve_db(random, bins, MICROPHONE_DB)
    if random.random() < EDGE_OFTEN:
        curve_db[int(bins * random.uniform(*EDGES)) :] -= BEYOND_DB
    return _gains(curve_db)


def _curve_db(random: np.random.Generator, bins: int, step_db: float) -> npt.NDArray[np.float64]:
    """A random walk from octave to octave, for frequencies from nothing to half the rate."""
    knots_db = np.cumsum(random.normal(0, step_db, KNOTS))
    octaves = np.log2(1 + np.arange(bins) * (RATE_HZ / 2 / bins) / LOWEST_HZ)
    return np.asarray(np.interp(octaves, np.linspace(0, octaves[-1], KNOTS), knots_db - knots_db.mean()), dtype=np.float64)


def _gains(curve_db: npt.NDArray[np.float64]) -> Floats:
    return np.asarray(10 ** (curve_db / 20), dtype=np.float32)

"""Sound at other rates becomes sound at 16 kHz."""

from __future__ import annotations

import numpy as np

from models.train.speech.corpus import Samples
from models.train.speech.features import RATE_HZ


def to_rate(samples: Samples, rate_hz: int) -> Samples:
    """Samples (N,) taken `rate_hz` times a second, at 16 kHz."""
    import soxr

    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), dtype=np.int16)

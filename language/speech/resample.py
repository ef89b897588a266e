"""Any rate becomes 16 kHz, by soxr: a whole sound at once, or piece by piece without a seam."""

from __future__ import annotations

from typing import Any

import numpy as np

from language.speech.wave import Wave
from robot.errors import SetupError
from robot.speech import SAMPLE_RATE_HZ

QUALITY = "MQ"  # the filter's stop band is below what 16 bit can say, for a third of HQ's time
MEND = 'install what speech needs: python -m pip install "heed[speech]"'


class SpeechPackageMissing(SetupError, ImportError):
    """A package that speech needs is not installed; the text names the command."""


def resampled(wave: Wave, rate_hz: int) -> Wave:
    """`wave` (N,) at `rate_hz` as about N * 16000 / rate_hz samples at 16 kHz."""
    if rate_hz == SAMPLE_RATE_HZ:
        return wave
    return np.asarray(_soxr().resample(wave, rate_hz, SAMPLE_RATE_HZ, QUALITY), np.float32)


class Resampler:
    """A stream at `rate_hz` becomes one at 16 kHz."""

    def __init__(self, rate_hz: float) -> None:
        same = rate_hz == SAMPLE_RATE_HZ
        self._stream = None if same else _soxr().ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality=QUALITY)

    def feed(self, wave: Wave, last: bool = False) -> Wave:
        """What is ready after `wave` (N,); a few ms stay in the filter until the `last` piece."""
        if self._stream is None:
            return wave
        return np.asarray(self._stream.resample_chunk(wave, last), np.float32)


def _soxr() -> Any:
    try:
        import soxr
    except ImportError as error:
        raise SpeechPackageMissing(f"sound of another rate needs soxr ({error}); {MEND}") from None
    return soxr

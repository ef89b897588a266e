"""The gate: lets sound through where somebody may be speaking, so that silence costs almost nothing.

Two looks, the cheap one first: is it louder than this room's noise, and does it sound like a voice (WebRTC's detector, Gaussian
mixtures over six bands: 0.14 ms for a second of sound, a hundredth of what recognition takes).
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from language.speech.devices import PACKAGE_MEND
from language.speech.level import NoiseFloor
from language.speech.resample import SpeechPackageMissing
from language.speech.wave import FRAME, level_db
from robot.speech import SAMPLE_RATE_HZ, Samples


class GateConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    quietest_db: float = -65.0
    """Nobody who speaks to the car is quieter, whatever the room."""
    above_noise_db: float = 5.0
    strictness: int = 2
    """WebRTC's mode: 0 takes most for speech, 3 least."""
    frames: int = 3
    """So many frames of 20 ms in a row must sound like a voice."""
    pause_s: float = 1.0
    """After so long without a voice the gate closes: longer than the pauses between the words of a sentence."""


class Gate:
    """`open` while somebody speaks and until `pause_s` after."""

    def __init__(self, config: GateConfig | None = None) -> None:
        self._config = config or GateConfig()
        self._voice = _detector(self._config.strictness)
        self._floor = NoiseFloor()
        self._rest = np.zeros(0, np.int16)
        self._voiced = 0
        self._silent_s = float("inf")
        self.open = False
        self.level_db = -96.0

    def hear(self, samples: Samples, noisy: bool = False) -> bool:
        """Take in a piece of sound (N,); whether the gate is open now. `noisy`: the motors run, and loudness says nothing."""
        duration_s = samples.size / SAMPLE_RATE_HZ
        self.level_db = level_db(samples)
        self._floor.hear(self.level_db, duration_s)
        heard = (noisy or self._is_loud()) and self._is_voice(samples)
        self._silent_s = 0.0 if heard else self._silent_s + duration_s
        self.open = self._silent_s < self._config.pause_s
        return self.open

    def _is_loud(self) -> bool:
        floor_db = self._floor.level_db if self._floor.level_db is not None else self.level_db
        return self.level_db > max(self._config.quietest_db, floor_db + self._config.above_noise_db)

    def _is_voice(self, samples: Samples) -> bool:
        """Whether enough frames in a row are a voice; an unfinished frame waits for the next piece."""
        joined = np.concatenate([self._rest, samples])
        whole = joined.size // FRAME * FRAME
        self._rest = joined[whole:]
        found = False
        for frame in joined[:whole].reshape(-1, FRAME):
            self._voiced = self._voiced + 1 if self._voice.is_speech(frame.tobytes(), SAMPLE_RATE_HZ) else 0
            found |= self._voiced >= self._config.frames
        return found


def _detector(strictness: int) -> Any:
    try:
        import webrtcvad
    except ImportError as error:
        raise SpeechPackageMissing(f"hearing when somebody speaks needs webrtcvad-wheels ({error}); {PACKAGE_MEND}") from None
    return webrtcvad.Vad(strictness)

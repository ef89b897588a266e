"""What a device recorded becomes what the bus carries: 16 kHz mono in pieces, each with its time and what was lost before."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from language.speech.capture import Block
from language.speech.resample import Resampler
from language.speech.wave import FULL_SCALE, Wave, to_samples
from robot.clock import to_ns, to_s
from robot.speech import PIECE, SAMPLE_RATE_HZ, Sound


class Intake:
    """The blocks of one stream of int16 at `rate_hz`, its channels side by side."""

    def __init__(self, rate_hz: float, channels: int) -> None:
        self._rate_hz, self._channels = rate_hz, channels
        self._resampler = Resampler(rate_hz)
        self._next_at = 0
        self._next_ns: int | None = None
        self._waiting_s = 0.0  # how much sound is in the resampler's filter
        self._waves: list[Wave] = []
        self._t_ns = self._gap = 0

    def take(self, blocks: Iterable[Block]) -> list[Sound]:
        """The blocks as pieces of sound, joined where nothing is missing between them."""
        sounds = []
        for block in blocks:
            gap = self._missing(block)
            if gap and self._waves:
                sounds += self._flush()
            self._gap += gap
            self._feed(block)
        return sounds + self._flush()

    def _missing(self, block: Block) -> int:
        """Samples (at 16 kHz) that were lost before the block: by us, counted; by PortAudio, as the clock has it."""
        lost_s = (block.at - self._next_at) / self._rate_hz
        if block.overflowed and self._next_ns is not None:
            lost_s = max(lost_s, to_s(block.t_ns - self._next_ns), 1 / SAMPLE_RATE_HZ)
        frames = len(block.data) // 2 // self._channels
        self._next_at, self._next_ns = block.at + frames, block.t_ns + to_ns(frames / self._rate_hz)
        return round(lost_s * SAMPLE_RATE_HZ)

    def _feed(self, block: Block) -> None:
        if not self._waves:
            self._t_ns = block.t_ns - to_ns(self._waiting_s)
        frames = np.frombuffer(block.data, np.int16).reshape(-1, self._channels)
        wave = self._resampler.feed(frames.mean(1, dtype=np.float32) / np.float32(FULL_SCALE))
        self._waiting_s += len(frames) / self._rate_hz - wave.size / SAMPLE_RATE_HZ
        self._waves.append(wave)

    def _flush(self) -> list[Sound]:
        samples = to_samples(np.concatenate(self._waves)) if self._waves else np.zeros(0, np.int16)
        sounds = []
        for start in range(0, samples.size, PIECE):
            t_ns = self._t_ns + to_ns(start / SAMPLE_RATE_HZ)
            sounds.append(Sound(t_ns=t_ns, samples=samples[start : start + PIECE].copy(), gap=self._gap))
            self._gap = 0
        self._waves = []
        return sounds

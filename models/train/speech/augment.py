"""Streams to learn from: voices one after another at other speeds, in rooms, through microphones and noise, loud and soft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.train.speech.corpus import Corpus, Labels
from models.train.speech.features import RATE_HZ, STEP, coefficients
from models.train.speech.throats import revoiced, throats

Floats = npt.NDArray[np.float32]

PAUSE_OFTEN, PAUSE_FIRST, SHORTEST, LONGEST = 0.2, 0.1, 5, 300
"""How often nobody speaks after a recording and before the first one, and for how many frames; the longest fill a stream."""


class Source(NamedTuple):
    """A corpus and how often it is drawn from."""

    corpus: Corpus
    weight: float


class Surroundings(NamedTuple):
    """Pools of noises (n, N) and rooms' echoes (m, M)."""

    noises: npt.NDArray[np.float16]
    rooms: Floats


class Streams:
    """Makes batches of streams of `frames` frames of 10 ms with the sound of each frame."""

    def __init__(self, sources: Sequence[Source], surroundings: Surroundings, frames: int, seed: Sequence[int]) -> None:
        self._sources, self._surroundings = sources, surroundings
        self._frames, self._length = frames, (frames + 2) * STEP
        self._random = np.random.default_rng(seed)
        weights = np.array([source.weight for source in sources])
        self._weights = weights / weights.sum()

    def batch(self, size: int) -> tuple[Floats, Labels]:
        """Coefficients (size, frames, 40) and labels (size, frames)."""
        rows = [self._stream() for _ in range(size)]
        samples = np.stack([self._heard(row[0]) for row in rows])
        labels = np.stack([row[1] for row in rows])
        heard = coefficients(samples, throats(self._random, size))
        return revoiced(self._random, heard)[:, : self._frames], labels

    def _stream(self) -> tuple[Floats, Labels]:
        """Recordings until the stream is full, beginning somewhere within the first one; between them nobody speaks."""
        parts = [self._pause()] if self._random.random() < PAUSE_FIRST else []
        while sum(len(sounds) for _, sounds in parts) < self._frames + 2:
            voice, sounds = self._recording()
            begin = int(self._random.integers(len(sounds) // 2 + 1)) if not parts and len(sounds) > 150 else 0
            parts.append((voice[begin * STEP :], sounds[begin:]))
            if self._random.random() < PAUSE_OFTEN:
                parts.append(self._pause())
        samples, labels = (np.concatenate(column) for column in zip(*parts, strict=True))
        return samples[: self._length], labels[: self._frames]

    def _pause(self) -> tuple[Floats, Labels]:
        """Nobody speaks: as often for 50 to 100 ms as for 1 to 2 s."""
        frames = int(np.exp(self._random.uniform(np.log(SHORTEST), np.log(LONGEST))))
        return np.zeros(frames * STEP, np.float32), np.zeros(frames, np.int8)

    def _recording(self) -> tuple[Floats, Labels]:
        """One recording, faster or slower, as loud as any other; whole frames."""
        corpus = self._sources[int(self._random.choice(len(self._sources), p=self._weights))].corpus
        number = int(self._random.integers(len(corpus)))
        voice, sounds = self._trimmed(corpus.samples(number).astype(np.float32), corpus.labels(number))
        speed = float(self._random.uniform(0.85, 1.18))
        frames = int(min(len(sounds), len(voice) // STEP) / speed)
        times = np.arange(frames * STEP) * speed
        voice = np.interp(times, np.arange(len(voice)), voice).astype(np.float32)
        sounds = sounds[np.minimum((np.arange(frames) * speed + 0.5).astype(int), len(sounds) - 1)]
        loud = float(np.sqrt(np.mean(voice[np.repeat(sounds > 0, STEP)] ** 2))) if (sounds > 0).any() else 0.0
        gain = 10 ** (self._random.normal(0, 3) / 20) * (1000 / loud if loud > 1 else self._random.uniform(0, 1))
        return voice * np.float32(gain), sounds

    def _trimmed(self, voice: Floats, sounds: Labels) -> tuple[Floats, Labels]:
        """Without most of the silence before and after, of which there is enough."""
        spoken = np.flatnonzero(sounds)
        if not spoken.size:
            return voice, sounds
        begin = max(0, int(spoken[0]) - int(self._random.integers(3, 40)))
        end = int(spoken[-1]) + int(self._random.integers(3, 40))
        return voice[begin * STEP : end * STEP], sounds[begin:end]

    def _heard(self, voice: Floats) -> Floats:
        """The stream as a microphone takes it: echo, colour, noise, loudness and 16-bit steps."""
        random = self._random
        if random.random() < 0.7:
            voice = self._in_a_room(voice)
        if random.random() < 0.75:
            pool = self._surroundings.noises
            begin = int(random.integers(pool.shape[1] - voice.size))
            noise = pool[int(random.integers(len(pool))), begin : begin + voice.size].astype(np.float32)
            voice = voice + noise * np.float32(1000 * 10 ** (-random.uniform(2, 35) / 20))
        voice = voice * np.float32(10 ** (random.uniform(-28, 14) / 20))
        voice += random.standard_normal(voice.size, np.float32) * np.float32(random.choice([0.0, 0.5, 2.0, 8.0]))
        return np.clip(np.rint(voice), -32768, 32767).astype(np.float32)

    def _in_a_room(self, voice: Floats) -> Floats:
        """Through an echo and a microphone's colour at once."""
        random, size = self._random, 1 << (voice.size - 1).bit_length()
        spectrum = np.fft.rfft(voice, size)
        if random.random() < 0.6:
            rooms = self._surroundings.rooms
            spectrum *= np.fft.rfft(rooms[int(random.integers(len(rooms)))], size)
        spectrum *= self._colour(spectrum.size)
        return np.fft.irfft(spectrum, size)[: voice.size].astype(np.float32)

    def _colour(self, bins: int) -> Floats:
        """Gains of a cheap microphone: a smooth curve within some ten decibels, and sometimes nothing beyond an edge."""
        random = self._random
        knots_db = np.cumsum(random.normal(0, 2.5, 8))
        octaves = np.log2(1 + np.arange(bins) * (RATE_HZ / 2 / bins) / 60)
        curve = np.interp(octaves, np.linspace(0, octaves[-1], 8), knots_db - knots_db.mean())
        if random.random() < 0.1:
            curve[int(bins * random.uniform(0.42, 0.9)) :] -= 40
        return np.asarray(10 ** (curve / 20), dtype=np.float32)

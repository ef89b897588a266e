"""What a model hears of made-up sentences in voices it never heard, with a car's motors ever louder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from language.speech.noise import NOISES, mix
from models.train.speech.corpus import Samples
from models.train.speech.evaluate import Listener, Row
from models.train.speech.sentences import Speaker
from models.train.speech.synthesis import speak_held_out

NOISE_DB: tuple[float | None, ...] = (None, 20.0, 10.0, 5.0)
LEVEL = 0.05
"""Root mean square of the voices, of full scale 1."""


def rows(model: Any, count: int, seed: int = 11) -> Iterator[Row]:
    """A row for each loudness of the motors: how many of so many sentences are exact, decoded without a grammar."""
    speaker = Speaker(np.random.default_rng(seed))
    spoken = list(speak_held_out([speaker.sentence() for _ in range(count)], seed))
    for noise_db in NOISE_DB:
        listener, random, right = Listener(model, None), np.random.default_rng(seed), 0
        for _, text, samples, _ in spoken:
            right += listener.hear(through_motors(samples, noise_db, random)) == text
        name = "sentences, clean" if noise_db is None else f"sentences, motors {noise_db:.0f} dB below"
        yield Row(name, right, count, listener.spent_s / listener.heard_s)


def through_motors(samples: Samples, noise_db: float | None, random: np.random.Generator) -> Samples:
    """The voice at one level, with half a second before and after it, and motors so far below it."""
    voice = np.pad(samples.astype(np.float32), 8000)
    voice *= np.float32(LEVEL / max(1.0, float(np.sqrt(np.mean(voice**2)))))
    if noise_db is not None:
        voice = mix(voice, NOISES["motor"](voice.size, random), noise_db)
    return np.asarray(np.clip(np.rint(voice * 32768), -32768, 32767), dtype=np.int16)

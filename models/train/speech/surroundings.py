"""What a voice goes through on its way to the car: pools of noises and of rooms, made once and drawn from while training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from language.speech.echo import any_room, impulse_response
from language.speech.noise import NOISES
from models.train.speech.corpus import Corpus

Floats = npt.NDArray[np.float32]
SECONDS, RATE_HZ = 12, 16000
BABBLE_VOICES = 5
RESPONSE = 8192
"""Samples of a room's echo that are kept: half a second."""


def make_noises(folder: Path, people: Corpus, count: int, seed: int) -> None:
    """Write `noises.npy` (count, N), each with a root mean square of 1: motors, rooms, babble and people's silences."""
    random = np.random.default_rng(seed)
    length = SECONDS * RATE_HZ
    pool = np.zeros((count, length), np.float16)
    silences = [number for number, row in enumerate(people.recordings) if row.source == "gsc-sil"]
    speech = [number for number, row in enumerate(people.recordings) if row.source in ("wake", "pico", "an4")]
    for row in range(count):
        kind = random.choice(["motor", "motor", "room", "babble", "silences"])
        if kind in NOISES:
            noise = NOISES[str(kind)](length, random)
        elif kind == "babble":
            noise = np.sum([_joined(people, speech, length, random) for _ in range(BABBLE_VOICES)], axis=0)
        else:
            noise = _joined(people, silences, length, random)
        pool[row] = noise / max(1e-9, float(np.sqrt(np.mean(noise**2))))
    np.save(folder / "noises.npy", pool)


def make_rooms(folder: Path, count: int, seed: int) -> None:
    """Write `rooms.npy` (count, RESPONSE), each of which leaves a voice about as loud as it was."""
    random = np.random.default_rng(seed)
    pool = np.zeros((count, RESPONSE), np.float32)
    for row in range(count):
        response = impulse_response(any_room(random))[:RESPONSE]
        pool[row, : response.size] = response / np.sqrt(np.sum(response**2))
    np.save(folder / "rooms.npy", pool)


def _joined(corpus: Corpus, numbers: list[int], length: int, random: np.random.Generator) -> Floats:
    """Recordings one after another, each as loud as the others."""
    parts, total = [], 0
    while total < length:
        samples = corpus.samples(int(random.choice(numbers))).astype(np.float32)
        parts.append(samples / max(1.0, float(samples.std())))
        total += samples.size
    return np.asarray(np.concatenate(parts)[:length], dtype=np.float32)

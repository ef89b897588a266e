from __future__ import annotations

import numpy as np
import pytest

from language.speech import voices
from language.speech.synthesis import any_voice


def test_nobody_who_speaks_to_the_simulated_car_taught_the_model() -> None:
    espeak = pytest.importorskip("models.train.speech.espeak_voices")
    flite = pytest.importorskip("models.train.speech.flite_voices")
    random = np.random.default_rng(0)
    for name in {any_voice(random).name for _ in range(300)} | set(voices.HELD_OUT):
        accent, _, throat = name.partition("+")
        assert accent not in espeak.ACCENTS or (throat and throat not in espeak.THROATS), name
    assert not set(voices.HELD_OUT_FLITE) & set(flite.VOICES)


def test_they_are_many() -> None:
    random = np.random.default_rng(0)
    assert len({any_voice(random).name for _ in range(300)}) == len(voices.HELD_OUT) == 27

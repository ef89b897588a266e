from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.speech.noise import NOISES, mix, room_noise
from language.speech.wave import active, power


def some_speech(seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    wave = np.zeros(32_000, np.float32)
    wave[8000:20_000] = 0.1 * random.standard_normal(12_000)
    return wave


@given(st.floats(-10, 40), st.sampled_from(sorted(NOISES)), st.integers(0, 50))
def test_the_noise_lies_where_it_was_told_below_the_speech(snr_db: float, name: str, seed: int) -> None:
    speech = some_speech(seed)
    noise = NOISES[name](speech.size, np.random.default_rng(seed))
    added = mix(speech, noise, snr_db) - speech
    there = active(speech)
    assert 10 * math.log10(power(speech[there]) / power(added[there])) == pytest.approx(snr_db, abs=0.1)


def test_longer_pauses_make_no_louder_noise() -> None:
    speech = some_speech()
    longer = np.concatenate([speech, np.zeros(100_000, np.float32)])
    noise = np.ones(longer.size, np.float32)
    short_added = mix(speech, noise[: speech.size], 10) - speech
    assert (mix(longer, noise, 10) - longer)[0] == pytest.approx(short_added[0])


def test_nobody_speaking_and_no_noise_change_nothing() -> None:
    speech, silence = some_speech(), np.zeros(32_000, np.float32)
    assert np.array_equal(mix(speech, silence, 10), speech)
    assert np.array_equal(mix(silence, speech, 10), silence)
    assert mix(silence[:0], silence[:0], 10).shape == (0,)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="32000 samples and the noise 5"):
        mix(some_speech(), np.zeros(5, np.float32), 10)


def test_a_room_hums_low_and_comes_from_its_seed() -> None:
    one, same, other = (room_noise(16_000, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)
    spectrum = np.abs(np.fft.rfft(one)) ** 2
    assert spectrum[:1000].mean() > 20 * spectrum[4000:].mean()
    assert power(one) == pytest.approx(1, rel=0.5)
    assert [room_noise(length, np.random.default_rng(0)).size for length in (0, 1, 2)] == [0, 1, 2]

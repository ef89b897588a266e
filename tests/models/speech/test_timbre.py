from __future__ import annotations

import numpy as np
import pytest

from models.train.speech import timbre
from models.train.speech.features import RATE_HZ


def sines(hz: list[float]) -> np.ndarray:
    times = np.arange(RATE_HZ) / RATE_HZ
    waves = [1000 * np.sin(2 * np.pi * each * times) for each in hz]
    return np.asarray(np.sum(waves, axis=0), dtype=np.float32)


def levels_db(voice: np.ndarray, hz: list[int]) -> np.ndarray:
    return 20 * np.log10(np.abs(np.fft.rfft(voice))[hz] + 1e-9)


def test_a_voice_keeps_its_length_and_some_voices_stay_as_they_are() -> None:
    voice = sines([200.0, 1000.0, 3000.0])
    changed = [timbre.another(np.random.default_rng(seed), voice) for seed in range(40)]
    assert {each.shape for each in changed} == {voice.shape}
    assert 8 < sum(each is voice for each in changed) < 24


def test_some_voices_are_eight_decibels_more_muffled_or_shriller() -> None:
    voice = sines([300.0, 1500.0])
    before = levels_db(voice, [300, 1500])
    changes = []
    for seed in range(200):
        after = levels_db(timbre.another(np.random.default_rng(seed), voice), [300, 1500]) - before
        changes.append(after[1] - after[0])
    assert np.quantile(changes, 0.05) < -8 and np.quantile(changes, 0.95) > 8
    assert abs(float(np.median(changes))) < 2


def test_a_microphone_stays_within_decibels_or_ends_at_an_edge() -> None:
    curves_db = [20 * np.log10(timbre.microphone(np.random.default_rng(seed), 513)) for seed in range(200)]
    ended = [curve[-1] < curve[200] - 25 for curve in curves_db]
    assert np.mean(ended) == pytest.approx(timbre.EDGE_OFTEN, abs=0.06)
    assert np.median([np.ptp(curve) for curve, end in zip(curves_db, ended, strict=True) if not end]) < 15

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.speech.wave import SILENT_DB, active, level_db, speech_power, to_samples, to_wave


@given(st.lists(st.integers(-32768, 32767)))
def test_samples_survive_the_way_to_floats_and_back(values: list[int]) -> None:
    samples = np.array(values, np.int16)
    assert np.array_equal(to_samples(to_wave(samples)), samples)


def test_what_is_too_loud_is_clipped_and_does_not_wrap() -> None:
    assert to_samples(np.array([2.0, -2.0], np.float32)).tolist() == [32767, -32768]


def test_levels_are_those_of_the_definition() -> None:
    sine = np.sin(np.arange(16_000) * 0.1)
    assert level_db(to_samples((0.5 * sine).astype(np.float32))) == pytest.approx(20 * math.log10(0.5 / math.sqrt(2)), abs=0.05)
    assert level_db(np.array([-32768, 32767] * 5, np.int16)) == pytest.approx(0, abs=1e-3)
    assert level_db(np.full(10, 3000, np.int16)) == SILENT_DB  # a constant is no sound
    assert level_db(np.zeros(10, np.int16)) == level_db(np.zeros(0, np.int16)) == SILENT_DB


def test_pauses_are_no_speech() -> None:
    random = np.random.default_rng(0)
    loud = (0.2 * random.standard_normal(8000)).astype(np.float32)
    quiet = np.full(40_000, 1e-4, np.float32)
    wave = np.concatenate([quiet, loud, quiet])
    assert np.flatnonzero(active(wave))[[0, -1]].tolist() == [40_000, 47_999]
    assert speech_power(wave) == pytest.approx(0.04, rel=0.05)


def test_a_click_in_a_long_silence_is_still_found() -> None:
    wave = np.zeros(100_000, np.float32)
    wave[50_000] = 1.0
    assert active(wave).sum() == 320
    assert speech_power(np.zeros(100, np.float32)) == speech_power(np.zeros(0, np.float32)) == 0.0

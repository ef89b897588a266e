from __future__ import annotations

import math
import shutil

import numpy as np
import pytest

from language.speech.simulated_microphone import SimulatedMicrophone, spoken
from language.speech.wave import active, power, speech_power, to_wave
from robot.clock import to_ns
from robot.speech import PIECE, SAMPLE_RATE_HZ

speaks = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def voice() -> np.ndarray:
    wave = np.zeros(48_000, np.float32)
    wave[16_000:32_000] = 0.05 * np.random.default_rng(0).standard_normal(16_000)
    return wave


def hear(microphone: SimulatedMicrophone, until_s: float, every_s: float = 0.1) -> np.ndarray:
    sounds = [sound for n in range(round(until_s / every_s) + 1) for sound in microphone.read(to_ns(5 + n * every_s))]
    assert [sound.t_ns for sound in sounds] == [to_ns(5 + n * PIECE / SAMPLE_RATE_HZ) for n in range(len(sounds))]
    return np.concatenate([sound.samples for sound in sounds])


def test_time_brings_sound_however_often_it_is_asked() -> None:
    often, seldom = (hear(SimulatedMicrophone(voice(), 10, 1), 4, every_s) for every_s in (0.05, 0.5))
    assert np.array_equal(often, seldom) and often.size == 64_000


def test_the_same_seed_the_same_sound_another_another() -> None:
    one, same, other = (hear(SimulatedMicrophone(voice(), 10, seed), 4) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


@pytest.mark.parametrize("snr_db", [20.0, 5.0])
def test_the_motors_lie_where_they_were_told(snr_db: float) -> None:
    speech = voice()
    heard = to_wave(hear(SimulatedMicrophone(speech, snr_db, 3), 3))
    noise = heard - speech[: heard.size]
    there = active(speech)
    assert 10 * math.log10(speech_power(speech) / power(noise[there])) == pytest.approx(snr_db, abs=0.6)


def test_without_motors_the_room_is_quiet_and_the_sound_never_ends() -> None:
    microphone = SimulatedMicrophone(voice(), None, 3)
    heard = to_wave(hear(microphone, 45))
    assert 0 < power(heard[48_000:]) < 1e-6
    assert heard.size == 45 * 16_000


@speaks
def test_words_come_as_loud_whoever_says_them_wherever() -> None:
    said = [spoken("turn left", seed) for seed in range(4)]
    assert {round(10 * math.log10(speech_power(wave))) for wave in said} == {-26}
    assert len({wave.size for wave in said}) == 4
    assert np.array_equal(said[0], spoken("turn left", 0))
    assert not said[0][:15_000].any()

"""Words stand out of the noise around them, or they are the noise."""

from __future__ import annotations

import math

import numpy as np
import pytest

from language.speech.listening import ListeningNode
from language.speech.noise import NOISES
from language.speech.offline import Ears
from language.speech.surroundings import Surroundings
from language.speech.vosk_recogniser import load
from robot.clock import to_ns
from robot.speech import PIECE, SAMPLE_RATE_HZ, Heard, Sound


def heard(*amplitudes: float) -> Surroundings:
    """Pieces of 50 ms of white noise with these amplitudes, one after the other from 0 on."""
    random, surroundings = np.random.default_rng(1), Surroundings()
    for place, amplitude in enumerate(amplitudes):
        samples = (amplitude * random.standard_normal(PIECE)).astype(np.int16)
        t_ns = to_ns(place * PIECE / SAMPLE_RATE_HZ)
        surroundings.take(Sound(t_ns=t_ns, samples=samples), t_ns + to_ns(PIECE / SAMPLE_RATE_HZ))
    return surroundings


def test_a_word_stands_out_by_how_much_louder_it_is() -> None:
    found = heard(*[100.0] * 20, *[1000.0] * 6, *[100.0] * 10)
    assert found.lift_db(to_ns(1.0), to_ns(1.3)) == pytest.approx(20, abs=1)
    assert found.lift_db(to_ns(0.3), to_ns(0.8)) == pytest.approx(0, abs=1.5)


def test_words_without_pauses_still_stand_out_of_their_quiet_sounds() -> None:
    assert heard(*[900.0, 1000.0, 50.0, 800.0, 1000.0] * 6).lift_db(0, to_ns(1.5)) > 15


def test_the_noise_of_long_ago_is_forgotten() -> None:
    assert heard(*[10.0] * 40, *[1000.0] * 160).lift_db(to_ns(9.0), to_ns(9.5)) == pytest.approx(0, abs=1.5)


def test_nothing_is_said_of_too_little_sound() -> None:
    assert Surroundings().lift_db(0, 1) == heard(*[100.0] * 10).lift_db(0, to_ns(0.2)) == math.inf
    assert heard(*[100.0] * 30).lift_db(to_ns(7.0), to_ns(7.5)) == math.inf


def test_after_a_long_pause_too_little_is_known_again() -> None:
    random, surroundings = np.random.default_rng(2), heard(*[100.0] * 30)
    for place in range(10):
        t_ns = to_ns(60 + place * PIECE / SAMPLE_RATE_HZ)
        samples = (100 * random.standard_normal(PIECE)).astype(np.int16)
        surroundings.take(Sound(t_ns=t_ns, samples=samples), t_ns + to_ns(PIECE / SAMPLE_RATE_HZ))
    assert surroundings.lift_db(to_ns(60), to_ns(60.3)) == math.inf


def test_digital_silence_has_a_level() -> None:
    assert heard(*[0.0] * 25, *[100.0] * 5).lift_db(to_ns(1.25), to_ns(1.5)) == pytest.approx(40, abs=2)


def test_motors_alone_say_little() -> None:
    """Sixteen stretches of two seconds of motors alone, with the look at how loud words are and without."""
    said = {}
    for least_db in (7.0, -100.0):
        ears, said[least_db] = Ears(ListeningNode(ListeningNode.Config(stands_out_db=least_db), load())), 0
        for seed in range(16):
            noise = NOISES["motor"](2 * SAMPLE_RATE_HZ, np.random.default_rng([5, seed]))
            samples = (500 * noise / np.sqrt(np.mean(noise**2))).astype(np.int16)
            said[least_db] += sum(isinstance(message, Heard) and message.final for message in ears.hear(samples))
    assert said[7.0] < said[-100.0]
    assert said[7.0] <= 2

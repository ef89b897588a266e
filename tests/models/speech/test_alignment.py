"""When each sound of a known text was made."""

from __future__ import annotations

import ctypes.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.data import DataError
from models.train.speech.alignment import Aligner, chained, viterbi
from models.train.speech.espeak_voices import Espeak
from models.vosk.phones import NUMBER, SILENCE, SOUNDS

MODEL = Path("models/speech")
has_espeak = pytest.mark.skipif(ctypes.util.find_library("espeak-ng") is None, reason="espeak-ng is not installed")
words = st.lists(
    st.lists(st.lists(st.sampled_from(SOUNDS[1:]), min_size=1, max_size=4).map(tuple), min_size=1, max_size=2).map(tuple),
    min_size=1, max_size=4,
)  # fmt: skip


@given(words, st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_sounds_that_are_told_clearly_are_found_where_they_are(
    said: list[tuple[tuple[str, ...], ...]], held: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    heard = [SILENCE]
    for ways in said:
        heard += ways[int(random.integers(len(ways)))]
        if random.random() < 0.5:
            heard.append(SILENCE)
    steps = [NUMBER[sound] for sound in heard for _ in range(held)]
    told = np.full((len(steps), len(SOUNDS)), -9.0, np.float32)
    told[np.arange(len(steps)), steps] = -0.01
    chain = chained(said)
    path, score = viterbi(told, chain)
    assert [chain.sounds[state] for state in path] == steps
    assert score == pytest.approx(-0.01, abs=1e-4)


def test_a_text_longer_than_its_sound_is_refused() -> None:
    chain = chained([(("S", "T", "AA", "P"),)])
    with pytest.raises(DataError, match="shorter than its text"):
        viterbi(np.zeros((3, len(SOUNDS)), np.float32), chain)


@has_espeak
def test_it_agrees_with_a_voice_that_tells() -> None:
    text = "go to the kitchen"
    samples, told = Espeak().speak(text, "en-us", 140, 50)
    found = Aligner(MODEL).segments(samples, text)
    kitchen = next(segment.begin_s for segment in told if segment.sound == "K")
    assert next(segment.begin_s for segment in found if segment.sound == "K") == pytest.approx(kitchen, abs=0.05)
    assert found[-1].end_s == pytest.approx(len(samples) / 16_000, abs=0.03)


@has_espeak
def test_another_text_is_not_what_is_heard() -> None:
    samples, _ = Espeak().speak("go to the kitchen", "en-us", 140, 50)
    with pytest.raises(DataError, match="not what is heard"):
        Aligner(MODEL).segments(samples, "turn left until you see a chair")

"""Sentences to be spoken, and voices that tell when they make each sound."""

from __future__ import annotations

import ctypes.util
import shutil
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from language.lexicon import lexicon
from language.parser import understand
from models.train.data import DataError
from models.train.speech.corpus import Segment
from models.train.speech.espeak_voices import ACCENTS, HELD_OUT_THROATS, THROATS, Espeak, held_out_voices
from models.train.speech.flite_voices import segments, speak
from models.train.speech.sentences import Speaker, spoken, texts, vocabulary
from models.train.speech.synthesis import some_voice

has_espeak = pytest.mark.skipif(ctypes.util.find_library("espeak-ng") is None, reason="espeak-ng is not installed")
has_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")


def test_the_same_seed_says_the_same() -> None:
    first, second = (list(islice(texts(np.random.default_rng(4)), 30)) for _ in range(2))
    assert first == second
    assert len(set(first)) > 25


def test_the_parser_understands_most_of_what_is_made_up() -> None:
    speaker = Speaker(np.random.default_rng(8))
    understood = [bool(understand(speaker.command())) for _ in range(60)]
    assert np.mean(understood) > 0.8


def test_the_vocabulary_is_words_as_they_are_said() -> None:
    words = vocabulary(lexicon())
    assert {"stop", "whoa", "wardrobe", "seventeen", "left", "computer"} <= set(words)
    assert not {"box" + "s", "1st", "°", "couches" + "s"} & set(words)
    assert spoken("go to the box")
    assert not spoken("5 m")
    assert not spoken("the box" + "s")


def test_no_voice_is_both_learnt_from_and_judged_by() -> None:
    assert not set(HELD_OUT_THROATS) & set(THROATS)
    random = np.random.default_rng(1)
    assert not {some_voice(random) for _ in range(2000)} & set(held_out_voices())
    assert not {voice.split("+")[0] for voice in held_out_voices() if "+" not in voice} & set(ACCENTS)


@has_espeak
def test_espeak_tells_when_it_makes_each_sound() -> None:
    samples, sounds = Espeak().speak("see", "en-us", 150, 50)
    assert [segment.sound for segment in sounds][:2] == ["S", "IY"]
    (hiss, vowel), power = sounds[:2], samples.astype(float) ** 2
    rough = np.abs(np.diff(samples.astype(float))) ** 2
    share = [rough[slice(*_samples(part))].sum() / power[slice(*_samples(part))].sum() for part in (hiss, vowel)]
    assert share[0] > 3 * share[1]  # a hiss changes from sample to sample


@has_espeak
def test_a_voice_that_is_not_there_is_told() -> None:
    with pytest.raises(DataError, match="no voice"):
        Espeak().speak("go", "xx-nowhere", 150, 50)


def test_what_flite_tells_is_read() -> None:
    assert segments("pau:0.2 s:0.3 iy:0.5") == [Segment("SIL", 0.0, 0.2), Segment("S", 0.2, 0.3), Segment("IY", 0.3, 0.5)]
    with pytest.raises(DataError, match="none of ours"):
        segments("qq:0.2")


@has_flite
def test_flite_speaks(tmp_path: Path) -> None:
    samples, sounds = speak("stop", "slt", 1.0, tmp_path)
    assert [segment.sound for segment in sounds if segment.sound != "SIL"] == ["S", "T", "AA", "P"]
    assert sounds[-1].end_s == pytest.approx(len(samples) / 16000, abs=0.1)


def _samples(segment: Segment) -> tuple[int, int]:
    return round(segment.begin_s * 16000), round(segment.end_s * 16000)

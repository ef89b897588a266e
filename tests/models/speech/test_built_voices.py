"""Voices built from people's recordings."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from models.train.data import DataError
from models.train.speech.built_voices import SHARES, VOICES, speak

PROGRAM = {"bdl": "RHVoice-test", "en-GB": "pico2wave", "ked": "text2wave"}


def test_every_voice_has_its_share() -> None:
    assert len(SHARES) == len(VOICES)
    assert sum(SHARES) == pytest.approx(1.0)


def test_a_voice_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no voice 'nobody', only alan"):
        speak("go", "nobody", np.random.default_rng(1), tmp_path)


@pytest.mark.parametrize("voice", PROGRAM)
def test_it_speaks_at_16_khz_or_says_what_is_missing(voice: str, tmp_path: Path) -> None:
    if shutil.which(PROGRAM[voice]) is None:
        with pytest.raises(DataError, match="apt-get install rhvoice"):
            speak("go to the kitchen", voice, np.random.default_rng(1), tmp_path)
        return
    samples = speak("go to the kitchen", voice, np.random.default_rng(1), tmp_path)
    assert 0.7 < len(samples) / 16_000 < 2.5
    assert np.abs(samples.astype(int)).max() > 1000

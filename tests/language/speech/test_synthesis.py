from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from language.speech.synthesis import Voice, VoiceError, any_voice, synthesize
from language.speech.wave import level_db, to_samples

speaks = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@speaks
def test_words_become_sound_and_the_same_words_the_same_sound() -> None:
    once, again = synthesize("go to the red chair"), synthesize("go to the red chair")
    assert np.array_equal(once, again)
    assert 0.8 * 16_000 < once.size < 3 * 16_000
    assert -35 < level_db(to_samples(once)) < -10
    assert not np.array_equal(once, synthesize("go to the red chair", Voice("en-gb+f2", 140, 60))[: once.size])


@speaks
def test_longer_sentences_take_longer_and_nothing_is_nothing() -> None:
    assert synthesize("stop").size < synthesize("stop by the red chair in the kitchen").size
    assert synthesize("").size == 0 or level_db(to_samples(synthesize(""))) < -60


@speaks
@pytest.mark.parametrize("text", ["--help", "-f /etc/passwd", "über 90°", "a\nb"])
def test_any_text_is_only_spoken(text: str) -> None:
    assert synthesize(text).size > 1000


@speaks
def test_every_voice_that_may_come_up_is_one() -> None:
    random = np.random.default_rng(0)
    voices = {any_voice(random).name for _ in range(12)}
    assert len(voices) > 6
    assert all(synthesize("go", Voice(name)).size for name in voices)


@speaks
def test_an_unknown_voice_is_named() -> None:
    with pytest.raises(VoiceError, match="xx-nobody"):
        synthesize("go", Voice("xx-nobody"))


def test_without_espeak_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(VoiceError, match="apt-get install"):
        synthesize("go")


def test_one_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*arguments: object, **settings: object) -> None:
        raise subprocess.TimeoutExpired("espeak-ng", 60)

    monkeypatch.setattr(shutil, "which", lambda program: "/bin/espeak-ng")
    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(VoiceError, match="did not speak"):
        synthesize("go")

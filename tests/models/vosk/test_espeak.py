"""Pronunciations by espeak-ng."""

from __future__ import annotations

import shutil

import pytest

from models.vosk.espeak import SOUNDS, PronunciationError, pronounce, sounds_of
from models.vosk.phones import ARPABET

speaks = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def test_every_sound_is_one_of_ours() -> None:
    assert {sound for sounds in SOUNDS.values() for sound in sounds} <= set(ARPABET)


def test_marks_of_stress_and_length_change_nothing() -> None:
    assert sounds_of("'aI") == sounds_of("aI") == ("AY",)
    assert sounds_of("_:") == ("SIL",)
    with pytest.raises(PronunciationError, match="none of English"):
        sounds_of("q!")


@speaks
@pytest.mark.parametrize(("word", "sounds"), [("stop", "S T AA P"), ("measure", "M EH ZH ER"), ("fido", "F AY D OW")])
def test_words_are_read(word: str, sounds: str) -> None:
    assert " ".join(pronounce(word)) == sounds


@speaks
@pytest.mark.parametrize(("word", "alone", "within"), [("to", "T UW", "T AH"), ("left", "L EH F T", "L EH F T")])
def test_within_a_sentence_small_words_are_weaker(word: str, alone: str, within: str) -> None:
    assert (" ".join(pronounce(word)), " ".join(pronounce(word, spoken="go {} box"))) == (alone, within)


@speaks
def test_no_sound_is_told_twice_in_a_row() -> None:
    assert " ".join(pronounce("bookcase")) == "B UH K EY S"


@speaks
def test_what_is_no_word_is_told() -> None:
    with pytest.raises(PronunciationError, match="can't read"):
        pronounce("…")


def test_without_espeak_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(PronunciationError, match="apt-get install"):
        pronounce("fido")

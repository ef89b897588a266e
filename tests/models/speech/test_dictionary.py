"""Words of the shipped model are known in every way that they are said."""

from __future__ import annotations

import shutil

import pytest

from models.train.speech.dictionary import pronunciations

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def test_a_word_is_said_in_two_accents_alone_and_within_a_sentence() -> None:
    ways = {word: [" ".join(sounds) for sounds in said] for word, said in pronunciations(["to", "up", "can't"]).items()}
    assert ways["to"] == ["T UW", "T AH"]
    assert ways["up"] == ["AH P"]
    assert len(ways["can't"]) == 2, "it rhymes with ant in America and with aunt in Britain"

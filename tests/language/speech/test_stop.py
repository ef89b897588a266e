from __future__ import annotations

import pytest

from language.lexicon import lexicon
from language.speech.recogniser import Word
from language.speech.stop import stops, stops_in

PLAIN = ["stop", "halt", "freeze", "whoa", "cancel", "uh stop", "go on and stop", "hold it", "[unk] stop"]
OTHER = ["", "go", "top", "stops", "don't stop", "stop by the chair", "if you see me stop", "[unk]"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_stop_is_one(text: str) -> None:
    assert stops_in(text, lexicon()) == 1


@pytest.mark.parametrize("text", OTHER)
def test_others_are_none(text: str) -> None:
    assert stops_in(text, lexicon()) == 0


def test_each_is_given_by_its_word() -> None:
    words = [Word(text, place, place + 1.0, 0.9) for place, text in enumerate("uh stop [unk] go home halt".split())]
    assert [word.start_s for word in stops(words, lexicon())] == [1.0, 5.0]


def test_what_lies_beyond_an_unknown_word_changes_nothing() -> None:
    assert stops_in("if you see [unk] stop", lexicon()) == 1

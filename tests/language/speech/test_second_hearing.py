from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from language.lexicon import lexicon
from language.speech.grammar import Grammar
from language.speech.recogniser import NOTHING, Transcript, Word
from language.speech.second_hearing import REMEMBERED, SHARE, SecondHearing, second_hearing


class Asked:
    """A recogniser that says what it is told to, and remembers the sound."""

    def __init__(self, *texts: tuple[str, float], ends: bool = False) -> None:
        (best, share), *others = texts
        self.said = Transcript(tuple(Word(word, 0, 0, 1) for word in best.split()), share, tuple(others))
        self.ends, self.sound = ends, list[Any]()

    def accept(self, samples: Any) -> Transcript | None:
        self.sound.append(samples)
        return self.said if self.ends else None

    def partial(self) -> str:
        return ""

    def finish(self) -> Transcript:
        return NOTHING if self.ends else self.said


def test_it_hears_the_last_of_the_sound_once_more() -> None:
    asked = Asked(("stop", 1.0))
    second = SecondHearing(asked, lexicon())
    sound = np.arange(3 * REMEMBERED // 2, dtype=np.int16)
    for start in range(0, len(sound), 700):
        second.take(sound[start : start + 700])
    assert second.has_stop()
    np.testing.assert_array_equal(asked.sound, [sound[-REMEMBERED:]])
    assert second.spent_s() == pytest.approx(0.8)
    assert second.spent_s() == 0


def test_of_a_short_sound_it_hears_all() -> None:
    asked = Asked(("stop", 1.0))
    second = SecondHearing(asked, lexicon())
    second.take(np.ones(100, np.int16))
    second.take(np.zeros(0, np.int16))
    second.has_stop()
    assert [len(sound) for sound in asked.sound] == [100]


@pytest.mark.parametrize(
    ("texts", "has"),
    [([("stop", 0.9)], True), ([("tree", 0.9), ("whoa", SHARE)], True), ([("tree", 0.9), ("stop", SHARE - 0.02)], False),
     ([("tree", 0.7), ("stop", 0.15), ("a stop", 0.15)], True), ([("shop", 1.0)], False)],
)  # fmt: skip
def test_texts_with_a_stop_must_have_their_share(texts: list[tuple[str, float]], has: bool) -> None:
    second = SecondHearing(Asked(*texts), lexicon())
    second.take(np.ones(1600, np.int16))
    assert second.has_stop() is has


def test_a_pause_within_the_sound_loses_nothing() -> None:
    second = SecondHearing(Asked(("stop", 1.0), ends=True), lexicon())
    second.take(np.ones(1600, np.int16))
    assert second.has_stop()


def test_each_word_is_expected_once(model: Any) -> None:
    second_hearing(model, Grammar(("go to the chair", "the chair", "[unk]", "stop", "stop")), lexicon())
    assert model.grammars == [("chair", "go", "stop", "the", "to")]

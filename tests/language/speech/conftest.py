"""A small recogniser of our own: its sound are words in disguise, so that nodes can be tested without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from language.speech.microphone import DeviceConfig, DeviceMicrophone
from language.speech.recogniser import NOTHING, TextCost, Transcript, Word, spoken
from robot.errors import SetupError
from robot.speech import Samples
from tests.language.speech.pulse import PulseMicrophone

WORD_SAMPLES = 1600


class SmallRecogniser:
    """Every 1,600 samples are a word: their value is its number in the vocabulary, the fourth sample how sure that is, in %."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.vocabulary = vocabulary
        self._words: list[Word] = []
        self._waiting = np.zeros(0, np.int16)
        self._taken = 0

    def accept(self, samples: Samples) -> Transcript | None:
        samples = np.concatenate([self._waiting, samples])
        whole = len(samples) // WORD_SAMPLES * WORD_SAMPLES
        samples, self._waiting = samples[:whole], samples[whole:]
        for start in range(0, whole, WORD_SAMPLES):
            number, sure = int(samples[start]), int(samples[start + 3]) / 100
            self._taken += WORD_SAMPLES
            if number < 0:  # a pause
                return self.finish()
            begun_s, ended_s = (self._taken - WORD_SAMPLES) / 16000, self._taken / 16000
            if number:
                self._words.append(Word(self.vocabulary[number], begun_s, ended_s, sure))
        return None

    def partial(self) -> str:
        return spoken(self._words)

    def finish(self) -> Transcript:
        words, self._words = tuple(self._words), []
        return Transcript(words, min((word.confidence for word in words), default=1.0)) if words else NOTHING


class SmallModel:
    """Makes them; knows all words but those it is told it lacks."""

    def __init__(self, lacks: Iterable[str] = (), learns: bool = False) -> None:
        self.lacks, self.learns = frozenset(lacks), learns
        self.grammars: list[tuple[str, ...]] = []
        self.vocabulary: list[str] = [""]

    def knows(self, word: str) -> bool:
        return word not in self.lacks

    def with_words(self, words: Iterable[str]) -> SmallModel:
        if not self.learns:
            raise SetupError("this model can't be taught words")
        self.lacks -= frozenset(words)
        return self

    def recogniser(self, grammar: Iterable[str] = (), cost: TextCost | None = None) -> SmallRecogniser:
        self.grammars.append(tuple(grammar))
        return SmallRecogniser(self.vocabulary)

    def speak(self, text: str, sure: float = 1.0) -> Samples:
        """The sound of a text; "|" is a pause, "_" a moment's silence."""
        sounds = [np.zeros(0, np.int16)]
        for word in text.split():
            if word not in self.vocabulary:
                self.vocabulary.append(word)
            number = -1 if word == "|" else 0 if word == "_" else self.vocabulary.index(word)
            sound = np.full(WORD_SAMPLES, number, np.int16)
            sound[3] = round(100 * sure)
            sounds.append(sound)
        return np.concatenate(sounds)


@pytest.fixture
def model() -> SmallModel:
    return SmallModel()


@pytest.fixture
def pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseMicrophone]:
    microphone = PulseMicrophone(tmp_path, monkeypatch)
    microphone.plug()
    yield microphone
    microphone.close()


@pytest.fixture
def device() -> Iterator[DeviceMicrophone]:
    microphone = DeviceMicrophone(DeviceConfig(name="pulse", retry_s=0.3))
    yield microphone
    microphone.close()

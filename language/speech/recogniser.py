"""What recognises speech: sound goes in piece by piece, words come out while it is still going on and at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from robot.speech import Samples

TextCost = Callable[[str], float]
UNKNOWN = "[unk]"
"""What a recogniser writes for words that are not in its grammar."""


class Word(NamedTuple):
    """One word: when it was said, in seconds of the sound that the recogniser has taken in, and how sure that is (0…1)."""

    text: str
    start_s: float
    end_s: float
    confidence: float


class Transcript(NamedTuple):
    """What an utterance says: its likeliest words, how sure they are (0…1), and the next likely texts with theirs."""

    words: tuple[Word, ...]
    confidence: float = 1.0
    others: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        return spoken(self.words)


NOTHING = Transcript(())


def spoken(words: Iterable[Word]) -> str:
    """The words as one text."""
    return " ".join(word.text for word in words)


class SpeechModel(Protocol):
    """What recognisers are made from."""

    def knows(self, word: str) -> bool:
        """Whether it could ever hear the word."""

    def with_words(self, words: Iterable[str]) -> SpeechModel:
        """One that knows these words too. Raises SetupError where this model can't be taught any."""

    def recogniser(self, grammar: Iterable[str] = (), cost: TextCost | None = None) -> Recogniser:
        """One for the phrases of a grammar, or for everything it knows where there are none.

        `cost` tells how unlikely a whole text is, in nats: it has a say in which of an utterance's possible texts was said.
        """


class Recogniser(Protocol):
    """Takes in sound, 16,000 Hz mono. One utterance after the other; each ends at a pause or when told to."""

    def accept(self, samples: Samples) -> Transcript | None:
        """Take in a piece of sound (N,) int16; the utterance's transcript where it ended in a pause, else None."""

    def partial(self) -> str:
        """What the running utterance says so far; later sound may change it."""

    def finish(self) -> Transcript:
        """End the utterance here; its transcript."""

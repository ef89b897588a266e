"""Hears what was just said once more, with every word as likely as any other: was there a "stop" in it?

While a word is still being said a recogniser names the likeliest text only, not how much likelier it is than the next: a "stop"
that it names may be a "tree". The end of a short stretch tells that at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from language.lexicon import Lexicon
from language.speech.grammar import Grammar
from language.speech.recogniser import UNKNOWN, Recogniser, SpeechModel
from language.speech.stop import stops_in
from robot.speech import SAMPLE_RATE_HZ, Samples

REMEMBERED = int(0.8 * SAMPLE_RATE_HZ)
SHARE = 0.2
"""Of all that may have been said, texts with a "stop" have so much. Of what was "stop" for the first hearing 96 in 100
had it within 0.2 s where people had said so, and 9 in 100 where they hadn't."""


class SecondHearing:
    """Remembers the last 0.8 s of sound."""

    def __init__(self, recogniser: Recogniser, lexicon: Lexicon) -> None:
        """A recogniser that is used for nothing else; the lexicon says what means "stop"."""
        self._recogniser, self._lexicon = recogniser, lexicon
        self._recent: Samples = np.zeros(0, np.int16)
        self._heard = 0

    def take(self, samples: Samples) -> None:
        """What comes next (N,)."""
        self._recent = np.concatenate([self._recent, samples])[-REMEMBERED:]

    def has_stop(self) -> bool:
        """Whether what is remembered may well have a "stop" in it."""
        self._heard += len(self._recent)
        ended, rest = self._recogniser.accept(self._recent), self._recogniser.finish()
        heard = ended or rest
        texts = ((heard.text, heard.confidence), *heard.others)
        return sum(share for text, share in texts if stops_in(text, self._lexicon)) >= SHARE

    def spent_s(self) -> float:
        """Seconds of sound that were heard again since this was last asked."""
        heard, self._heard = self._heard, 0
        return heard / SAMPLE_RATE_HZ


def second_hearing(model: SpeechModel, told: Grammar, lexicon: Lexicon) -> SecondHearing:
    """One that expects each word of a grammar once."""
    return SecondHearing(model.recogniser(words(told.phrases)), lexicon)


def words(phrases: Sequence[str]) -> list[str]:
    """Every word of the phrases once."""
    return sorted({word for phrase in phrases for word in phrase.split()} - {UNKNOWN})

"""pocketsphinx with its own English model, behind the interface of our recogniser: `pip install 'heed[bench]'`.

It gets a bigram model of the same phrases that Vosk gets, and hears each utterance as a whole, which is what it does best.
"""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from language.speech.recogniser import NOTHING, UNKNOWN, TextCost, Transcript, Word
from robot.errors import SetupError
from robot.speech import Samples

DISCOUNT = 0.5
FRAME_S = 0.01
BEGIN, END = "<s>", "</s>"


class SphinxModel:
    """A `SpeechModel`. Raises SetupError where pocketsphinx isn't installed."""

    def __init__(self) -> None:
        try:
            import pocketsphinx
        except ImportError as error:
            raise SetupError(f"the comparison needs pocketsphinx ({error}): pip install 'heed[bench]'") from None
        self._library: Any = pocketsphinx
        self._words = self._library.Decoder(lm=None, loglevel="FATAL")

    def knows(self, word: str) -> bool:
        return self._words.lookup_word(word) is not None

    def with_words(self, words: Iterable[str]) -> SphinxModel:
        raise SetupError("pocketsphinx is taught no words here")

    def recogniser(self, grammar: Iterable[str] = (), cost: TextCost | None = None) -> SphinxRecogniser:
        """`cost` has no say: it gives one text only."""
        phrases = [phrase.split() for phrase in grammar if phrase != UNKNOWN]
        known = [words for words in phrases if all(map(self.knows, words))]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bigrams.arpa"
            file.write_text(arpa(known), encoding="utf-8")
            return SphinxRecogniser(self._library.Decoder(lm=str(file), loglevel="FATAL"))


class SphinxRecogniser:
    """Waits for the end of the utterance, and hears it then."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._pieces: list[Samples] = []

    def accept(self, samples: Samples) -> Transcript | None:
        self._pieces.append(samples)
        return None

    def partial(self) -> str:
        return ""

    def finish(self) -> Transcript:
        sound, self._pieces = np.concatenate([np.zeros(0, np.int16), *self._pieces]), []
        self._decoder.start_utt()
        self._decoder.process_raw(sound.tobytes(), full_utt=True)
        self._decoder.end_utt()
        heard = [segment for segment in self._decoder.seg() or () if segment.word[0] not in "<["]
        words = [Word(segment.word.partition("(")[0], FRAME_S * segment.start_frame, FRAME_S * segment.end_frame, 1.0)
                 for segment in heard]  # fmt: skip
        return Transcript(tuple(words)) if words else NOTHING


def arpa(phrases: Sequence[Sequence[str]]) -> str:
    """A bigram model of phrases with absolute discounting and back-off, as ARPA's text. Words are all those of the phrases."""
    rows = [(BEGIN, *phrase, END) for phrase in phrases]
    single = Counter(word for row in rows for word in row[1:])
    double = Counter(pair for row in rows for pair in pairwise(row))
    before = Counter(first for first, _ in double.elements())
    follows = Counter(first for first, _ in double)
    total = sum(single.values())
    lines = ["\\data\\", f"ngram 1={len(single) + 1}", f"ngram 2={len(double)}", "", "\\1-grams:"]
    chances = {BEGIN: -99.0, **{word: math.log10(count / total) for word, count in sorted(single.items())}}
    lines += [f"{chance:.4f} {word} {_back(word, follows, before)}" for word, chance in chances.items()]
    lines += ["", "\\2-grams:"]
    for (first, word), count in sorted(double.items()):
        share = (count - DISCOUNT + DISCOUNT * follows[first] * single[word] / total) / before[first]
        lines.append(f"{math.log10(share):.4f} {first} {word}")
    return "\n".join([*lines, "", "\\end\\", ""])


def _back(word: str, follows: Counter[str], before: Counter[str]) -> str:
    """The weight of words that never followed this one; "" where none ever did."""
    return f"{math.log10(DISCOUNT * follows[word] / before[word]):.4f}" if before[word] else ""

"""What is kept of what was said to the car for the drive's picture: the sound, and the words that were heard in it."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from robot import clock, topics
from robot.bus import Envelope, Topic
from robot.scenery import SpokenWord, Utterance
from robot.speech import SAMPLE_RATE_HZ, Heard, HeardWord, Sound

KEPT = 300
"""Pieces of sound, of a tenth of a second each: longer than anybody speaks at a time."""
AROUND_S = 0.4
"""Sound that is shown before the first word and after the last."""


class Earshot:
    """An observer of the bus. `utterance` is what was last said to the car, None as long as nothing was."""

    def __init__(self) -> None:
        self.utterance: Utterance | None = None
        self._pieces: deque[Sound] = deque(maxlen=KEPT)

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        if topic is topics.SOUND:
            self._pieces.append(envelope.message)
        elif topic is topics.HEARD:
            self._hear(envelope.message)

    def since(self, began_s: float) -> Utterance | None:
        """The utterance, if it wasn't over before `began_s`."""
        kept = self.utterance
        return kept if kept is not None and kept.words[-1].end_s >= began_s else None

    def _hear(self, heard: Heard) -> None:
        if not (heard.final and heard.addressed and heard.words):
            return
        start_s, end_s = clock.to_s(heard.words[0].start_ns) - AROUND_S, clock.to_s(heard.words[-1].end_ns) + AROUND_S
        samples = np.zeros(max(1, round((end_s - start_s) * SAMPLE_RATE_HZ)), np.int16)
        for piece in self._pieces:
            first = round((clock.to_s(piece.t_ns) - start_s) * SAMPLE_RATE_HZ)
            begin, end = max(0, first), min(samples.size, first + len(piece.samples))
            if begin < end:
                samples[begin:end] = piece.samples[begin - first : end - first]
        self.utterance = Utterance(start_s=start_s, samples=samples, words=tuple(map(_spoken, heard.words)))


def _spoken(word: HeardWord) -> SpokenWord:
    start_s, end_s = clock.to_s(word.start_ns), clock.to_s(word.end_ns)
    return SpokenWord(text=word.text, start_s=start_s, end_s=end_s, confidence=word.confidence)

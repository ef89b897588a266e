"""What is kept of what was said to the car for the drive's picture: the sound, and the words that were heard in it."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from robot import clock, topics
from robot.bus import Envelope, Topic
from robot.scenery import SpokenWord, Utterance
from robot.speech import PIECE, SAMPLE_RATE_HZ, Heard, HeardWord, Sound

KEPT_S = 30
"""Sound that is kept: longer than anybody speaks at a time."""
UTTERANCES = 20
AROUND_S = 0.4
"""Sound that is shown before the first word and after the last."""


class Earshot:
    """An observer of the bus; `said` tells with which sound an instruction was given."""

    def __init__(self) -> None:
        self._pieces: deque[Sound] = deque(maxlen=KEPT_S * SAMPLE_RATE_HZ // PIECE)
        self._utterances: deque[tuple[frozenset[str], Utterance]] = deque(maxlen=UTTERANCES)

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        if topic is topics.SOUND:
            self._pieces.append(envelope.message)
        elif topic is topics.HEARD:
            self._hear(envelope.message)

    def said(self, instruction: str, since_s: float) -> Utterance | None:
        """The last utterance that may have been the instruction, if it wasn't over before `since_s`; None for a typed one."""
        found = [kept for texts, kept in self._utterances if instruction in texts and kept.words[-1].end_s >= since_s]
        return found[-1] if found else None

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
        utterance = Utterance(start_s=start_s, samples=samples, words=tuple(map(_spoken, heard.words)))
        self._utterances.append((_texts(heard), utterance))


def _spoken(word: HeardWord) -> SpokenWord:
    start_s, end_s = clock.to_s(word.start_ns), clock.to_s(word.end_ns)
    return SpokenWord(text=word.text, start_s=start_s, end_s=end_s, confidence=word.confidence)


def _texts(heard: Heard) -> frozenset[str]:
    """What it may have said, with and without breaths and clicks at its ends."""
    texts = (heard.text, *(text for text, _ in heard.others))
    return frozenset(one for text in texts for one in (text, text.removeprefix("[unk] ").removesuffix(" [unk]")))

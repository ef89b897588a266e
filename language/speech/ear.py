"""One recogniser of the listening node, and when on the clock it heard what."""

from __future__ import annotations

from language.speech.recogniser import Recogniser, Transcript, Word
from language.speech.timeline import Timeline
from robot.speech import HeardWord, Sound


class Ear:
    """Takes in stretches of sound; `until_ns` is the end of what it has."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._timeline = Timeline()
        self.until_ns = 0

    def take(self, sound: Sound) -> Transcript | None:
        """Take in a piece; the utterance where it ends one."""
        self.until_ns = self._timeline.take(sound)
        ended = self._recogniser.accept(sound.samples)
        return self._recogniser.finish() if ended is None and sound.ends else ended

    def end(self) -> Transcript:
        """The stretch is over; what was said last."""
        return self._recogniser.finish()

    def partial(self) -> str:
        return self._recogniser.partial()

    def placed(self, words: tuple[Word, ...]) -> tuple[HeardWord, ...]:
        """The words with their times on the clock."""
        return tuple(HeardWord(text=word.text, start_ns=self._timeline.at(word.start_s), end_ns=self._timeline.at(word.end_s),
                               confidence=word.confidence) for word in words)  # fmt: skip

"""What the car is saying itself, so that its own words are not taken for orders."""

from __future__ import annotations

from collections.abc import Sequence

from language.lexicon import Lexicon
from language.speech.alignment import kept
from language.speech.stop import stops_in
from language.words import split_words
from robot.clock import to_ns
from robot.speech import Speaking

LINGERS_NS = to_ns(0.6)  # so long the last word is still under way: loudspeaker, room, microphone
SAME = 0.5  # of the words; where more of what was heard is in what the car said, it heard itself


class OwnVoice:
    """Keeps what the car has said last, and when."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._text = ""
        self._since_ns = self._until_ns = 0
        self._speaks = False

    def hear(self, speaking: Speaking) -> None:
        if speaking.on:
            self._text, self._since_ns = speaking.text, speaking.t_ns
        self._speaks, self._until_ns = speaking.on, speaking.t_ns + LINGERS_NS

    def stops(self, since_ns: int, until_ns: int) -> int:
        """How often the car itself may be heard to say "stop" between two times."""
        return stops_in(self._text, self._lexicon) if self._heard_in(since_ns, until_ns) else 0

    def said(self, words: Sequence[str], since_ns: int, until_ns: int) -> bool:
        """Whether words heard between two times are the car's own."""
        if not words or not self._heard_in(since_ns, until_ns):
            return False
        same = kept(words, split_words(self._text).words)
        return sum(same) > SAME * len(words)

    def _heard_in(self, since_ns: int, until_ns: int) -> bool:
        return bool(self._text) and since_ns < (until_ns + 1 if self._speaks else self._until_ns) and until_ns > self._since_ns

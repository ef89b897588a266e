"""What is to be done with what was heard: act on it, ask back, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from language.parser import Reading
from language.speech.recogniser import UNKNOWN
from robot.clock import to_ns
from robot.program import Program
from robot.speech import Heard, HeardWord

SURE, UNUSUAL = 0.5, 4.5  # a share of what may have been said, and nats a word (phrasing.py)
LEAST_SHARE = 0.02  # of a text's likelihood: what is less likely isn't read
NO_PROGRAM = 0.15  # how much likelier people say what the car can do something with
BREATH_NS = to_ns(0.25)  # an unknown word at either end that is shorter is a breath or a click
GAP = "…"
AGAIN = "Please say it again."
Read = Callable[[str], Reading]
Reply = Callable[[str], str]


class Verdict(NamedTuple):
    """`text` is to be acted on, "" for nothing; `sentence` is for the person; `asks`: it wants a yes for that text first."""

    text: str
    sentence: str = ""
    asks: bool = False


NOTHING = Verdict("")


class _Way(NamedTuple):
    """One way to take what was heard: the text, and how likely it is."""

    text: str
    program: str
    weight: float
    understood: bool


class Heeding:
    """Remembers what it asked back, so that a yes or no can answer that."""

    def __init__(self, sure: float = SURE, unusual: float = UNUSUAL) -> None:
        """Below the share `sure` of all that may have been said, and where words stand together that are `unusual` (nats a
        word), it asks, rather than act."""
        self._sure, self._unusual = sure, unusual
        self._asked = ""

    def heard(self, heard: Heard, read: Read, reply: Reply) -> Verdict:
        """What to do with an utterance; `read` gives the reading of a text, `reply` its yes or no, both changing nothing."""
        found = self.told(heard.text, reply) if self._asked else None
        if found is None:
            found = verdict(heard, read, self._sure, self._unusual)
            self._asked = found.text if found.asks else ""
        return found

    def told(self, text: str, reply: Reply) -> Verdict | None:
        """What to do if a text, typed or heard, answers what was asked back, else None; then that is asked no more."""
        asked, self._asked = self._asked, ""
        said = reply(text) if asked else ""
        if said == "yes":
            return Verdict(asked)
        return Verdict("", AGAIN) if said == "no" else None


def verdict(heard: Heard, read: Read, sure: float, unusual: float) -> Verdict:
    """What to do with an utterance. `read` gives the reading of a text, changing nothing.

    Texts that come to the same program stand together. Where those of the likeliest program have less than the share `sure` of
    all, a word was none of the car's, or the words are as `unusual` together as those made of other talk, it asks: for a yes
    where the likeliest text is one that the car can do something with.
    """
    ways = [_way(text, share, read) for text, share in texts(heard) if share >= LEAST_SHARE]
    if not ways:
        return NOTHING
    weights: defaultdict[str, float] = defaultdict(float)
    for way in ways:
        weights[way.program] += way.weight
    likeliest = max(weights, key=lambda program: weights[program])
    best = next(way for way in ways if way.program == likeliest)
    if likeliest == UNKNOWN:
        return _ask(ways[0].text) if ways[0].understood else _not_all(best.text)
    doubtful = weights[likeliest] < sure * sum(weights.values()) or (best.understood and heard.unusual > unusual)
    return _ask(best.text) if doubtful else Verdict(best.text)


def _ask(text: str) -> Verdict:
    return Verdict(text, f'Did you say "{text}"?', asks=True)


def texts(heard: Heard) -> list[tuple[str, float]]:
    """Every text that may have been said, with its share, without breaths at its ends; likeliest first."""
    best = " ".join(word.text for word in _without_breaths(heard.words)) if heard.words else heard.text
    return [(text, share) for text, share in ((best, heard.confidence), *heard.others) if text]


def _without_breaths(words: tuple[HeardWord, ...]) -> tuple[HeardWord, ...]:
    while words and _is_breath(words[0]):
        words = words[1:]
    while words and _is_breath(words[-1]):
        words = words[:-1]
    return words


def _is_breath(word: HeardWord) -> bool:
    return word.text == UNKNOWN and word.end_ns - word.start_ns < BREATH_NS


def _way(text: str, share: float, read: Read) -> _Way:
    if UNKNOWN in text.split():
        return _Way(text, UNKNOWN, share, False)
    program: Program | None = read(text).program
    if program is None:
        return _Way(text, f"? {text}", share * NO_PROGRAM, False)
    return _Way(text, str(program), share, True)


def _not_all(text: str) -> Verdict:
    """Some words were none that the car knows."""
    said = [word for word in text.split() if word != UNKNOWN]
    if not said:
        return Verdict("", f"I didn't understand that. {AGAIN}")
    gaps = " ".join(GAP if word == UNKNOWN else word for word in text.split())
    return Verdict("", f'I only heard "{gaps}". {AGAIN}')

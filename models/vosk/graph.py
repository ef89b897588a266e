"""The graph of sounds: which sequences of sounds are which words, for words that are said one after another.

Each word is a chain of phones that writes the word with its first one, so that the costs of the words count as early as they
can; silence may stand between words. Whatever else people say is `[unk]`: any sounds, each as likely as it is after the one
before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from models.vosk.openfst import Arc, Transducer
from models.vosk.phones import ARPABET, SILENCE, leaving, placed, staying

UNKNOWN = "[unk]"
Sounds = tuple[str, ...]
Pronunciations = Mapping[str, Sequence[Sounds]]
BETWEEN, BEGIN = 0, 1
"""The states before a silence that may be, and after it, where words begin."""


class GraphSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a graph is made with besides its words; a model folder has it as `graph/graph.json`."""

    follows: tuple[tuple[float, ...], ...]
    """The cost of each sound (models/vosk/phones.py; silence first) after each other one within `[unk]`."""
    silence: float = 0.5
    """How probable a silence is between words."""
    stay: float = 0.5
    """How probable it is that a sound goes on."""
    word_cost: float = 0.0
    """What every word costs, `[unk]` too: the more, the fewer words are heard."""
    unknown_cost: float = 0.0
    sound_cost: float = 0.0
    """What `[unk]` costs besides, and each of its sounds."""


def sound_graph(pronunciations: Pronunciations, numbers: Mapping[str, int], settings: GraphSettings) -> Transducer:
    """The transducer from phones' transitions to words by their `numbers`, which are 1 to the number of words."""
    return _Builder(numbers, settings).build(pronunciations)


def numbered(words: Iterable[str]) -> dict[str, int]:
    """A number for each word and for `[unk]`."""
    return {word: number for number, word in enumerate(sorted({*words, UNKNOWN}), start=1)}


class _Builder:
    def __init__(self, numbers: Mapping[str, int], settings: GraphSettings) -> None:
        self._words, self._settings = numbers, settings
        self._stay_cost, self._leave_cost = -math.log(settings.stay), -math.log(1 - settings.stay)
        self._arcs: list[Arc] = []
        self._states = 2

    def build(self, pronunciations: Pronunciations) -> Transducer:
        silence = self._phone(SILENCE)
        self._enter(BETWEEN, silence, SILENCE, 0, -math.log(self._settings.silence))
        self._arcs.append(Arc(BETWEEN, BEGIN, 0, 0, -math.log(1 - self._settings.silence)))
        self._arcs.append(Arc(silence, BEGIN, 0, 0, 0.0))
        for word, ways in pronunciations.items():
            for sounds in ways:
                self._word(word, sounds, math.log(len(ways)) + self._settings.word_cost)
        self._anything()
        return Transducer(self._states, self._arcs, {BETWEEN: 0.0, BEGIN: 0.0})

    def _state(self) -> int:
        self._states += 1
        return self._states - 1

    def _phone(self, phone: str) -> int:
        """A state that stays in a phone."""
        state = self._state()
        self._arcs.append(Arc(state, state, staying(phone), 0, self._stay_cost))
        return state

    def _enter(self, source: int, state: int, phone: str, word: int, cost: float) -> None:
        self._arcs.append(Arc(source, state, leaving(phone), word, cost + self._leave_cost))

    def _word(self, word: str, sounds: Sounds, cost: float) -> None:
        state, number = BEGIN, self._words[word]
        for phone in placed(sounds):
            before, state = state, self._phone(phone)
            self._enter(before, state, phone, number, cost)
            number, cost = 0, 0.0
        self._arcs.append(Arc(state, BETWEEN, 0, 0, 0.0))

    def _anything(self) -> None:
        """Two sounds or more. Whether a sound begins the word or is inside it, what follows it depends on the sound alone."""
        settings, follows = self._settings, self._settings.follows
        begins, insides, ends = ([self._phone(f"{sound}_{place}") for sound in ARPABET] for place in "BIE")
        after = [self._state() for _ in ARPABET]
        for index, sound in enumerate(ARPABET):
            cost = settings.word_cost + settings.sound_cost + settings.unknown_cost + follows[0][index + 1]
            self._enter(BEGIN, begins[index], f"{sound}_B", self._words[UNKNOWN], cost)
            self._arcs += [Arc(state, after[index], 0, 0, 0.0) for state in (begins[index], insides[index])]
            self._arcs.append(Arc(ends[index], BETWEEN, 0, 0, follows[index + 1][0]))
            for before in range(len(ARPABET)):
                cost = settings.sound_cost + follows[before + 1][index + 1]
                self._enter(after[before], insides[index], f"{sound}_I", 0, cost)
                self._enter(after[before], ends[index], f"{sound}_E", 0, cost)

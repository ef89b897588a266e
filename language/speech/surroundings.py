"""How far words stand out of the noise around them: a recogniser finds words in a motor's hum, too."""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

import numpy as np

from language.speech.wave import FULL_SCALE, level_db
from robot.clock import to_ns
from robot.speech import Sound

REMEMBERED_NS, KNOWN_NS = to_ns(6.0), to_ns(1.0)
"""So much sound is remembered, and so much is needed before anything is said of it."""
AFTER_NS = to_ns(0.1)
"""A piece that ends so long after a word may still have some of it."""
FLOOR = 0.1
"""The share of the pieces remembered that is as quiet as the noise alone, or quieter: between words it is heard."""
ONE_STEP_DB = -20 * math.log10(FULL_SCALE)
"""What is quieter than one step of 16 bits is as quiet as that."""


class _Piece(NamedTuple):
    since_ns: int
    until_ns: int
    level_db: float


class Surroundings:
    """Remembers how loud the last seconds of sound were, piece by piece."""

    def __init__(self) -> None:
        self._pieces: deque[_Piece] = deque()

    def take(self, sound: Sound, until_ns: int) -> None:
        """A piece of sound that ends at `until_ns`."""
        if not len(sound.samples):
            return
        self._pieces.append(_Piece(sound.t_ns, until_ns, max(level_db(sound.samples), ONE_STEP_DB)))
        while self._pieces[0].until_ns < until_ns - REMEMBERED_NS:
            self._pieces.popleft()

    def lift_db(self, start_ns: int, end_ns: int) -> float:
        """How much louder the loudest piece within that time was than the noise; endlessly where too little is known."""
        during = [piece.level_db for piece in self._pieces if start_ns < piece.until_ns < end_ns + AFTER_NS]
        if not during or self._pieces[-1].until_ns - self._pieces[0].since_ns < KNOWN_NS:
            return math.inf
        return max(during) - float(np.quantile([piece.level_db for piece in self._pieces], FLOOR))

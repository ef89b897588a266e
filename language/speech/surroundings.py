"""How far words stand out of the noise around them: a recogniser finds words in a motor's hum, too."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from robot.clock import to_ns
from robot.speech import Sound

REMEMBERED_NS, KNOWN_NS = to_ns(6.0), to_ns(1.0)
"""So much sound is remembered, and so much is needed before anything is said of it."""
FLOOR = 0.1
"""The share of the pieces remembered that is as quiet as the noise alone, or quieter: between words it is heard."""
SILENCE = 1.0
"""The least root mean square, in 16-bit steps."""


class Surroundings:
    """Remembers how loud the last seconds of sound were, piece by piece."""

    def __init__(self) -> None:
        self._levels: deque[tuple[int, float]] = deque()
        self._since_ns = 0

    def take(self, sound: Sound, until_ns: int) -> None:
        """A piece of sound that ends at `until_ns`."""
        if not len(sound.samples):
            return
        if not self._levels:
            self._since_ns = sound.t_ns
        power = float(np.mean(np.square(sound.samples, dtype=np.float32)))
        self._levels.append((until_ns, 10 * float(np.log10(max(power, SILENCE**2)))))
        while self._levels[0][0] < until_ns - REMEMBERED_NS:
            self._levels.popleft()

    def lift_db(self, start_ns: int, end_ns: int) -> float:
        """How much louder the loudest piece within that time was than the noise; endlessly where too little is known."""
        if not self._levels or self._levels[-1][0] - self._since_ns < KNOWN_NS:
            return math.inf
        levels = [level for _, level in self._levels]
        during = [level for until_ns, level in self._levels if until_ns > start_ns and until_ns < end_ns + to_ns(0.1)]
        return max(during) - float(np.quantile(levels, FLOOR)) if during else math.inf

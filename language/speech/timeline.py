"""When on the clock a sample was taken, though sound comes in pieces with gaps between them."""

from __future__ import annotations

from collections import deque

from robot.clock import to_ns
from robot.speech import SAMPLE_RATE_HZ, Sound

PIECES = 2400  # two minutes of sound; words are told long before


class Timeline:
    """Seconds of sound that a recogniser has taken in, and the time on the clock."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, int]] = deque([(0.0, 0)], maxlen=PIECES)
        self._taken_s = 0.0

    def take(self, sound: Sound) -> int:
        """Note a piece of sound that goes into the recogniser; the time of its end."""
        self._pieces.append((self._taken_s, sound.t_ns))
        duration_s = len(sound.samples) / SAMPLE_RATE_HZ
        self._taken_s += duration_s
        return sound.t_ns + to_ns(duration_s)

    def at(self, taken_s: float) -> int:
        """The time (ns) of what lies so many seconds into the sound."""
        piece = next((piece for piece in reversed(self._pieces) if piece[0] <= taken_s + 1e-9), self._pieces[0])
        return piece[1] + to_ns(taken_s - piece[0])

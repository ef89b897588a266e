"""One line that tells how the drive goes, and above it what is said: in place on a terminal, line after line elsewhere."""

from __future__ import annotations

import math
import shutil
import threading
from typing import Any, TextIO

from robot import clock, topics
from robot.bus import Envelope, Topic
from robot.messages import TOLD_SCORE, Detections, Odometry

ERASE = "\r\x1b[2K"
MOST_NAMED = 4


class Progress:
    """An observer of the bus that writes to `stream`; `record` may be called from any thread.

    Its times count from `began_ns`.
    `every_s` is the time of the drive, not of the wall, between two lines; a terminal's line is renewed ten times as often.
    """

    def __init__(self, stream: TextIO, every_s: float = 5.0, began_ns: int = 0) -> None:
        self._began_ns = began_ns
        self._stream = stream
        self._in_place = stream.isatty()
        self._every_s = every_s / 10 if self._in_place else every_s
        self._due_s = 0.0
        self._drawn = False
        self._writing = threading.Lock()
        self._phase = "waiting"
        self._sees: tuple[str, ...] = ()
        self._current_a: float | None = None
        self._driven_m = 0.0
        self._last: Odometry | None = None

    def record(self, topic: Topic[Any], envelope: Envelope) -> None:
        """Take in one message and say what there is to say."""
        message = envelope.message
        if topic is topics.ODOMETRY:
            self._follow(message)
            self._tick(clock.to_s(envelope.published_ns - self._began_ns))
        elif topic is topics.DETECTIONS:
            self._sees = _kinds(message)
        elif topic is topics.BATTERY:
            self._current_a = message.current_a
        elif topic is topics.TASK_STATUS:
            self._phase = message.phase or message.state
        elif topic is topics.MISSION_SAYS:
            self.say(f"car: {message.text}")
        elif topic is topics.HEARD and message.final and message.addressed:
            self.say(f"heard: {message.text}")
        elif topic is topics.FAULT:
            self.say(f"{message.node}: {message.error}" if message.restarting else f"{message.node} runs again")

    def say(self, sentence: str) -> None:
        """Write a line that stays."""
        with self._writing:
            self._erase()
            self._stream.write(sentence + "\n")
            self._stream.flush()

    def close(self) -> None:
        """Leave a clean line behind."""
        with self._writing:
            self._erase()
            self._stream.flush()

    def line(self, t_s: float) -> str:
        """How the drive goes, in one line."""
        parts = [f"{t_s:.1f} s", self._phase, f"{self._driven_m:.1f} m driven"]
        if self._sees:
            parts.append(f"sees {', '.join(self._sees)}")
        if self._current_a is not None:
            parts.append(f"{self._current_a:.2f} A")
        return " · ".join(parts)

    def _follow(self, odometry: Odometry) -> None:
        if self._last is not None:
            self._driven_m += math.hypot(odometry.x_m - self._last.x_m, odometry.y_m - self._last.y_m)
        self._last = odometry

    def _tick(self, t_s: float) -> None:
        if t_s < self._due_s:
            return
        self._due_s = t_s + self._every_s
        with self._writing:
            if self._in_place:
                width = shutil.get_terminal_size().columns - 1
                self._stream.write(ERASE + self.line(t_s)[:width])
                self._drawn = True
            else:
                self._stream.write(self.line(t_s) + "\n")
            self._stream.flush()

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write(ERASE)
            self._drawn = False


def _kinds(detections: Detections) -> tuple[str, ...]:
    """The kinds in view, the surest first, each once."""
    surest = sorted((item for item in detections.items if item.score >= TOLD_SCORE), key=lambda item: -item.score)
    return tuple(dict.fromkeys(item.kind for item in surest))[:MOST_NAMED]

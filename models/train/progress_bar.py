"""A bar that shows how far a long job is, how fast it goes and how long it will take."""

from __future__ import annotations

import time
from typing import TextIO

WIDTH = 24
AGAIN_S = 0.5
LINE_EVERY_S = 30.0
"""Where nobody watches (a file, a pipe), a line this often does."""


class ProgressBar:
    """Draws over one line of a terminal; writes a line now and then where `out` is none."""

    def __init__(self, total: int, done: int, unit: str, out: TextIO) -> None:
        """`done` of `total` were there before; they don't count for the speed."""
        self._total, self._before, self._unit, self._out = total, done, unit, out
        self._terminal = out.isatty()
        self._since_s = self._shown_s = time.monotonic()
        self._width = 0

    def show(self, done: int) -> None:
        """`done` counts what was there before, too."""
        now_s = time.monotonic()
        if now_s - self._shown_s >= (AGAIN_S if self._terminal else LINE_EVERY_S):
            self._shown_s = now_s
            self._write(self.line(done, now_s - self._since_s))

    def close(self, done: int) -> None:
        """The last line."""
        self._write(self.line(done, time.monotonic() - self._since_s))
        if self._terminal:
            self._out.write("\n")

    def line(self, done: int, elapsed_s: float) -> str:
        """For example `[######      ] 2,500 of 10,000 pictures, 41.7/s, 3:00 left`."""
        share = done / self._total if self._total else 1.0
        bar = "#" * int(share * WIDTH)
        rate = (done - self._before) / elapsed_s if elapsed_s > 0 else 0.0
        known = rate > 0 and done < self._total
        clock = f"{_clock((self._total - done) / rate)} left" if known else f"{_clock(elapsed_s)} so far"
        return f"[{bar:<{WIDTH}}] {done:,} of {self._total:,} {self._unit}, {rate:.{1 if rate >= 1 else 2}f}/s, {clock}"

    def _write(self, line: str) -> None:
        self._out.write(f"\r{line:<{self._width}}" if self._terminal else f"{line}\n")
        self._out.flush()
        self._width = len(line)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"

"""Time. The only file that may read a wall clock or sleep; everything else is told what time it is."""

from __future__ import annotations

import time
from typing import Protocol

NS_PER_S = 1_000_000_000


class Clock(Protocol):
    """A source of time stamps in ns. Only differences between stamps of one clock mean anything."""

    def now_ns(self) -> int: ...

    def wait_until(self, t_ns: int) -> None: ...


class SystemClock:
    """The machine's monotonic clock: never jumps, counts on while the system clock is set."""

    now_ns = staticmethod(time.monotonic_ns)  # the bus asks for every message: no wrapper

    def wait_until(self, t_ns: int) -> None:
        """Sleep until `t_ns`; returns at once when that has passed."""
        remaining_ns = t_ns - time.monotonic_ns()
        if remaining_ns > 0:
            time.sleep(remaining_ns / NS_PER_S)


class SimulatedClock:
    """A clock that stands still until somebody moves it forward."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now_ns = start_ns

    def now_ns(self) -> int:
        return self._now_ns

    def wait_until(self, t_ns: int) -> None:
        """Jump to `t_ns`; a time in the past changes nothing."""
        self._now_ns = max(self._now_ns, t_ns)


def local_date_time() -> str:
    """The local date and time as `YYYYMMDD-HHMMSS`: to name a folder for people, never to measure."""
    return time.strftime("%Y%m%d-%H%M%S")


def cpu_s() -> float:
    """The CPU time that this process has used, all its threads together (s): to measure what something costs."""
    return time.process_time()


def to_ns(seconds: float) -> int:
    return round(seconds * NS_PER_S)


def to_s(ns: int) -> float:
    return ns / NS_PER_S

"""An HC-SR04 before a wall: it answers each trigger pulse with an echo as long as sound takes there and back."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.vcar.guest.lines import Line, sleep_exactly

SOUND_MPS = 343.4
"""In air of 20 °C."""
SILENCE_S = 0.038
"""How long the echo line stays high when nothing comes back (the module's usual data sheet)."""
BURST_S = 450e-6
"""From the end of the trigger pulse to the start of the echo line's: eight cycles of 40 kHz, and what the module takes."""
SOONEST_S = 0.05
"""From one trigger to the next: the data sheet wants 60 ms."""

_PATIENCE_S = 0.15
"""A program that hasn't triggered for so long has stopped asking."""
_STRIDE_S = 9e-6
"""A trigger pulse is at least 10 µs long."""
_GUARD_S = 150e-6
_IDLE_S = 1e-3


class Sonar:
    """`run` until `running()` is false; `range_m()` is asked at each trigger, infinite for no echo."""

    def __init__(self, trigger: Line, echo: Line, range_m: Callable[[], float], most_m: float = 4.0) -> None:
        self._trigger, self._echo, self._range_m, self._most_m = trigger, echo, range_m, most_m
        self._triggered_s: list[float] = []
        self.pulses = 0
        echo.pull(False)

    def run(self, running: Callable[[], bool]) -> None:
        """Watching a line so closely is dear: it begins when a program drives the trigger, and once the triggers' period is
        known only the time around the next is watched."""
        sleep_exactly()
        asked = False
        while running():
            if not self._trigger.driven():
                asked = False
            elif not asked:
                asked = True
                while running() and self._next():
                    self._answer()
            time.sleep(_IDLE_S)

    def _answer(self) -> None:
        range_m = self._range_m()
        time.sleep(BURST_S)
        self._echo.pull(True)
        time.sleep(2 * range_m / SOUND_MPS if range_m <= self._most_m else SILENCE_S)
        self._echo.pull(False)
        self.pulses += 1

    def _next(self) -> bool:
        """Wait for the next trigger pulse's end; false where none comes in time."""
        self._rest()
        if not self._wait_for(True):
            return False
        self._triggered_s = [*self._triggered_s[-2:], time.monotonic()]
        return self._wait_for(False)

    def _rest(self) -> None:
        """Sleep until shortly before the next trigger if the last three came regularly, else as long as none may come."""
        if not self._triggered_s:
            return
        due_s = self._triggered_s[-1] + SOONEST_S
        if len(self._triggered_s) == 3:
            first, second, third = self._triggered_s
            if abs((third - second) - (second - first)) < _GUARD_S:
                due_s = 2 * third - second - _GUARD_S
        time.sleep(max(0.0, due_s - time.monotonic()))

    def _wait_for(self, level: bool) -> bool:
        until_s = time.monotonic() + _PATIENCE_S
        while self._trigger.read() != level:
            time.sleep(_STRIDE_S)
            if time.monotonic() > until_s:
                return False
        return True

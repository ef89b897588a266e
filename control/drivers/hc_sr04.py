"""HC-SR04: an ultrasonic sensor that answers a pulse with one as long as the sound was under way.

Elecfreaks' data sheet: 10 µs on TRIG, 2 cm to 4 m, at least 60 ms from one pulse to the next. Its ECHO is 5 V: two resistors
must bring it down to 3.3 V. The kernel stamps both ends of the echo, so its length doesn't hang on how busy Python is.
"""

from __future__ import annotations

from collections import deque

import msgspec

from control.drivers.lines import Inputs, Output, Pins
from robot.clock import NS_PER_S, Clock, to_ns
from robot.messages import Sonar


class HcSr04Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="hc_sr04"):
    """GPIO numbers of its two lines."""

    trigger: int
    echo: int
    period_s: float = 0.055
    """It is asked every 20 ms, so each third time: 60 ms."""
    sound_mps: float = 343.2
    """At 20 °C. It is 0.6 m/s more for each degree: 10 degrees wrong is 1.8 % of the distance."""
    nearest_m: float = 0.02
    farthest_m: float = 4.0
    median_of: int = 3
    """One stray echo in so many is forgotten, at the price of one period's delay; 1 takes every echo as it is."""

    def __post_init__(self) -> None:
        if self.median_of < 1 or self.median_of % 2 == 0:
            raise ValueError(f"median_of is {self.median_of}; it must be odd, such as 3")
        if self.period_s < 2 * self.farthest_m / self.sound_mps:
            raise ValueError(f"period_s is {self.period_s:g}: the sound isn't back from {self.farthest_m:g} m by then")


PULSE_S = 10e-6


class HcSr04:
    """A `robot.drivers.RangeSensor`. Its one wait is that for the end of its pulse, a fraction of a millisecond.

    A sensor that hears nothing answers with a pulse of 38 ms (some: of 200 ms). As soon as that is longer than any echo it is a
    measurement: nothing near. One that doesn't answer at all is not there, and then there is no measurement: the newest one
    grows old.
    """

    def __init__(self, config: HcSr04Config, clock: Clock, pins: Pins) -> None:
        """Raises PartError."""
        self._config, self._clock = config, clock
        self._trigger: Output = pins.output(config.trigger)
        self._echo: Inputs = pins.inputs([config.echo], "down")
        self._period_ns = to_ns(config.period_s)
        self._longest_ns = to_ns(2 * config.farthest_m / config.sound_mps)
        self._pinged_ns: int | None = None
        self._rose_ns: int | None = None
        self._ranges: deque[float] = deque(maxlen=config.median_of)
        self._newest: Sonar | None = None

    def read(self) -> Sonar | None:
        """The newest measurement; sends the next pulse when it is time."""
        for edge in self._echo.edges():
            if edge.rising:
                self._rose_ns = edge.t_ns
            elif self._rose_ns is not None:
                self._measure(self._rose_ns, edge.t_ns)
        now_ns = self._clock.now_ns()
        if self._rose_ns is not None and now_ns - self._rose_ns > self._longest_ns:
            self._measure(self._rose_ns, now_ns)
        if self._pinged_ns is None or now_ns - self._pinged_ns >= self._period_ns:
            self._ping(now_ns)
        return self._newest

    def close(self) -> None:
        self._trigger.close()
        self._echo.close()

    def _ping(self, now_ns: int) -> None:
        self._pinged_ns = now_ns
        self._trigger.put(True)
        self._clock.wait_until(self._clock.now_ns() + to_ns(PULSE_S))
        self._trigger.put(False)

    def _measure(self, rose_ns: int, fell_ns: int) -> None:
        """Keep the range of a pulse; the median of the last ones is the measurement. No echo is infinitely far."""
        config, self._rose_ns = self._config, None
        range_m = (fell_ns - rose_ns) / NS_PER_S * config.sound_mps / 2
        self._ranges.append(range_m if range_m <= config.farthest_m else float("inf"))
        middle = sorted(self._ranges)[len(self._ranges) // 2]
        echo = middle <= config.farthest_m
        self._newest = Sonar(t_ns=fell_ns, range_m=max(middle, config.nearest_m) if echo else config.farthest_m, echo=echo)

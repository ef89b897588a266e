"""A motor bridge's input lines, and those of them that are pins of the header."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

import msgspec

from robot.gpio import Gpio, Pwm, claim_low, open_gpio

Levels = dict[int, float]
"""Lines by number, each with the share of time that it is high, 0…1."""


class Outputs(Protocol):
    """Lines that a bridge's inputs are wired to."""

    def put(self, levels: Mapping[int, float]) -> None:
        """Set these lines, in this order; the others stay as they are. 0 acts at once, the rest within a period."""

    def low(self) -> None:
        """Every line low, at once."""

    def close(self) -> None:
        """Every line low, and let go of. A second call does nothing."""


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="via", tag="gpio"):
    """Lines are GPIO numbers; their PWM is made by software."""

    pwm_hz: float = 200.0
    """Software PWM is off by about 50 µs: 1 % of a period here, 5 % at 1 kHz. Motors hum with it, but run as well."""


class HeaderOutputs:
    """Pins through the `RPi.GPIO` API.

    The back end makes the PWMs in a thread of its own. They run from the beginning to the end: lgpio 0.2.2's thread can be
    lost, with its lines as they are, when one PWM is stopped while another runs. A new duty counts from the next period on,
    so a line that is to be low or high is set as well: low, it stays low, for a period begins with a look at its new duty.

    A pin that was let go of is an input with its pull-down on, not the floating one that `cleanup` makes of it: a bridge reads
    that as it likes.
    """

    def __init__(self, config: Header, lines: Collection[int], modulated: Collection[int], gpio: Gpio | None = None) -> None:
        """Takes `lines` and makes them low, in this order; those in `modulated` get a PWM. Raises PartError."""
        self._gpio = gpio or open_gpio()
        self._lines = tuple(lines)
        claim_low(self._gpio, self._lines)
        self._pwms: dict[int, Pwm] = {line: self._gpio.PWM(line, config.pwm_hz) for line in modulated}
        for pwm in self._pwms.values():
            pwm.start(0.0)
        self._settable = {line for line in self._lines if self._sets(line)}
        self._levels = dict.fromkeys(self._lines, 0.0)
        self._open = True

    def put(self, levels: Mapping[int, float]) -> None:
        for line, level in levels.items():
            if self._levels[line] != level:
                self._levels[line] = level
                self._put(line, level)

    def low(self) -> None:
        for line in self._lines:
            self._put(line, 0.0)
            self._levels[line] = 0.0

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        self.low()
        while self._pwms:
            self._pwms.popitem()  # a PWM stops when it is deleted, which must be while it still has its pin
        for line in self._lines:
            self._gpio.setup(line, self._gpio.IN, pull_up_down=self._gpio.PUD_DOWN)

    def _put(self, line: int, level: float) -> None:
        if line in self._pwms:
            self._pwms[line].ChangeDutyCycle(100.0 * level)
        if level in (0.0, 1.0) and line in self._settable:
            self._gpio.output(line, int(level))

    def _sets(self, line: int) -> bool:
        """Whether the line can be set beside its PWM. A Jetson's can't: its PWM is the chip's own, and takes a duty at once."""
        try:
            self._gpio.output(line, self._gpio.LOW)
        except RuntimeError:
            return False
        return True

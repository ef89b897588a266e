"""PCA9685: sixteen PWM channels on I2C, as on most motor hats. NXP's data sheet, rev. 4, sections 7.3.1 to 7.3.5.

It goes on by itself when the program dies: nothing but a write, its OE pin or its power switches it off. So the service's
ExecStopPost runs `python -m control motors-off`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from control.drivers.i2c import MAIN_BUS, Bus, no_answer, open_bus
from robot.clock import Clock, SystemClock, to_ns

MODE1, MODE2, LED0, ALL_OFF_H, PRESCALE = 0x00, 0x01, 0x06, 0xFD, 0xFE
SLEEP, AUTO_INCREMENT, TOTEM_POLE, FULL = 0x10, 0x20, 0x04, 0x10
OSCILLATOR_HZ, STEPS = 25e6, 4096
WAKES_S = 500e-6
CHANNELS = range(16)


class Pca9685(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="via", tag="pca9685"):
    """Lines are channels 0…15."""

    bus: int = MAIN_BUS
    address: int = 0x60  # most motor hats; a bare board has 0x40, where the power meter is
    pwm_hz: float = 1000.0  # 24…1526

    def __post_init__(self) -> None:
        if not 24 <= self.pwm_hz <= 1526:
            raise ValueError(f"pwm_hz is {self.pwm_hz:g}; a PCA9685 makes 24 to 1526 Hz")


class Pca9685Outputs:
    """Its channels as a bridge's input lines; levels are exact to 1/4096."""

    def __init__(self, config: Pca9685, lines: Collection[int], bus: Bus | None = None, clock: Clock | None = None) -> None:
        """All channels off, then its frequency set. Raises PartError where no PCA9685 answers."""
        self._config, self._lines = config, tuple(lines)
        self._bus = bus or open_bus(config.bus)
        self._open = True
        try:
            self.low()
            self._set_up(clock or SystemClock())
        except OSError as error:
            self._bus.close()
            raise no_answer(error, "PCA9685", config.bus, config.address) from None

    def put(self, levels: Mapping[int, float]) -> None:
        for line, level in levels.items():
            self._bus.write_i2c_block_data(self._config.address, LED0 + 4 * line, encoded(level))

    def low(self) -> None:
        """All sixteen in one write; then ours one by one, because that one write has no answer that could be checked."""
        self._bus.write_byte_data(self._config.address, ALL_OFF_H, FULL)
        self.put(dict.fromkeys(self._lines, 0.0))

    def close(self) -> None:
        if self._open:
            self._open = False
            self.low()
            self._bus.close()

    def _set_up(self, clock: Clock) -> None:
        """The frequency can only be set asleep; the oscillator needs 500 µs to wake (7.3.1)."""
        address = self._config.address
        self._bus.write_byte_data(address, MODE1, SLEEP | AUTO_INCREMENT)
        self._bus.write_byte_data(address, PRESCALE, round(OSCILLATOR_HZ / (STEPS * self._config.pwm_hz)) - 1)
        self._bus.write_byte_data(address, MODE2, TOTEM_POLE)
        self._bus.write_byte_data(address, MODE1, AUTO_INCREMENT)
        clock.wait_until(clock.now_ns() + to_ns(WAKES_S))


def encoded(level: float) -> list[int]:
    """A channel's four registers, ON and OFF low byte first; bit 4 of a high byte is "always on" or "always off" (7.3.3)."""
    steps = round(level * STEPS)
    if steps <= 0:
        return [0, 0, 0, FULL]
    if steps >= STEPS:
        return [0, FULL, 0, 0]
    return [0, 0, steps & 0xFF, steps >> 8]

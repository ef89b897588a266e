"""Pins of the board that a talk button pulls down or a light hangs on, numbered as Broadcom does."""

from __future__ import annotations

from robot.gpio import Pins, claim_low, claim_pulled_up, open_gpio


class ButtonPin:
    """A switch between the pin and ground: no resistor is needed."""

    def __init__(self, pin: int, gpio: Pins | None = None) -> None:
        """Raises PartError."""
        self._gpio, self._pin = gpio or open_gpio(), pin
        claim_pulled_up(self._gpio, pin)

    def pressed(self) -> bool:
        return not self._gpio.input(self._pin)

    def close(self) -> None:
        self._gpio.cleanup(self._pin)


class LightPin:
    """A light-emitting diode and its resistor, or a buzzer that sounds by itself, between the pin and ground."""

    def __init__(self, pin: int, gpio: Pins | None = None) -> None:
        """Raises PartError."""
        self._gpio, self._pin = gpio or open_gpio(), pin
        claim_low(self._gpio, [pin])

    def show(self, on: bool) -> None:
        self._gpio.output(self._pin, int(on))

    def close(self) -> None:
        self._gpio.output(self._pin, self._gpio.LOW)
        self._gpio.cleanup(self._pin)

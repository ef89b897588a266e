"""The computer that the car is built on."""

from __future__ import annotations

from typing import NamedTuple


class Board(NamedTuple):
    """A computer by the name that its firmware gives it; "" where that says nothing, as on a laptop."""

    model: str

    @property
    def is_pi(self) -> bool:
        return "Raspberry Pi" in self.model

    @property
    def is_pi5(self) -> bool:
        """With the RP1 chip between processor and pins, which only gpiochip devices reach."""
        return self.is_pi and any(name in self.model for name in ("Pi 5", "Pi 500", "Compute Module 5"))

    @property
    def is_jetson(self) -> bool:
        return "Jetson" in self.model

    @property
    def is_car(self) -> bool:
        return self.is_pi or self.is_jetson

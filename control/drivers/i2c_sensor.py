"""What all sensors on I2C have in common: they are there at the start, and may come loose later."""

from __future__ import annotations

from typing import Generic, TypeVar

from control.drivers.i2c import Bus, no_answer, open_bus
from robot.clock import Clock, to_ns

T = TypeVar("T")

RETRY_S = 1.0
"""A bus that hangs holds up each call until the kernel gives up, for up to a second."""


class I2cSensor(Generic[T]):
    """Measures when it is asked. One that came loose has no new measurement, and is set up anew when it is back."""

    def __init__(self, part: str, number: int, address: int, clock: Clock, bus: Bus | None = None) -> None:
        """`part` is what it is called in an error. Raises PartError where it doesn't answer."""
        self._part = part
        self._number, self._address, self._clock = number, address, clock
        self._bus = bus or open_bus(number)
        self._retry_ns: int | None = None
        self.problem = ""
        """Why there is no measurement, and what to do; "" while there is."""
        try:
            self._set_up()
        except OSError as error:
            self._bus.close()
            raise no_answer(error, self._part, number, address) from None

    def read(self) -> T | None:
        """A measurement, or None while there is none."""
        now_ns = self._clock.now_ns()
        if self._retry_ns is not None and now_ns < self._retry_ns:
            return None
        try:
            if self._retry_ns is not None:
                self._set_up()
            measured = self._measure(now_ns)
        except OSError as error:
            self.problem = str(no_answer(error, self._part, self._number, self._address))
            self._retry_ns = now_ns + to_ns(RETRY_S)
            return None
        self.problem, self._retry_ns = "", None
        return measured

    def close(self) -> None:
        self._bus.close()

    def _set_up(self) -> None:
        """Make sure that it is the right chip, and tell it how to measure. Raises OSError, PartError among them."""
        raise NotImplementedError

    def _measure(self, now_ns: int) -> T | None:
        """Raises OSError."""
        raise NotImplementedError

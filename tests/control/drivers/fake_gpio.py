"""A copy of the `RPi.GPIO` API that only remembers: what each pin is, how high it is, and everything that was done to it."""

from __future__ import annotations

from typing import Any


class FakePwm:
    def __init__(self, gpio: FakeGpio, pin: int, frequency_hz: float) -> None:
        if gpio.directions.get(pin) != gpio.OUT:
            raise RuntimeError("You must setup() the GPIO channel as an output first")
        if pin in gpio.pwms:
            raise RuntimeError("A PWM object already exists for this GPIO channel")
        self.gpio, self.pin, self.frequency_hz, self.running = gpio, pin, frequency_hz, False
        gpio.pwms[pin] = frequency_hz

    def start(self, duty: float) -> None:
        self.running = True
        self.gpio.change(self.pin, duty / 100)

    def ChangeDutyCycle(self, duty: float) -> None:
        assert 0.0 <= duty <= 100.0 and self.running
        self.gpio.change(self.pin, duty / 100)

    def stop(self) -> None:
        if self.gpio.directions.get(self.pin) != self.gpio.OUT:
            raise RuntimeError(f"PWM of GPIO{self.pin} stopped after its pin was let go of")
        self.running = False
        self.gpio.stopped.append(self.pin)
        self.gpio.change(self.pin, 0.0)

    def __del__(self) -> None:
        self.gpio.pwms.pop(self.pin, None)
        if self.gpio.directions.get(self.pin) != self.gpio.OUT:
            self.gpio.mistakes.append(f"PWM of GPIO{self.pin} deleted after its pin was let go of")
        else:
            self.stop()


class FakeGpio:
    """`levels` holds the share of time that each pin is high; `history` every change, in order."""

    BCM, IN, OUT, LOW, HIGH, PUD_OFF, PUD_DOWN, PUD_UP = 11, 1, 0, 0, 1, 20, 21, 22

    def __init__(self, busy: tuple[int, ...] = (), high: tuple[int, ...] = (), hardware_pwm: bool = False) -> None:
        """`hardware_pwm`: a line with a PWM can't be set, as on a Jetson."""
        self.busy, self.hardware_pwm = busy, hardware_pwm
        self.levels: dict[int, float] = dict.fromkeys(high, 1.0)
        self.directions: dict[int, int] = {}
        self.pulls: dict[int, int] = {}
        self.pwms: dict[int, float] = {}
        self.history: list[tuple[int, float]] = []
        self.mistakes: list[str] = []
        self.stopped: list[int] = []

    def setmode(self, mode: int) -> None:
        assert mode == self.BCM

    def setwarnings(self, on: bool) -> None: ...

    def setup(self, pin: int, direction: int, pull_up_down: int = 20, initial: int | None = None) -> None:
        if pin in self.busy:
            raise RuntimeError("'GPIO busy'")
        self.directions[pin], self.pulls[pin] = direction, pull_up_down
        if direction == self.OUT:
            self.change(pin, self.levels.get(pin, 0.0) if initial is None else float(initial))
        elif pull_up_down == self.PUD_DOWN:
            self.change(pin, 0.0)

    def input(self, pin: int) -> int:
        return int(self.levels[pin])

    def cleanup(self, pin: int) -> None:
        del self.directions[pin]

    def output(self, pin: int, level: int) -> None:
        if self.directions.get(pin) != self.OUT:
            raise RuntimeError("The GPIO channel has not been set up as an OUTPUT")
        if self.hardware_pwm and pin in self.pwms:
            raise RuntimeError("The GPIO channel has not been set up as an OUTPUT")
        self.change(pin, float(level))

    def PWM(self, pin: int, frequency_hz: float) -> FakePwm:
        return FakePwm(self, pin, frequency_hz)

    def change(self, pin: int, level: float) -> None:
        self.levels[pin] = level
        self.history.append((pin, level))

    def share(self, pin: int) -> float:
        return self.levels[pin]


def as_module(fake: FakeGpio) -> Any:
    """The fake, where a module is wanted."""
    return fake

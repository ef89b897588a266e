"""The `RPi.GPIO` API: RPi.GPIO itself on old boards, rpi-lgpio on every Raspberry Pi, Jetson.GPIO's copy on a Jetson.

Imported only when a driver that needs it is built. lgpio, which rpi-lgpio stands on, makes a pipe in the folder that LG_WD
names and goes there to stay; without LG_WD it is the folder where the program was started, which need not be writable.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from robot.parts import PartBusy, PartError, PartForbidden, PartMissing

INSTALL = "install it with: sudo apt install python3-rpi-lgpio (or pip install 'rpi-lgpio>=0.6'), and remove RPi.GPIO"
CHIP = "/dev/gpiochip0"


class Pwm(Protocol):
    """One pin's software PWM; duty in percent."""

    def start(self, duty: float) -> None: ...

    def ChangeDutyCycle(self, duty: float) -> None: ...

    def stop(self) -> None: ...


class Pins(Protocol):
    """What of the module `RPi.GPIO` is used of single pins. They are numbered as Broadcom does: GPIO17 is 17."""

    IN: int
    OUT: int
    LOW: int
    PUD_UP: int

    def setup(self, pin: int, direction: int, pull_up_down: int = ..., initial: int = ...) -> None: ...

    def input(self, pin: int) -> int: ...

    def output(self, pin: int, level: int) -> None: ...

    def cleanup(self, pin: int) -> None: ...


class Gpio(Pins, Protocol):
    """What of the module is used of all."""

    BCM: int
    PUD_DOWN: int

    def setmode(self, mode: int) -> None: ...

    def setwarnings(self, on: bool) -> None: ...

    def PWM(self, pin: int, frequency_hz: float) -> Pwm: ...


def open_gpio() -> Gpio:
    """The module, ready for Broadcom's pin numbers. Raises PartError with what to do."""
    here = os.getcwd()
    try:
        os.environ.setdefault("LG_WD", _own_folder())
        import RPi.GPIO as gpio
    except ImportError as error:
        raise PartMissing(f"the GPIO pins need the module RPi.GPIO ({error}); {INSTALL}") from None
    except (RuntimeError, NotImplementedError) as error:
        raise PartMissing(f"this computer has no GPIO pins ({error}); add --sim to drive the simulated car") from None
    finally:
        os.chdir(here)
    opened: Gpio = gpio
    try:
        opened.setwarnings(False)
        opened.setmode(opened.BCM)
    except Exception as error:  # lgpio.error is no OSError and has no number
        raise _chip_error(error) from None
    return opened


def claim_low(gpio: Pins, pins: Iterable[int]) -> None:
    """Make every pin an output that is low. Raises PartError; the pins before it are low then."""
    for pin in pins:
        _claim(gpio, pin, gpio.OUT, initial=gpio.LOW)


def claim_pulled_up(gpio: Pins, pin: int) -> None:
    """Make a pin an input that is high while nothing pulls it down. Raises PartError."""
    _claim(gpio, pin, gpio.IN, pull_up_down=gpio.PUD_UP)


def _claim(gpio: Pins, pin: int, direction: int, **settings: int) -> None:
    try:
        gpio.setup(pin, direction, **settings)
    except Exception as error:  # lgpio.error and RuntimeError alike, by back end
        raise _pin_error(pin, error) from None


def _own_folder() -> str:
    """A folder that nobody else writes to: pipes of the same name in one folder would be each other's."""
    folder = Path(tempfile.gettempdir()) / f"heed-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)


def _chip_error(error: Exception) -> PartError:
    if not os.path.exists(CHIP):
        return PartMissing(f"this computer has no GPIO pins: there is no {CHIP}; add --sim to drive the simulated car")
    if not os.access(CHIP, os.R_OK | os.W_OK):
        return PartForbidden(f"{CHIP} may not be used by this user: run `sudo usermod -aG gpio $USER`, then log in again")
    return PartError(f"{CHIP} can't be opened: {error}; `python -m robot.doctor` looks closer")


def _pin_error(pin: int, error: Exception) -> PartError:
    text = _text(error)
    if "busy" in text.lower():
        return PartBusy(f"GPIO{pin} is in use by another program: `gpioinfo` says by which; stop it, or wire another pin")
    if isinstance(error, PermissionError) or "permission" in text.lower() or "/dev/mem" in text:
        return PartForbidden(f"GPIO{pin} may not be used by this user: run `sudo usermod -aG gpio $USER`, then log in again")
    return PartError(f"GPIO{pin} can't be used: {text}; is it a GPIO number (GPIO17 is 17, on the header's pin 11)?")


def _text(error: Any) -> str:
    return " ".join(str(error).split()).strip("'\"") or type(error).__name__

"""The I2C bus through smbus2, imported when a driver that needs it is built."""

from __future__ import annotations

from typing import Protocol

from robot.parts import PartError, PartMissing, explained

INSTALL = "install it with: pip install 'smbus2>=0.5'"
MAIN_BUS = 1
"""The header's pins 3 (SDA) and 5 (SCL) on a Raspberry Pi."""


class Bus(Protocol):
    """What of `smbus2.SMBus` is used here. Every call raises OSError where nobody answers."""

    def read_byte_data(self, address: int, register: int) -> int: ...

    def write_byte_data(self, address: int, register: int, value: int) -> None: ...

    def read_word_data(self, address: int, register: int) -> int: ...

    def write_word_data(self, address: int, register: int, value: int) -> None: ...

    def read_i2c_block_data(self, address: int, register: int, length: int) -> list[int]: ...

    def write_i2c_block_data(self, address: int, register: int, data: list[int]) -> None: ...

    def close(self) -> None: ...


def open_bus(number: int) -> Bus:
    """Bus `number`. Raises PartError with what to do."""
    try:
        from smbus2 import SMBus
    except ImportError as error:
        raise PartMissing(f"I2C needs the module smbus2 ({error}); {INSTALL}") from None
    try:
        opened: Bus = SMBus(number)
    except OSError as error:
        raise explained(
            error, f"the I2C bus {number} (/dev/i2c-{number})",
            absent="switch it on with `sudo raspi-config nonint do_i2c 0`, or add --sim to drive the simulated car",
            busy="stop that program",
            forbidden="run `sudo usermod -aG i2c $USER`, then log in again",
        ) from None
    return opened


def no_answer(error: OSError, part: str, bus: int, address: int) -> PartError:
    """What to tell where `part` should answer and doesn't; what is told already stays as it is."""
    if isinstance(error, PartError):
        return error
    return explained(
        error, f"the {part} at 0x{address:02x} on I2C bus {bus}",
        absent=f"`i2cdetect -y {bus}` shows who answers; check its power, SDA, SCL and address",
        busy="a driver of the kernel has it; remove its dtoverlay= line from /boot/firmware/config.txt",
        forbidden="run `sudo usermod -aG i2c $USER`, then log in again",
    )


def swapped(word: int) -> int:
    """A 16-bit register the right way round: SMBus sends words low byte first, these chips high byte first."""
    return (word & 0xFF) << 8 | word >> 8


def signed(word: int) -> int:
    """A 16-bit register as a signed number."""
    return word - 0x10000 if word & 0x8000 else word

"""Who answers on an I2C bus, asked through the kernel's own interface (linux/i2c-dev.h, linux/i2c.h) without a library.

Every address is read from, never written to (as `i2cdetect -r` does): a quick write can upset some memories.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
from pathlib import Path
from types import TracebackType

I2C_SLAVE = 0x0703
I2C_SMBUS = 0x0720
READ = 1
BYTE, BYTE_DATA, WORD_DATA = 1, 2, 3
FIRST, LAST = 0x08, 0x77
"""The addresses that devices may have; the others mean something else on the bus."""


class _Call(ctypes.Structure):
    """struct i2c_smbus_ioctl_data."""

    _fields_ = (
        ("read_write", ctypes.c_uint8), ("command", ctypes.c_uint8), ("size", ctypes.c_uint32), ("data", ctypes.c_void_p),
    )  # fmt: skip


class Bus:
    """An open bus. Raises OSError where it can't be opened; use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR)

    def scan(self) -> list[int]:
        """The addresses that answer, those that a kernel driver has taken included."""
        return [address for address in range(FIRST, LAST + 1) if self.answers(address)]

    def answers(self, address: int) -> bool:
        try:
            self._select(address)
        except OSError:  # EBUSY: a driver of the kernel's has it, so somebody is there
            return True
        with contextlib.suppress(OSError):
            self._read(BYTE, 0)
            return True
        return False

    def byte(self, address: int, register: int) -> int | None:
        """One register (0…255), None where nobody answers."""
        return self._register(address, register, BYTE_DATA)

    def word(self, address: int, register: int) -> int | None:
        """Two bytes, the first one the higher, as Texas Instruments' parts send them; None where nobody answers."""
        found = self._register(address, register, WORD_DATA)
        return None if found is None else (found & 0xFF) << 8 | found >> 8

    def _register(self, address: int, register: int, size: int) -> int | None:
        try:
            self._select(address)
            return self._read(size, register)
        except OSError:
            return None

    def _select(self, address: int) -> None:
        fcntl.ioctl(self._descriptor, I2C_SLAVE, address)

    def _read(self, size: int, register: int) -> int:
        data = ctypes.create_string_buffer(34)
        call = _Call(READ, register, size, ctypes.addressof(data))
        fcntl.ioctl(self._descriptor, I2C_SMBUS, bytes(call))
        return int.from_bytes(data.raw[: 2 if size == WORD_DATA else 1], "little")

    def __enter__(self) -> Bus:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._descriptor)

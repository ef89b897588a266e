"""An I2C bus of chips that are nothing but registers, as the kernel's i2c-stub has them."""

from __future__ import annotations

import errno
from collections import defaultdict


class FakeBus:
    """`chips[address][register]`; a byte register holds 8 bits, a word register 16 in SMBus order (low byte first)."""

    def __init__(self, *addresses: int) -> None:
        self.chips: dict[int, dict[int, int]] = {address: defaultdict(int) for address in addresses}
        self.closed = False
        self.failing = False
        self.written: list[tuple[int, int]] = []

    def read_byte_data(self, address: int, register: int) -> int:
        return self._chip(address)[register] & 0xFF

    def write_byte_data(self, address: int, register: int, value: int) -> None:
        assert 0 <= value <= 0xFF
        self._write(address, register, value)

    def read_word_data(self, address: int, register: int) -> int:
        return self._chip(address)[register]

    def write_word_data(self, address: int, register: int, value: int) -> None:
        assert 0 <= value <= 0xFFFF
        self._write(address, register, value)

    def read_i2c_block_data(self, address: int, register: int, length: int) -> list[int]:
        chip = self._chip(address)
        return [chip[register + index] & 0xFF for index in range(length)]

    def write_i2c_block_data(self, address: int, register: int, data: list[int]) -> None:
        for index, value in enumerate(data):
            self.write_byte_data(address, register + index, value)

    def close(self) -> None:
        self.closed = True

    def _write(self, address: int, register: int, value: int) -> None:
        self._chip(address)[register] = value
        self.written.append((register, value))

    def _chip(self, address: int) -> dict[int, int]:
        assert not self.closed, "used after it was closed"
        if self.failing or address not in self.chips:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
        return self.chips[address]

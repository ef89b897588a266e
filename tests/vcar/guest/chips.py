"""The chips on the simulated I2C bus, from inside: the registers that their data sheets promise, kept by the plant.

The bus holds only numbers (Linux, Documentation/i2c/i2c-stub.rst): 256 registers of 16 bits a chip. Who writes a word of a
big-endian chip over SMBus swaps its bytes; so does the plant.
"""

from __future__ import annotations

import math
from typing import Any

GRAVITY_MPS2 = 9.80665


def swapped(word: int) -> int:
    return (word & 0xFF) << 8 | (word >> 8 & 0xFF)


class Ina219:
    """Texas Instruments, INA219 data sheet, section 8.6: all registers are big-endian words."""

    SHUNT_LSB_V, BUS_LSB_V = 10e-6, 4e-3

    def __init__(self, bus: Any, address: int = 0x40, shunt_ohm: float = 0.1) -> None:
        self._bus, self._address, self._shunt_ohm = bus, address, shunt_ohm
        self._write(0, 0x399F)
        self._write(5, 0)

    def set(self, volts: float, amperes: float) -> None:
        """Measure: bus voltage at the load, current through the shunt, and what the chip itself makes of them."""
        shunt, bus = round(amperes * self._shunt_ohm / self.SHUNT_LSB_V), round(volts / self.BUS_LSB_V)
        current = shunt * (self._read(5) & ~1) // 4096
        self._write(1, shunt & 0xFFFF)
        self._write(2, bus << 3 | 2)
        self._write(4, current & 0xFFFF)
        self._write(3, abs(current) * bus // 5000)

    def _read(self, register: int) -> int:
        return swapped(self._bus.read_word_data(self._address, register))

    def _write(self, register: int, word: int) -> None:
        self._bus.write_word_data(self._address, register, swapped(word))


class Mpu6050:
    """InvenSense, MPU-6000/6050 register map, rev. 4.2: asleep at power-up; scales by what the program wrote."""

    def __init__(self, bus: Any, address: int = 0x68) -> None:
        self._bus, self._address = bus, address
        for register, byte in ((0x1A, 0), (0x1B, 0), (0x1C, 0), (0x6B, 0x40), (0x75, 0x68)):
            bus.write_byte_data(address, register, byte)

    def set(self, gyro_radps: tuple[float, float, float], acceleration_mps2: tuple[float, float, float]) -> None:
        """Measure, unless asleep; a reset that was asked for is done first."""
        power = self._bus.read_byte_data(self._address, 0x6B)
        if power & 0x80:
            self._bus.write_byte_data(self._address, 0x6B, 0x40)
        if power & 0xC0:
            return
        gyro_lsb = 131.0 / (1 << (self._bus.read_byte_data(self._address, 0x1B) >> 3 & 3))
        acceleration_lsb = 16384.0 / (1 << (self._bus.read_byte_data(self._address, 0x1C) >> 3 & 3))
        words = [round(a / GRAVITY_MPS2 * acceleration_lsb) for a in acceleration_mps2]
        words += [round((25.0 - 36.53) * 340)] + [round(math.degrees(w) * gyro_lsb) for w in gyro_radps]
        data = b"".join(max(-32768, min(32767, word)).to_bytes(2, "big", signed=True) for word in words)
        self._bus.write_i2c_block_data(self._address, 0x3B, list(data))
        self._bus.write_byte_data(self._address, 0x3A, 1)


class Pca9685:
    """NXP, PCA9685 data sheet, section 7.3: four registers a channel, on and off counts of 4,096, bit 12 for all or nothing."""

    def __init__(self, bus: Any, address: int = 0x60) -> None:
        self._bus, self._address = bus, address
        bus.write_byte_data(address, 0x00, 0x11)
        bus.write_byte_data(address, 0xFE, 0x1E)
        for channel in range(16):
            bus.write_i2c_block_data(address, 0x06 + 4 * channel, [0, 0, 0, 0x10])

    @property
    def frequency_hz(self) -> float:
        return float(25e6 / 4096 / (self._bus.read_byte_data(self._address, 0xFE) + 1))

    def levels(self) -> list[float]:
        """How much of the time each of the 16 outputs is high; none while the chip sleeps (MODE1 bit 4)."""
        if self._bus.read_byte_data(self._address, 0x00) & 0x10:
            return [0.0] * 16
        data = [byte for block in (0, 32) for byte in self._bus.read_i2c_block_data(self._address, 0x06 + block, 32)]
        return [_level(data[at : at + 4]) for at in range(0, 64, 4)]


def _level(registers: list[int]) -> float:
    on, off = registers[0] | registers[1] << 8, registers[2] | registers[3] << 8
    if off & 0x1000:
        return 0.0
    if on & 0x1000:
        return 1.0
    return ((off - on) % 4096) / 4096

"""Who is who on the bus, and the bus itself, with a kernel that answers from a table."""

from __future__ import annotations

import ctypes
import errno
import fcntl
from pathlib import Path

import pytest

from robot.doctor.i2c import identify
from robot.doctor.i2c_bus import I2C_SLAVE, I2C_SMBUS, WORD_DATA, Bus
from tests.robot.doctor.patients import FakeBus

INA219, INA226, PCA9685 = {0x00: 0x399F, 0x01: 0x00, 0xFE: 0x0000}, {0xFE: 0x5449}, {0x00: 0x11, 0x01: 0x04, 0xFE: 0x1E}


@pytest.mark.parametrize(
    ("devices", "address", "name"),
    [
        ({0x40: INA219}, 0x40, "INA219"),
        ({0x40: INA226}, 0x40, "INA226"),
        ({0x40: PCA9685, 0x70: {}}, 0x40, "PCA9685"),
        ({0x40: PCA9685, 0x70: {}}, 0x70, "PCA9685 (all-call)"),
        ({0x70: {}}, 0x70, "multiplexer"),
        ({0x45: INA219}, 0x45, "INA219"),
        ({0x48: {}}, 0x48, "INA219 or ADS1115"),
        ({0x68: {0x75: 0x68}}, 0x68, "MPU-6050"),
        ({0x69: {0x75: 0x71}}, 0x69, "MPU-9250"),
        ({0x68: {0x75: 0x00}}, 0x68, "clock or gyro"),
        ({0x29: {}}, 0x29, "VL53L0X range finder"),
        ({0x33: {}}, 0x33, "unknown"),
    ],
)
def test_devices_are_told_apart(devices: dict[int, dict[int, int]], address: int, name: str) -> None:
    bus: Bus = FakeBus(devices)  # type: ignore[assignment]  # it has all that is used of a bus
    assert identify(bus, address, sorted(devices)) == name


class Kernel:
    """ioctl of i2c-dev: devices by address; `taken` ones belong to a driver of the kernel's."""

    def __init__(self, devices: dict[int, dict[int, bytes]], taken: set[int]) -> None:
        self._devices, self._taken = devices, taken
        self._address = 0
        self.written = False

    def ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int:
        if request == I2C_SLAVE:
            assert isinstance(argument, int)
            if argument in self._taken:
                raise OSError(errno.EBUSY, "Device or resource busy")
            self._address = argument
            return 0
        assert request == I2C_SMBUS and isinstance(argument, bytes)
        self.written |= argument[0] != 1
        if self._address not in self._devices:
            raise OSError(errno.ENXIO, "No such device or address")
        size = int.from_bytes(argument[4:8], "little")
        data = self._devices[self._address].get(argument[1], b"\0\0")
        ctypes.memmove(int.from_bytes(argument[8:16], "little"), data, 2 if size == WORD_DATA else 1)
        return 0


def test_the_bus_is_asked_through_the_kernel_and_never_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "i2c-1").touch()
    kernel = Kernel({0x40: {0xFE: b"\x54\x49"}, 0x68: {0x75: b"\x68"}}, taken={0x1A})
    monkeypatch.setattr(fcntl, "ioctl", kernel.ioctl)
    with Bus(tmp_path / "i2c-1") as bus:
        assert bus.scan() == [0x1A, 0x40, 0x68]
        assert bus.word(0x40, 0xFE) == 0x5449
        assert bus.byte(0x68, 0x75) == 0x68
        assert bus.byte(0x20, 0x00) is None
        assert bus.byte(0x1A, 0x00) is None
    assert not kernel.written


def test_a_bus_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Bus(tmp_path / "i2c-9")

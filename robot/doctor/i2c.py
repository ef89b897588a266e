"""The I2C bus: switched on, permitted, and who answers on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from robot.doctor import boot, i2c_bus, plan
from robot.doctor.check import Check, skipped
from robot.doctor.machine import Machine

PROBABLY = {
    0x1E: "HMC5883 compass", 0x29: "VL53L0X range finder", 0x3C: "OLED screen", 0x3D: "OLED screen",
    0x48: "ADS1115 converter", 0x57: "EEPROM", 0x76: "BME280 weather sensor", 0x77: "BME280 weather sensor",
}  # fmt: skip
POWER_METERS = range(0x40, 0x50)
ALL_CALL = 0x70
INERTIAL = {0x68: "MPU-6050", 0x70: "MPU-6500", 0x71: "MPU-9250", 0x73: "MPU-9255", 0x98: "MPU-6050 clone"}
WHO_AM_I = 0x75  # MPU-6000/6050 register map, section 4.32
MANUFACTURER, TEXAS_INSTRUMENTS = 0xFE, 0x5449  # INA226 datasheet, table 4
MODE1, MODE2, MODE2_AT_RESET = 0x00, 0x01, 0x04  # PCA9685 datasheet, table 4
HEADER_BUSES = {"pi": ("i2c-1", "i2c-0"), "jetson": ("i2c-7", "i2c-1")}
"""The buses that the pins of the header lead to; others reach parts of the board itself, which nobody should be asking."""


def checks(machine: Machine) -> Iterator[Check]:
    if not machine.board.is_car:
        yield skipped("I2C")
        return
    buses = machine.glob("/dev/i2c-*")
    wanted = HEADER_BUSES["jetson" if machine.board.is_jetson else "pi"]
    found = next((path for name in wanted for path in buses if path.name == name), None)
    yield missing_check(machine) if found is None else bus_check(machine, found)


def missing_check(machine: Machine) -> Check:
    if machine.board.is_pi and not boot.parameter(machine, "i2c_arm"):
        return Check("I2C", "fail", "the bus is switched off", f"{machine.as_root('raspi-config')} nonint do_i2c 0")
    mend = f"{machine.as_root('modprobe')} i2c-dev && echo i2c-dev | {machine.as_root('tee')} /etc/modules-load.d/i2c-dev.conf"
    return Check("I2C", "fail", "no /dev/i2c-*: the kernel's i2c-dev is not loaded", mend)


def bus_check(machine: Machine, path: Path) -> Check:
    name = machine.shown(path)
    if not machine.may_use(path):
        mend = f"{machine.as_root('usermod')} -aG i2c {machine.user}, then log in again"
        return Check("I2C", "fail", f"{name} may not be used by {machine.user}", mend)
    try:
        with machine.i2c(path) as bus:
            found = bus.scan()
            told = [f"0x{address:02x} {identify(bus, address, found)}" for address in found]
    except OSError as error:
        return Check("I2C", "fail", f"{name}: {error.strerror or error}", f"{machine.as_root('dmesg')} | grep -i i2c")
    if not told:
        text = f"{name}: nobody answers: gyro and power meter are missing, or SDA and SCL are swapped"
        return Check("I2C", "warn", text, "compare the wires with docs/wiring.md; SDA is pin 3, SCL is pin 5")
    return wanted_check(machine, path, found) or Check("I2C", "ok", f"{name}: {', '.join(told)}")


def wanted_check(machine: Machine, path: Path, found: list[int]) -> Check | None:
    """Whether everything answers that launch/car.yaml names, each at an address of its own; None where all is well."""
    wanted = plan.i2c_parts(plan.car(machine), int(path.name.rpartition("-")[2]))
    for address, parts in sorted(wanted.items()):
        names = " and ".join(parts)
        if len(parts) > 1:
            mend = "solder the address jumper of one, and write its `address` into launch/car.yaml"
            return Check("I2C", "fail", f"{names} both have 0x{address:02x} in launch/car.yaml", mend)
        if address not in found:
            mend = f"compare its wires with docs/wiring.md; i2cdetect -y {path.name.rpartition('-')[2]} shows who answers"
            return Check("I2C", "fail", f"the {names} of launch/car.yaml does not answer at 0x{address:02x}", mend)
    return None


def identify(bus: i2c_bus.Bus, address: int, found: list[int]) -> str:
    """What probably has this address: many parts share one, some can be told apart by a register."""
    if address in (0x68, 0x69):
        who = bus.byte(address, WHO_AM_I)
        return INERTIAL.get(who if who is not None else -1, "clock or gyro")
    if address in POWER_METERS:
        return _power_meter(bus, address, found)
    if address == ALL_CALL:
        return "PCA9685 (all-call)" if any(each in found for each in POWER_METERS) else "multiplexer"
    return PROBABLY.get(address, "unknown")


def _power_meter(bus: i2c_bus.Bus, address: int, found: list[int]) -> str:
    """INA219, INA226 and PCA9685 all come set to 0x40."""
    if bus.word(address, MANUFACTURER) == TEXAS_INSTRUMENTS:
        return "INA226"
    servo = bus.byte(address, MODE2) == MODE2_AT_RESET and ALL_CALL in found
    if address == 0x48 and not servo:
        return "INA219 or ADS1115"
    return "PCA9685" if servo else "INA219"

"""Sensors on I2C and switches, on fakes."""

from __future__ import annotations

import math
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.drivers.buttons import Button, SwitchConfig
from control.drivers.i2c import signed, swapped
from control.drivers.ina import Ina219Config, Ina226Config, PowerSensor
from control.drivers.mpu6050 import Mpu6050, Mpu6050Config
from robot.clock import SimulatedClock, to_ns
from robot.errors import SetupError
from robot.parts import PartError, PartMissing
from tests.control.drivers.conformance import check_inertial, check_power
from tests.control.drivers.fake_i2c import FakeBus
from tests.control.drivers.fake_pins import FakePins

IMU, METER = 0x68, 0x40


def imu_bus() -> FakeBus:
    bus = FakeBus(IMU)
    bus.chips[IMU][0x75] = 0x68
    bus.chips[IMU][0x6B] = 0x40  # asleep, as it wakes up
    return bus


def feel(bus: FakeBus, *values: int) -> None:
    """The chip's acceleration x y z, temperature, gyro x y z (counts)."""
    for index, value in enumerate(struct.pack(">7h", *values)):
        bus.chips[IMU][0x3B + index] = value


def meter_bus() -> FakeBus:
    bus = FakeBus(METER)
    bus.chips[METER][0xFE] = swapped(0x5449)
    return bus


def put(bus: FakeBus, register: int, word: int) -> None:
    bus.chips[METER][register] = swapped(word & 0xFFFF)


def test_the_inertial_sensor_conforms() -> None:
    bus = imu_bus()
    check_inertial(Mpu6050(Mpu6050Config(), SimulatedClock(), bus), lambda *values: feel(bus, *values))


def test_the_chip_is_woken_and_its_ranges_are_set() -> None:
    bus = imu_bus()
    Mpu6050(Mpu6050Config(), SimulatedClock(), bus)
    chip = bus.chips[IMU]
    assert (chip[0x6B], chip[0x1A], chip[0x1B], chip[0x1C]) == (0x01, 4, 0x08, 0x08)


def test_a_board_that_is_mounted_another_way_round() -> None:
    bus = imu_bus()
    imu = Mpu6050(Mpu6050Config(axes=("-y", "x", "z"), gyro_bias_radps=(0.01, 0.0, -0.02)), SimulatedClock(7), bus)
    feel(bus, 8192, 0, 0, 0, 0, 655, 6550)
    measured = imu.read()
    assert measured is not None and measured.t_ns == 7
    assert measured.acceleration_mps2 == pytest.approx((0.0, 9.80665, 0.0))
    assert measured.gyro_radps == pytest.approx((-math.radians(10) - 0.01, 0.0, math.radians(100) + 0.02))


@pytest.mark.parametrize("axes", [("x", "y", "y"), ("y", "x", "z"), ("x", "y", "-z"), ("x", "y", "up")])
def test_axes_that_no_board_can_have_are_told(axes: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="can't be"):
        Mpu6050Config(axes=axes)


@pytest.mark.parametrize("axes", [("x", "y", "z"), ("-x", "-y", "z"), ("y", "-x", "z"), ("z", "x", "y"), ("x", "-z", "y")])
def test_axes_of_a_turned_board(axes: tuple[str, str, str]) -> None:
    assert Mpu6050Config(axes=axes).axes == axes


def test_another_chip_at_the_address_is_told() -> None:
    bus = FakeBus(IMU)
    with pytest.raises(PartMissing, match=r"at 0x68 on I2C bus 1 is no MPU-6050: it calls itself 0x00"):
        Mpu6050(Mpu6050Config(), SimulatedClock(), bus)


def test_a_missing_chip_is_told_with_what_to_do() -> None:
    with pytest.raises(SetupError, match=r"MPU-6050 at 0x68 on I2C bus 1 is not there.*i2cdetect -y 1"):
        Mpu6050(Mpu6050Config(), SimulatedClock(), FakeBus(METER))


def test_a_loose_wire_silences_the_sensor_until_it_is_back_and_set_up_again() -> None:
    bus, clock = imu_bus(), SimulatedClock()
    imu = Mpu6050(Mpu6050Config(), clock, bus)
    bus.failing = True
    assert imu.read() is None
    assert "MPU-6050 at 0x68" in imu.problem
    bus.failing = False
    bus.chips[IMU][0x6B] = 0x40  # it lost its power
    clock.wait_until(to_ns(0.5))
    assert imu.read() is None  # a bus that hangs is not asked at every tick
    clock.wait_until(to_ns(1.1))
    assert imu.read() is not None
    assert bus.chips[IMU][0x6B] == 0x01 and imu.problem == ""


@pytest.mark.parametrize("config", [Ina219Config(), Ina226Config()], ids=["INA219", "INA226"])
def test_the_power_meter_conforms(config: Ina219Config | Ina226Config) -> None:
    bus, clock = meter_bus(), SimulatedClock()
    meter = PowerSensor(config, clock, bus)

    def battery(volts: float, amperes: float) -> None:
        bus_v, shunt_v, shift = (0.004, 10e-6, 3) if isinstance(config, Ina219Config) else (0.00125, 2.5e-6, 0)
        put(bus, 2, round(volts / bus_v) << shift)
        put(bus, 1, round(amperes * config.shunt_ohm / shunt_v))
        clock.wait_until(clock.now_ns() + to_ns(1.0))

    check_power(meter, battery, 0.004, 1e-4 if isinstance(config, Ina219Config) else 2.5e-4)


def test_charge_is_the_current_summed_up() -> None:
    bus, clock = meter_bus(), SimulatedClock()
    meter = PowerSensor(Ina219Config(), clock, bus)
    put(bus, 2, 1850 << 3)
    put(bus, 1, 10000)  # 1 A
    for tenth in range(36001):
        clock.wait_until(to_ns(tenth / 10))
        battery = meter.read()
    assert battery is not None and battery.charge_mah == pytest.approx(1000.0)


def test_the_meter_is_asked_no_more_often_than_it_measures() -> None:
    bus, clock = meter_bus(), SimulatedClock()
    meter = PowerSensor(Ina219Config(), clock, bus)
    first = meter.read()
    clock.wait_until(to_ns(0.05))
    assert meter.read() is first
    clock.wait_until(to_ns(0.1))
    assert meter.read() is not first


def test_an_ina219_is_no_ina226() -> None:
    with pytest.raises(PartError, match="no INA226; is it an INA219"):
        PowerSensor(Ina226Config(), SimulatedClock(), FakeBus(METER))


@given(st.integers(0, 0xFFFF))
def test_words_and_signs(word: int) -> None:
    assert swapped(swapped(word)) == word
    assert signed(word) & 0xFFFF == word and -0x8000 <= signed(word) < 0x8000


@pytest.mark.parametrize("when", ["open", "closed"])
def test_a_switch_is_pressed_when_it_should_be(when: str) -> None:
    clock = SimulatedClock(5)
    pins = FakePins(clock)
    button = Button(msgspec.convert({"driver": "switch", "pin": 25, "when": when}, SwitchConfig), clock, pins)
    level = {"open": True, "closed": False}[when]
    pins.put(25, not level)
    button.read()
    assert button.read().pressed is False and button.read().t_ns == 5
    pins.put(25, level)
    assert button.read().pressed is True
    assert button.read().pressed is True
    pins.put(25, not level)
    assert button.read().pressed in (True, False)
    assert button.read().pressed is False


def test_a_press_between_two_looks_is_seen_once() -> None:
    pins = FakePins(SimulatedClock())
    button = Button(SwitchConfig(pin=25, when="closed"), pins.clock, pins)
    pins.put(25, False)
    pins.put(25, True)
    assert [button.read().pressed, button.read().pressed] == [True, False]


def test_a_torn_wire_presses_a_button_that_opens() -> None:
    pins = FakePins(SimulatedClock())
    button = Button(SwitchConfig(pin=25, when="open"), pins.clock, pins)
    pins.put(25, True)  # nothing holds it down against the pull-up
    assert button.read().pressed


def test_bouncing_is_the_kernels_business() -> None:
    pins = FakePins(SimulatedClock())
    Button(SwitchConfig(pin=25, when="open"), pins.clock, pins)
    assert pins.debounce_s == {25: 0.005} and pins.requests[0].pull == "up"

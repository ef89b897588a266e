"""The plant's own parts, which need no virtual car: what they are wrong in, every check of a driver would be wrong in too."""

from __future__ import annotations

import math

import pytest

from tests.vcar.guest.body import Body, Motor, shares
from tests.vcar.guest.bridges import drv8833, l298n, tb6612
from tests.vcar.guest.chips import Pca9685, swapped
from tests.vcar.guest.encoder import Encoder

FORWARD, REVERSE, COAST = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0)


class Wire:
    """A line that remembers its level."""

    level = False

    def pull(self, high: bool) -> None:
        self.level = high


class Registers:
    """A bus with one chip."""

    def __init__(self) -> None:
        self.bytes = [0] * 256

    def read_byte_data(self, address: int, register: int) -> int:
        return self.bytes[register]

    def write_byte_data(self, address: int, register: int, value: int) -> None:
        self.bytes[register] = value

    def read_i2c_block_data(self, address: int, register: int, length: int) -> list[int]:
        return self.bytes[register : register + length]

    def write_i2c_block_data(self, address: int, register: int, data: list[int]) -> None:
        self.bytes[register : register + len(data)] = data


def test_bridges_do_as_their_data_sheets_say() -> None:
    assert [l298n(True, True, False), l298n(True, False, True), l298n(True, True, True)] == [1, -1, 0]
    assert [l298n(True, False, False), l298n(False, True, False)] == [0, None]
    assert [tb6612(True, True, False), tb6612(True, False, True), tb6612(False, True, False)] == [1, -1, 0]
    assert [tb6612(True, True, True), tb6612(True, False, False), tb6612(True, True, False, False)] == [0, None, None]
    assert [drv8833(True, False), drv8833(False, True), drv8833(True, True), drv8833(False, False)] == [1, -1, 0, None]
    assert shares([1, 1, 0, None, -1]) == (0.4, 0.2, 0.2)


def drive(body: Body, left: tuple[float, float, float], right: tuple[float, float, float], seconds: float) -> None:
    for _ in range(round(seconds / 0.004)):
        body.step(left, right, 0.004)


def test_a_car_goes_straight_turns_on_the_spot_and_stops() -> None:
    body = Body()
    drive(body, FORWARD, FORWARD, 1.0)
    assert body.x_m > 0.3 and body.y_m == 0.0 and body.heading_rad == 0.0
    drive(body, COAST, COAST, 2.0)
    assert body.left.speed_radps == body.right.speed_radps == 0.0
    x_m = body.x_m
    drive(body, REVERSE, FORWARD, 0.5)
    assert body.heading_rad > 1.0 and body.x_m == pytest.approx(x_m, abs=1e-9)


def test_a_motor_has_a_dead_band_and_brakes_faster_than_it_coasts() -> None:
    motor = Motor()
    motor.step(0.15, 0.0, 0.85, 0.1)
    assert motor.speed_radps == 0.0
    after = []
    for brake in (1.0, 0.0):
        motor = Motor(speed_radps=20.0)
        motor.step(0.0, 0.0, brake, 0.01)
        after.append(motor.speed_radps)
    assert after[0] < after[1] < 20.0


def test_an_encoder_makes_every_edge_in_order_both_ways() -> None:
    a, b = Wire(), Wire()
    encoder, seen, at_rad = Encoder(a, b, 8), [], 0.1
    for to_rad in (math.pi + 0.1, 0.1):
        for share, sign in encoder.crossings(at_rad, to_rad):
            assert 0.0 <= share <= 1.0
            encoder.step(sign)
            seen.append((a.level, b.level))
        at_rad = to_rad
    cycle = [(True, False), (True, True), (False, True), (False, False)]
    assert seen == [*cycle, (False, True), (True, True), (True, False), (False, False)]
    assert encoder.edges == 8


def test_a_pca9685_sleeps_at_first_and_all_off_goes_before_all_on() -> None:
    bus = Registers()
    chip = Pca9685(bus)
    bus.write_i2c_block_data(0x60, 0x06, [0, 0, 0, 8])
    assert chip.levels()[0] == 0.0
    bus.write_byte_data(0x60, 0x00, 0x20)
    bus.write_i2c_block_data(0x60, 0x0A, [0, 0x10, 0, 0])
    bus.write_i2c_block_data(0x60, 0x0E, [0, 0x10, 0, 0x10])
    assert chip.levels()[:4] == [0.5, 1.0, 0.0, 0.0]
    assert swapped(0x1234) == 0x3412

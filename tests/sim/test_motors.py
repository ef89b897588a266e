"""Battery and bridge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.sim.motors import Battery, BatteryParameters, Bridge, Drivetrain

DUTY = st.floats(-1.5, 1.5)


def test_the_battery_sags_under_load_and_comes_back() -> None:
    battery = Battery(BatteryParameters(), 0.8)
    rest_v = battery.voltage_v
    battery.draw(2.0, 0.01)
    assert rest_v - battery.voltage_v == pytest.approx(0.32, abs=0.02)
    battery.draw(0.0, 0.01)
    assert battery.voltage_v == pytest.approx(rest_v, abs=0.01)


def test_the_meter_counts_milliamp_hours() -> None:
    battery = Battery(BatteryParameters(board_w=0.0), 1.0)
    for _ in range(3600):
        battery.draw(0.5, 1.0)
    assert battery.used_mah == pytest.approx(500.0)
    assert battery.charge == pytest.approx(1.0 - 500 / 2600)


def test_an_idle_board_empties_the_battery_in_some_six_hours() -> None:
    battery = Battery(BatteryParameters(), 1.0)
    hours = 0
    while battery.charge > 0:
        battery.draw(0.0, 3600.0)
        hours += 1
    assert 5 <= hours <= 8


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_fuller_battery_has_more_voltage(one: float, two: float) -> None:
    less, more = sorted((one, two))
    assert Battery(BatteryParameters(), less).open_v <= Battery(BatteryParameters(), more).open_v
    assert 6.0 <= Battery(BatteryParameters(), less).open_v <= 8.4


@given(DUTY, st.floats(5, 8.4), st.floats(-25, 25))
def test_the_bridge_never_gives_more_than_it_gets(duty: float, supply_v: float, speed_radps: float) -> None:
    bridge = Bridge()
    for _ in range(3):
        volts = bridge.volts(duty, supply_v, speed_radps)
        assert abs(volts) <= min(abs(duty), 1.0) * (supply_v - Bridge.DROP_V)
        assert volts * duty >= 0
        assert 0.0 <= bridge.current_a <= 5.0


def test_no_duty_no_voltage_and_no_current() -> None:
    bridge = Bridge()
    assert bridge.volts(0.5, 7.4, 0.0) > 0
    assert bridge.volts(0.0, 7.4, 20.0) == 0.0
    assert bridge.current_a == 0.0


def test_a_stalled_motor_draws_most() -> None:
    def current(speed_radps: float) -> float:
        drivetrain = Drivetrain(BatteryParameters(), 0.9)
        for _ in range(20):
            drivetrain.step((0.6, 0.6), (speed_radps, speed_radps), 0.01)
        return drivetrain.battery.current_a

    assert current(0.0) > current(8.0) + 0.3

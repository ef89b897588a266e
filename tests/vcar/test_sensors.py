"""The sensors' real drivers against lines that move as wheels and echoes do, and chips whose registers are known."""

from __future__ import annotations

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.harness import Outcome


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("encoders", "echoes", "chip_drivers")


@pytest.mark.parametrize("way", [1, -1])
def test_every_edge_of_6400_counts_up_to_2_khz(car: Outcome, way: int) -> None:
    runs = [row for row in car.named("encoders") if row["way"] == way]
    assert [(row["hz"], row["left"]) for row in runs] == [(row["hz"], way * row["made"]) for row in runs]
    assert sum(row["made"] for row in runs) == 6400
    assert max(row["hz"] for row in runs) == 2000


def test_a_wheel_that_trembles_is_counted_both_ways(car: Outcome) -> None:
    for row in car.named("encoders"):
        if row["way"]:
            assert row["right"] == row["made"] // 2  # three steps forward, one back


def test_no_edge_is_lost_while_nobody_reads_for_a_tenth_of_a_second(car: Outcome) -> None:
    (row,) = (row for row in car.named("encoders") if row["way"] == 0)
    assert (row["left"], row["right"], row["lost"]) == (900, -900, 0)


def test_the_sonar_is_right_within_a_centimetre_from_5_to_300_cm(car: Outcome) -> None:
    rows = [row for row in car.named("sonar") if row["wall_m"] is not None]
    assert (rows[0]["wall_m"], rows[-1]["wall_m"]) == (0.05, 3.0)
    assert [row["range_m"] for row in rows] == pytest.approx([row["wall_m"] for row in rows], abs=0.01)
    assert all(row["echo"] for row in rows)


def test_a_sonar_that_hears_nothing_says_so(car: Outcome) -> None:
    silent = car.named("sonar")[-1]
    assert silent["wall_m"] is None
    assert not silent["echo"]


def test_the_sonar_is_asked_every_60_ms_and_its_answer_is_fresh(car: Outcome) -> None:
    assert all(row["pulses"] == 5 for row in car.named("sonar")[1:])
    assert all(row["age_s"] < 0.1 for row in car.named("sonar"))


def test_an_ina219_is_read_exactly_to_one_count(car: Outcome) -> None:
    rows = car.named("ina219")
    assert len(rows) == 36
    for row in rows:
        assert row["voltage_v"] == pytest.approx(row["volts"], abs=0.004 / 2 + 1e-9)
        assert row["current_a"] == pytest.approx(row["amperes"], abs=1e-4 / 2 + 1e-9)


def test_an_mpu6050_is_read_exactly_to_one_count(car: Outcome) -> None:
    for row in car.named("mpu6050"):
        assert row["gyro_dps"] == pytest.approx(row["turn_dps"], abs=1 / 65.5 / 2 + 1e-9)
        assert row["acceleration_mps2"] == pytest.approx(row["push_mps2"], abs=9.80665 / 8192 / 2 + 1e-9)


def test_a_bumper_keeps_a_short_press_and_takes_no_bounce_for_one(car: Outcome) -> None:
    assert car.one("bumper")["seen"] == [False, True, False, True, True]

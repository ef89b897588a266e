"""The loop closed through the real drivers: the car drives a square and comes back to where it was."""

from __future__ import annotations

import math

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.guest.square import IDLE, SIDE_M
from tests.vcar.harness import Outcome


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("square", limit_s=600.0)


def test_the_square_closes_within_10_cm(car: Outcome) -> None:
    square = car.one("square")
    assert square["over"] and [state for state, _ in square["ended"]] == ["succeeded"] * 8, square
    x_m, y_m, heading_rad = square["end"]
    assert math.hypot(x_m, y_m) <= 0.10
    assert heading_rad == pytest.approx(math.tau, abs=math.radians(10))


def test_it_was_a_square(car: Outcome) -> None:
    assert car.one("square")["extent_m"] == pytest.approx([SIDE_M, SIDE_M], abs=0.05)


def test_odometry_knows_where_the_car_is(car: Outcome) -> None:
    square = car.one("square")
    (x_m, y_m, heading_rad), believed = square["end"], square["believed"]
    assert math.hypot(x_m - believed[0], y_m - believed[1]) <= 0.05
    assert math.remainder(heading_rad - believed[2], math.tau) == pytest.approx(0.0, abs=math.radians(3))


def test_nothing_stopped_the_car_on_the_way(car: Outcome) -> None:
    assert set(car.one("square")["reasons"]) <= {"", IDLE}

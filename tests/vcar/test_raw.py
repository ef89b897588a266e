"""The libraries that the drivers stand on, against the virtual car's device nodes."""

from __future__ import annotations

import errno

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.harness import Outcome


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("raw", "edges")


def test_it_is_a_raspberry_pi(car: Outcome) -> None:
    assert "Raspberry Pi 4" in car.one("booted")["model"]
    assert car.one("raw output")["board"] == "Pi 4 Model B"


def test_an_output_and_a_pwm_are_seen_from_outside(car: Outcome) -> None:
    steady, pulsed = car.one("raw output")["duties"]
    assert steady == 100.0
    assert pulsed == pytest.approx(30.0, abs=1.0)


def test_a_level_from_outside_is_read(car: Outcome) -> None:
    assert car.one("raw input")["seen"] == [True, False, True]


def test_outputs_are_low_after_cleanup_and_after_a_kill(car: Outcome) -> None:
    assert [row["high"] for row in car.named("raw after cleanup")] == [False, False]
    killed = car.one("raw killed")
    assert killed["before"][0] == 100.0
    assert killed["before"][1] == pytest.approx(60.0, abs=2.0)
    assert killed["after"] == [0.0, 0.0]


def test_the_bus_holds_words_and_blocks_and_says_that_nobody_answers(car: Outcome) -> None:
    assert car.one("raw i2c")["word"] == 0x1234
    assert car.one("raw i2c")["block"] == list(range(14))
    assert car.one("raw i2c nobody")["errno"] in (errno.ENXIO, errno.EREMOTEIO, errno.ENODEV, errno.EIO)


def test_every_edge_of_the_plants_encoder_arrives(car: Outcome) -> None:
    edges = car.one("raw edges")
    assert edges["seen"] == edges["made"] > 900
    assert abs(edges["made"] - edges["expected"]) <= 3


def test_the_plants_echo_is_as_long_as_it_should_be(car: Outcome) -> None:
    sonar = car.one("raw sonar")
    assert sonar["measured_m"] == pytest.approx(sonar["ranges_m"], abs=0.002)

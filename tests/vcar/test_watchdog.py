"""A program that hangs does not feed the watchdog, and the car starts anew."""

from __future__ import annotations

from tests.vcar.conftest import Boot


def test_a_watchdog_that_is_not_fed_reboots(boot: Boot) -> None:
    car = boot("watchdog:2:6")
    assert car.one("fed") == {"check": "fed", "timeout_s": 2, "for_s": 6.0}
    assert [row["for_s"] for row in car.named("hung")] == [0.25, 0.5, 0.75]  # the last meal was 1 s before the hang
    assert car.rows[-1]["check"] == "booted again"

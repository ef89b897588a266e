"""Whatever is killed or stopped, the motors are off at once or within the heartbeat's 100 ms."""

from __future__ import annotations

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.guest.killed import CAUSES
from tests.vcar.harness import Outcome, Row

HEARTBEAT_MS = 100.0


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("killed")


def row(car: Outcome, cause: str) -> Row:
    (found,) = (row for row in car.named("killed") if row["cause"] == cause)
    assert found["driving"], "the motors didn't run before"
    return found


@pytest.mark.parametrize("cause", CAUSES)
def test_the_motors_are_off_within_the_heartbeat(car: Outcome, cause: str) -> None:
    assert (row(car, cause)["driven_ms"] or 0.0) <= HEARTBEAT_MS


@pytest.mark.parametrize("cause", ["main killed", "main stopped", "all killed"])
def test_every_line_ends_low_where_nobody_is_left_to_drive(car: Outcome, cause: str) -> None:
    assert (row(car, cause)["high_ms"] or 0.0) <= HEARTBEAT_MS

"""The stall watch: a driven wheel that shows no count."""

from __future__ import annotations

import numpy as np
import pytest

from control.stall import Stall, StallConfig
from robot.messages import WheelAngles

CONFIG = StallConfig()
TICK_S = 0.02


def roll(stall: Stall, targets: tuple[float, float], counting: tuple[bool, bool], seconds: float, t_ns: int = 0) -> str:
    """Drive so for a while; each wheel's encoder counts or doesn't."""
    for k in range(round(seconds / TICK_S)):
        stall.command(targets, TICK_S)
        left, right = (float(t_ns + k + 1) if counts else -1.0 for counts in counting)
        stall.measure(WheelAngles(t_ns=t_ns + k, left_rad=left, right_rad=right))
        if stall.which:
            break
    return stall.which


@pytest.mark.parametrize(
    ("counting", "which"),
    [((True, True), ""), ((False, True), "left wheel"), ((True, False), "right wheel"), ((False, False), "wheels")],
)
def test_it_says_which_wheel(counting: tuple[bool, bool], which: str) -> None:
    assert roll(Stall(CONFIG), (0.2, 0.2), counting, 3.0) == which


def test_a_start_has_more_time_than_a_wheel_that_rolled() -> None:
    stall = Stall(CONFIG)
    assert roll(stall, (0.2, 0.2), (False, False), 0.45) == ""
    assert roll(stall, (0.2, 0.2), (True, True), 0.5, 1000) == ""
    assert roll(stall, (0.2, 0.2), (False, False), 0.12, 1000) == ""
    assert roll(stall, (0.2, 0.2), (False, False), 0.1, 1000) == "wheels"


def test_a_car_that_stands_or_hardly_moves_is_not_stalled() -> None:
    assert roll(Stall(CONFIG), (0.0, 0.0), (False, False), 60.0) == ""
    assert roll(Stall(CONFIG), (0.01, -0.01), (False, False), 60.0) == ""


def test_another_direction_is_another_start() -> None:
    stall = Stall(CONFIG)
    for k in range(40):
        assert roll(stall, (0.2, -0.2) if k % 2 else (-0.2, 0.2), (False, False), 0.4) == ""


def test_the_way_is_what_counts_so_that_slow_driving_has_time() -> None:
    stall = Stall(CONFIG)
    roll(stall, (0.05, 0.05), (True, True), 0.5)
    assert roll(stall, (0.05, 0.05), (False, False), 0.5) == ""
    assert roll(stall, (0.05, 0.05), (False, False), 0.2) == "wheels"


def test_targets_may_be_numbers_of_numpy() -> None:
    stall = Stall(CONFIG)
    stall.command((np.float64(0.2), np.float64(-0.2)), TICK_S)
    assert stall.which == ""

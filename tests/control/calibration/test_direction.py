"""Every way to wire two motors, two encoders and a gyro is told from two pushes."""

from __future__ import annotations

from itertools import product

import pytest

from control.calibration.direction import Directions, Push, told_by
from control.calibration.procedure import Refused

WIRINGS = [Directions(left_motor=a, right_motor=b, left_encoder=c, right_encoder=d, gyro=e)
           for a, b, c, d, e in product([False, True], repeat=5)]


def push(left: int, right: int, wiring: Directions) -> Push:
    """What a push really does to a car, and what its sensors say of it."""
    true_left = -left if wiring.left_motor else left
    true_right = -right if wiring.right_motor else right
    forward, turned = 0.1 * (true_left + true_right) / 2, 1.2 * (true_right - true_left) / 2
    return Push(away_m=-forward, turned_rad=-turned if wiring.gyro else turned,
                left_rad=-3.0 * true_left if wiring.left_encoder else 3.0 * true_left,
                right_rad=-3.0 * true_right if wiring.right_encoder else 3.0 * true_right)


@pytest.mark.parametrize("wiring", WIRINGS)
def test_every_wiring_is_told(wiring: Directions) -> None:
    assert told_by(push(1, 1, wiring), push(1, -1, wiring)) == wiring


def test_a_car_that_hardly_moves_is_refused() -> None:
    weak = Push(0.005, 0.0, 0.1, 0.1)
    with pytest.raises(Refused, match="too little"):
        told_by(weak, weak)

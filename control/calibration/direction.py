"""Which way is forward: short pushes on the floor before a wall, told by the sonar, and by a gyro that only knows turning.

With a positive voltage on both motors the car rolls straight if both are wired alike, and spins on the spot if not; then
opposite voltages roll it straight. Whether straight was forward the wall tells, and which way it spins follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from control.calibration.procedure import STILL, Procedure, Readings, Refused, Volts, watch
from robot.clock import to_s

PUSH_V, PUSH_S, PAUSE_S = 3.6, 0.5, 0.7
SPUN_RAD, ROLLED_M = 0.4, 0.03
"""A push on the spot turns the car at least so far; one straight ahead rolls it so far."""


class Directions(msgspec.Struct, frozen=True, kw_only=True):
    """What is wired the wrong way round."""

    left_motor: bool
    right_motor: bool
    left_encoder: bool
    right_encoder: bool
    gyro: bool


class Push(NamedTuple):
    """What one push did: how much farther the wall was after it, and what gyro and encoders said of it."""

    away_m: float
    turned_rad: float
    left_rad: float
    right_rad: float


def directions() -> Procedure[Directions]:
    """The car stands on the floor, square to a wall 1 to 2 m ahead; its drivers are as they were wired."""
    start = yield from watch(STILL, PAUSE_S)
    if wall_m(start) is None:
        raise Refused("the sonar hears no wall ahead; put the car square to one, 1 to 2 m away, with nothing between")
    alike = yield from _push(1, 1)
    crossed = yield from _push(1, -1)
    return told_by(alike, crossed)


def told_by(alike: Push, crossed: Push) -> Directions:
    """Directions from a push with equal voltages and one with opposite ones, the left one positive."""
    wired_alike = abs(alike.turned_rad) < abs(crossed.turned_rad)
    straight, spun = (alike, crossed) if wired_alike else (crossed, alike)
    if abs(spun.turned_rad) < SPUN_RAD or abs(straight.away_m) < ROLLED_M:
        raise Refused(f"two pushes moved the car {100 * abs(straight.away_m):.0f} cm and turned it "
                      f"{math.degrees(abs(spun.turned_rad)):.0f}°, too little to tell directions by; charge the battery, give "
                      "it a smooth floor")
    backwards = straight.away_m > 0
    left = backwards  # the left motor had a positive voltage in both
    # In the push that spun it, a left motor that is wired right went forward and turned the car clockwise.
    anticlockwise = left
    return Directions(
        left_motor=left, right_motor=left if wired_alike else not left, gyro=anticlockwise != (spun.turned_rad > 0),
        left_encoder=(straight.left_rad > 0) == backwards, right_encoder=(straight.right_rad > 0) == backwards,
    )


def _push(left: int, right: int) -> Procedure[Push]:
    """There, measured, and back."""
    before = yield from watch(STILL, PAUSE_S)
    during = yield from watch(Volts(left * PUSH_V, right * PUSH_V), PUSH_S)
    after = yield from watch(STILL, PAUSE_S)
    rest = [readings.inertial.gyro_radps[2] for readings in before if readings.inertial is not None]
    if not rest:
        raise Refused("the gyro is silent; check its plug and `python -m robot.doctor`")
    turned = turn_rad([*during, *after], float(np.mean(rest)))
    near, far, first, last = wall_m(before), wall_m(after), before[-1].wheels, after[-1].wheels
    yield from watch(Volts(-left * PUSH_V, -right * PUSH_V), PUSH_S)
    yield from watch(STILL, PAUSE_S)
    return Push(0.0 if near is None or far is None else far - near, turned,
                last.left_rad - first.left_rad, last.right_rad - first.right_rad)


def wall_m(seen: Sequence[Readings]) -> float | None:
    """The wall's distance as the sonar heard it while the car stood: the median; None where it mostly heard nothing."""
    echoes = [readings.sonar for readings in seen if readings.sonar is not None]
    heard = [echo.range_m for echo in echoes if echo.echo]
    return float(np.median(heard)) if 2 * len(heard) > len(echoes) else None


def turn_rad(seen: Sequence[Readings], bias_radps: float) -> float:
    """How far the gyro says that the car turned about z."""
    turned = 0.0
    for before, now in zip(seen, seen[1:], strict=False):
        if before.inertial is not None and now.inertial is not None:
            turned += (now.inertial.gyro_radps[2] - bias_radps) * to_s(now.inertial.t_ns - before.inertial.t_ns)
    return float(turned)

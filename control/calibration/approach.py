"""Wheel radius: how far the wheels turn while the sonar sees a wall come nearer, and go away again.

The car drives to the wall and back, holding its heading by the gyro. Radius is the slope of the sonar's distance over the
wheels' angle, so where the sonar sits does not matter, nor a constant error of it; there and back cancel its delay. What the
motors want beyond their friction in the air is the car's own load on the floor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from control.calibration.ladder import at_motor_v
from control.calibration.procedure import STILL, Procedure, Readings, Refused, Volts, watch
from control.wheels import SpeedLoop, SpeedLoopConfig, WheelGeometry
from robot.calibration import GyroCalibration
from robot.clock import to_s
from robot.messages import WheelAngles

SPEED_MPS = 0.15
"""Of a car as drawn; with larger wheels faster."""
NEAREST_M, FARTHEST_M = 0.35, 2.5
LEAST_WAY_M = 0.4
TRIPS = 2
STAND_S = 1.0
HEADING_GAIN = 3.0
MOST_S = 20.0
OUTLIER = 3.5
LEAST_KEPT = 0.6


class ApproachResult(msgspec.Struct, frozen=True, kw_only=True):
    """`load_v`: what the floor costs each motor beyond its friction in the air, at the motor."""

    radius_m: float
    radius_std_m: float
    load_v: float
    way_m: float


class Cruise:
    """Straight on, by the gyro: the speed loop with a heading to hold."""

    def __init__(self, loop: SpeedLoopConfig, gyro: GyroCalibration, geometry: WheelGeometry | None = None) -> None:
        self._geometry = geometry or WheelGeometry()
        self._loop, self._gyro = SpeedLoop(loop, self._geometry), gyro
        self._last: Readings | None = None
        self.heading_rad = 0.0

    def volts(self, readings: Readings, speed_mps: float, turn_radps: float | None = None) -> Volts:
        """Voltages for the next tick; without `turn_radps` the heading is held."""
        last, self._last = self._last, readings
        self._loop.measure(readings.wheels)
        dt_s = to_s(readings.t_ns - last.t_ns) if last is not None else 0.0
        if readings.inertial is not None:
            self.heading_rad += (readings.inertial.gyro_radps[2] - self._gyro.bias_radps[2]) * dt_s
        turn = -HEADING_GAIN * self.heading_rad if turn_radps is None else turn_radps
        left, right = self._geometry.wheel_speeds(speed_mps, min(max(turn, -1.0), 1.0) if turn_radps is None else turn)
        return Volts(*self._loop.volts((left, right), dt_s, readings.battery_v))


def approach(loop: SpeedLoopConfig, gyro: GyroCalibration) -> Procedure[ApproachResult]:
    """The car stands on the floor, square to a wall 1 to 2 m ahead. `loop` has the motors as they are in the air."""
    seen = yield from watch(STILL, STAND_S)
    start_m = _ahead(seen[-1])
    if not NEAREST_M + LEAST_WAY_M < start_m < FARTHEST_M:
        raise Refused(f"the sonar hears a wall {start_m:.2f} m ahead; put the car square to one, 1 to 2 m away")
    cruise = Cruise(loop, gyro)
    loads: list[float] = []
    for _ in range(TRIPS):
        for way, until_m in ((1, NEAREST_M), (-1, start_m - 0.1)):
            rolled = yield from _roll(cruise, way, until_m)
            loads.append(_load_v(rolled, loop))
            seen += [readings for readings, _ in rolled]
            seen += yield from watch(STILL, STAND_S)
    radius, std, way_m = fit(seen)
    return ApproachResult(radius_m=radius, radius_std_m=std, load_v=float(np.median(loads)), way_m=way_m)


def _roll(cruise: Cruise, way: int, until_m: float) -> Procedure[list[tuple[Readings, Volts]]]:
    readings = yield STILL
    end_ns, rolled = readings.t_ns + round(MOST_S * 1e9), []
    while way * (_ahead(readings) - until_m) > 0:
        if readings.t_ns > end_ns:
            raise Refused("the wall came no nearer; is the car stuck, or not square to the wall?")
        volts = cruise.volts(readings, way * SPEED_MPS)
        readings = yield volts
        rolled.append((readings, volts))
    return rolled


def _ahead(readings: Readings) -> float:
    """The wall's distance now; far away without an echo."""
    sonar = readings.sonar
    return sonar.range_m if sonar is not None and sonar.echo else math.inf


def fit(seen: Sequence[Readings]) -> tuple[float, float, float]:
    """(radius, its standard deviation, way) from everything that was said; Refused where the echoes make no sense."""
    angles, ranges = _pairs(seen)
    kept = np.ones(len(angles), dtype=np.bool_)
    for _ in range(5):
        slope, foot = np.polyfit(angles[kept], ranges[kept], 1)
        off = ranges - (slope * angles + foot)
        kept = np.abs(off) < OUTLIER * max(1.4826 * float(np.median(np.abs(off[kept]))), 1e-4)
    way_m = abs(float(slope)) * float(np.ptp(angles[kept]))
    if kept.mean() < LEAST_KEPT or way_m < LEAST_WAY_M or not slope < 0:
        share = 100 * float(kept.mean())
        raise Refused(f"the sonar and the wheels disagree ({share:.0f} % of the echoes fit over {way_m:.2f} m); take a flat, "
                      "hard wall, square to the car, and nothing beside the way")
    std = float(off[kept].std(ddof=2) / (angles[kept].std() * math.sqrt(int(kept.sum()))))
    return -float(slope), std, way_m


def _pairs(seen: Sequence[Readings]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each echo once, with the mean angle of the wheels when it came back."""
    wheels: dict[int, WheelAngles] = {readings.wheels.t_ns: readings.wheels for readings in seen}
    heard = [readings.sonar for readings in seen if readings.sonar is not None and readings.sonar.echo]
    echoes = {sonar.t_ns: sonar.range_m for sonar in heard}
    if len(echoes) < 40:
        raise Refused("the sonar heard the wall too seldom; take a flat, hard wall, square to the car")
    times = np.array(sorted(wheels), dtype=np.float64)
    means = np.array([(wheels[int(t)].left_rad + wheels[int(t)].right_rad) / 2 for t in times])
    at = np.array(list(echoes), dtype=np.float64)
    return np.interp(at, times, means), np.array(list(echoes.values()))


def _load_v(rolled: Sequence[tuple[Readings, Volts]], loop: SpeedLoopConfig) -> float:
    """What the motors got beyond what the same speed takes in the air, in the second half of a way."""
    half = rolled[len(rolled) // 2 :]
    if len(half) < 20:
        return 0.0
    first, last = half[0][0].wheels, half[-1][0].wheels
    seconds = to_s(last.t_ns - first.t_ns)
    extra = []
    turns = last.left_rad - first.left_rad, last.right_rad - first.right_rad
    for side, (motor, turned) in enumerate(zip((loop.left, loop.right), turns, strict=True)):
        got = float(np.mean([abs(at_motor_v(volts[side], readings.battery_v, loop)) for readings, volts in half]))
        if motor is not None:
            extra.append(got - motor.dead_v - motor.volts_per_radps * abs(turned) / seconds)
    return float(np.mean(extra)) if extra else 0.0

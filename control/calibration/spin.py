"""Track and gyro scale: turning on the spot, some full turns each way, faster and faster.

The gyro counts how far the car turned, and the echoes of the room repeat after every full turn: the gyro's scale is the one at
which the echoes of all turns lie best upon each other. Then the track is what the wheels rolled against each other for each
radian that the car turned. Tyres scrub while a car turns on the spot, and scrubbing only ever adds to what they roll, at some
speeds more than at others: the smallest of the speeds' tracks is the nearest to the true one.
(Borenstein & Feng's UMBmark, 1996, turns a car by its wheels alone; here the room is the protractor.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from control.calibration.approach import Cruise
from control.calibration.direction import turn_rad
from control.calibration.procedure import STILL, Procedure, Readings, Refused, Volts, watch
from control.wheels import SpeedLoopConfig, WheelGeometry
from robot.calibration import GyroCalibration
from robot.clock import to_s

STAGES_RADPS = (1.0, 1.5, 2.0)
STAGE_RAD = 1.5 * math.tau
TURNS = 4
"""Whole turns in all stages of one way."""
STAND_S = 2.0
FIND_S = 1.2
"""For so long the speed loop looks for a stage's voltages; then they are held, since a loop's corrections make tyres slip."""
MOST_STAGE_S = 30.0
SCALES = (0.94, 1.06)
"""Where the gyro's scale is looked for: an MPU-6050 is within ±3 %."""
FARTHEST_M = 2.5
"""Echoes are cut off here: no echo is as good as a far one, and clutter far away counts no more than a near wall."""
BINS = 120

Floats = npt.NDArray[np.float64]


class SpinResult(msgspec.Struct, frozen=True, kw_only=True):
    """`sharpness`: how much better the echoes of all turns agree at the found scale than at others; from 1.3 on believed."""

    scale: float
    track_m: float
    track_std_m: float
    sharpness: float
    turned_rad: float


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """One way round: the echoes, and for each stage the gyro's turn and what the wheels rolled against each other (rad)."""

    headings_rad: Floats
    ranges_m: Floats
    stages: tuple[tuple[float, float], ...]


class Spinner:
    """One way round, stage by stage, and what was said."""

    def __init__(self, cruise: Cruise, way: int) -> None:
        self._cruise, self._way = cruise, way
        self.seen: list[Readings] = []
        self.steady: list[list[Readings]] = []

    def run(self) -> Procedure[Turns]:
        """Stand, turn, stand: the gyro's bias is what it said while the car stood, before and after."""
        before = yield from watch(STILL, STAND_S)
        self.seen = [before[-1]]
        for number, turn_radps in enumerate(STAGES_RADPS, start=1):
            yield from self._stage(self._way * turn_radps, number * STAGE_RAD)
        after = yield from watch(STILL, STAND_S)
        rest = [*before, *after[len(after) // 3 :]]
        bias = float(np.mean([readings.inertial.gyro_radps[2] for readings in rest if readings.inertial is not None]))
        headings, ranges = echoes([*self.seen, *after], bias)
        stages = tuple((turn_rad(stage, bias), rolled_rad(stage)) for stage in self.steady)
        return Turns(headings_rad=headings, ranges_m=ranges, stages=stages)

    def _stage(self, turn_radps: float, until_rad: float) -> Procedure[None]:
        start_ns, tried, steady = self.seen[-1].t_ns, list[Volts](), list[Readings]()
        while abs(self._cruise.heading_rad) < until_rad:
            past_s = to_s(self.seen[-1].t_ns - start_ns)
            if past_s > MOST_STAGE_S:
                raise Refused("the car hardly turns on the spot; give it a smooth floor and room, charge the battery")
            volts = self._cruise.volts(self.seen[-1], 0.0, turn_radps)
            if past_s < FIND_S:
                tried.append(volts)
            else:
                volts = Volts(*np.mean(tried[len(tried) // 2 :], axis=0).tolist())
                steady.append(self.seen[-1])
            self.seen.append((yield volts))
        self.steady.append(steady)


def spin(loop: SpeedLoopConfig, gyro: GyroCalibration, radius_m: float) -> Procedure[SpinResult]:
    """The car stands on the floor with half a metre of room around it, in a room with walls."""
    found = []
    for way in (1, -1):
        cruise = Cruise(loop, gyro, WheelGeometry(radius_m=radius_m))
        found.append((yield from Spinner(cruise, way).run()))
    return result(found, radius_m)


def echoes(seen: Sequence[Readings], bias_radps: float) -> tuple[Floats, Floats]:
    """(headings, ranges) of every echo, (N,) each: where the gyro has the car, and how far the echo came from."""
    headings, ranges, heading, last_ns = [], [], 0.0, -1
    for before, now in zip(seen, seen[1:], strict=False):
        heading += turn_rad([before, now], bias_radps)
        if now.sonar is not None and now.inertial is not None and now.sonar.t_ns != last_ns:
            last_ns = now.sonar.t_ns
            late = to_s(now.inertial.t_ns - now.sonar.t_ns) * (now.inertial.gyro_radps[2] - bias_radps)
            headings.append(heading - late)
            ranges.append(min(now.sonar.range_m if now.sonar.echo else FARTHEST_M, FARTHEST_M))
    return np.array(headings), np.array(ranges)


def rolled_rad(seen: Sequence[Readings]) -> float:
    """How far the right wheel turned beyond the left one."""
    first, last = seen[0].wheels, seen[-1].wheels
    return (last.right_rad - first.right_rad) - (last.left_rad - first.left_rad)


def result(found: Sequence[Turns], radius_m: float) -> SpinResult:
    """Scale from the echoes, then the track. Refused where the room's echoes don't repeat."""
    scale, sharpness = gyro_scale(found)
    if sharpness < 1.3:
        raise Refused("the echoes of the room don't repeat from turn to turn: take a place with a wall or furniture within 1 m "
                      "on one side, free on another, and let nobody walk around the car")
    tracks = np.array([[radius_m * rolled * scale / turned for turned, rolled in turns.stages] for turns in found])
    stages = np.sort(tracks.mean(axis=0))
    turned = sum(abs(gyro) for turns in found for gyro, _ in turns.stages) / scale
    return SpinResult(scale=scale, sharpness=sharpness, track_m=float(stages[0]), turned_rad=turned,
                      track_std_m=float(stages[1] - stages[0]) / 2)


def gyro_scale(found: Sequence[Turns]) -> tuple[float, float]:
    """(scale, sharpness): the scale at which the echoes of every way round repeat best after each full turn."""
    coarse = np.arange(SCALES[0], SCALES[1], 0.002)
    rough = np.array([sum(_disagreement(turns, scale) for turns in found) for scale in coarse])
    middle = float(coarse[int(rough.argmin())])
    fine = np.arange(middle - 0.006, middle + 0.006, 0.0002)
    misses = np.array([sum(_disagreement(turns, scale) for turns in found) for scale in fine])
    low = fine[misses <= misses.min() + 0.25 * (float(np.median(rough)) - misses.min())]
    a, b, _c = np.polyfit(low - low.mean(), misses[np.isin(fine, low)], 2) if len(low) > 4 else (0.0, 0.0, 0.0)
    best = float(low.mean() - b / (2 * a)) if a > 0 else float(fine[int(misses.argmin())])
    return best, float(np.median(rough) / max(float(misses.min()), 1e-9))


def _disagreement(turns: Turns, scale: float) -> float:
    """How much the echoes at the same heading differ between one turn and the next: mean absolute difference (m)."""
    true = np.abs(turns.headings_rad) / scale
    grid = np.arange(0.0, TURNS * math.tau, math.tau / BINS)
    heard = np.interp(grid, true, turns.ranges_m).reshape(TURNS, BINS)
    smooth = (np.roll(heard, 1, axis=1) + heard + np.roll(heard, -1, axis=1)) / 3
    pairs = [(i, j) for i in range(TURNS) for j in range(i + 1, TURNS)]
    return float(np.mean([np.abs(smooth[i] - smooth[j]).mean() for i, j in pairs]))

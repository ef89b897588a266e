"""The gyro at rest: its bias, and how much one sample is off. Refuses to believe a car that is being moved."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from control.calibration.procedure import STILL, Procedure, Readings, Refused, watch
from robot.messages import Inertial

REST_S = 6.0
MOST_BIAS_RADPS = 0.4
"""The MPU-6050's data sheet (PS-MPU-6000A, 6.1): ±20°/s of zero-rate output at 25 °C."""
MOST_DEVIATION_RADPS = 0.03
"""Ten times what a still one shows behind its 20 Hz filter."""
HALVES_APART_RADPS = 0.006
GRAVITY_MPS2 = (8.8, 10.8)
MOST_SHAKE_MPS2 = 0.5


class RestResult(msgspec.Struct, frozen=True, kw_only=True):
    """Per axis (x, y, z). `upside_down`: gravity says that the sensor's z looks down."""

    bias_radps: tuple[float, float, float]
    deviation_radps: tuple[float, float, float]
    samples: int
    upside_down: bool


def rest(seconds: float = REST_S) -> Procedure[RestResult]:
    """Listen to a car that stands still, motors off."""
    seen = yield from watch(STILL, seconds)
    return of(seen)


def of(seen: Sequence[Readings]) -> RestResult:
    """The gyro's bias from readings at rest."""
    samples = fresh(seen)
    if len(samples) < 20:
        raise Refused("the gyro is silent; check its plug and `python -m robot.doctor`")
    first, last = seen[0].wheels, seen[-1].wheels
    if (first.left_rad, first.right_rad) != (last.left_rad, last.right_rad):
        raise Refused("a wheel turned while the car should have stood still; leave it alone, then try again")
    gyro = np.array([sample.gyro_radps for sample in samples])
    push = np.array([sample.acceleration_mps2 for sample in samples])
    _check(gyro, push)
    bias, deviation = (tuple(float(value) for value in values) for values in (gyro.mean(axis=0), gyro.std(axis=0, ddof=1)))
    return RestResult(bias_radps=(bias[0], bias[1], bias[2]), deviation_radps=(deviation[0], deviation[1], deviation[2]),
                      samples=len(samples), upside_down=bool(push[:, 2].mean() < 0))


def fresh(seen: Sequence[Readings]) -> list[Inertial]:
    """Each of the gyro's measurements once."""
    samples = [readings.inertial for readings in seen if readings.inertial is not None]
    return [now for before, now in zip([None, *samples], samples, strict=False) if before is None or now.t_ns != before.t_ns]


def _check(gyro: npt.NDArray[np.float64], push: npt.NDArray[np.float64]) -> None:
    middle = len(gyro) // 2
    apart = np.abs(gyro[:middle].mean(axis=0) - gyro[middle:].mean(axis=0)).max()
    if gyro.std(axis=0).max() > MOST_DEVIATION_RADPS or apart > HALVES_APART_RADPS or push.std(axis=0).max() > MOST_SHAKE_MPS2:
        raise Refused("the car was moved while the gyro listened for its bias; leave it alone, then try again")
    if np.abs(gyro.mean(axis=0)).max() > MOST_BIAS_RADPS:
        worst = math.degrees(np.abs(gyro.mean(axis=0)).max())
        raise Refused(f"the gyro says {worst:.0f}°/s at rest, too far off for its kind: is the car on something that turns?")
    weight = float(np.linalg.norm(push.mean(axis=0)))
    if not GRAVITY_MPS2[0] <= weight <= GRAVITY_MPS2[1]:
        raise Refused(f"the accelerometer says {weight:.1f} m/s² at rest, not 9.8: its range is set wrong, or it is broken")

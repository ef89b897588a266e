"""How far the car leans: which way is up, carried on by the gyro, corrected by the accelerometer.

The complementary filter on a direction: Mahony, Hamel & Pflimlin, Nonlinear Complementary Filters on the Special Orthogonal
Group (IEEE Transactions on Automatic Control, 2008), for the vertical alone and without the bias, which leans a car by 3°.
"""

from __future__ import annotations

import math

from robot.clock import to_s
from robot.messages import Inertial

_G_MPS2 = 9.81
_TRUSTED = 0.3
"""An acceleration that differs from gravity by a larger share is a bump, a fall, or a wheel that chatters."""

Vector = tuple[float, float, float]


class Tilt:
    """The angle between the car's z axis and the vertical.

    The gyro follows a fall at once; the accelerometer has the last word after `correct_s`, so that neither a start nor a kerb
    is a lean.
    """

    def __init__(self, correct_s: float) -> None:
        self._correct_s = correct_s
        self._up: Vector | None = None
        self._t_ns = 0

    def feel(self, inertial: Inertial) -> None:
        """Take a measurement; one that is not a number, or not newer than the last, is none."""
        felt, turn = inertial.acceleration_mps2, inertial.gyro_radps
        if not all(map(math.isfinite, (*felt, *turn))):
            return
        trusted = abs(math.hypot(*felt) / _G_MPS2 - 1.0) <= _TRUSTED
        if self._up is None:
            self._up = _unit(felt) if trusted else None
        elif inertial.t_ns > self._t_ns:
            dt_s = min(to_s(inertial.t_ns - self._t_ns), self._correct_s)
            self._up = _unit(_turned(self._up, turn, dt_s))
            if trusted:
                self._up = _unit(_towards(self._up, _unit(felt), dt_s / self._correct_s))
        self._t_ns = inertial.t_ns

    @property
    def angle_rad(self) -> float:
        """0 upright, pi upside down; 0 while nobody has measured it."""
        if self._up is None:
            return 0.0
        x, y, z = self._up
        return math.atan2(math.hypot(x, y), z)


def _turned(up: Vector, turn: Vector, dt_s: float) -> Vector:
    """A direction that stands still, seen from a car that turns: it turns the other way."""
    (x, y, z), (wx, wy, wz) = up, turn
    return x - dt_s * (wy * z - wz * y), y - dt_s * (wz * x - wx * z), z - dt_s * (wx * y - wy * x)


def _towards(old: Vector, new: Vector, share: float) -> Vector:
    x, y, z = (before + share * (now - before) for before, now in zip(old, new, strict=True))
    return x, y, z


def _unit(vector: Vector) -> Vector:
    """The same direction; upright where there is none."""
    length = math.hypot(*vector)
    return (vector[0] / length, vector[1] / length, vector[2] / length) if length else (0.0, 0.0, 1.0)

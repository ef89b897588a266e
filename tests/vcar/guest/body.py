"""The plant's mechanics: two geared motors, each with its wheel, under a car that rolls without slip.

A direct-current motor at the voltage V turns at V/k when nothing holds it and gives the torque k(V - k·w)/R; the gears' dry
friction eats a fixed part. It is the plastic 1:48 gear motor that robot/sim has too, written anew: nothing is shared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tests.vcar.guest.bridges import Drive


@dataclass
class Motor:
    """One motor with the wheel it turns."""

    supply_v: float = 7.4
    drop_v: float = 1.6  # an L298N's; about 0.1 for the others
    k_vs: float = 0.256
    resistance_ohm: float = 4.0
    friction_nm: float = 0.064  # overcome at 1 V
    inertia_kgm2: float = 7e-4  # the wheel's half of the car, at the rim, and the gears
    angle_rad: float = 0.0
    speed_radps: float = 0.0
    current_a: float = 0.0  # mean, from the battery

    def step(self, forward: float, reverse: float, brake: float, seconds: float, scrub_nm: float = 0.0) -> None:
        """Turn on for `seconds`, of which the bridge drives, reverses and brakes for these shares; the rest it coasts."""
        volts = (forward - reverse) * (self.supply_v - self.drop_v)
        amperes = (volts - (forward + reverse + brake) * self.k_vs * self.speed_radps) / self.resistance_ohm
        self.current_a = abs((forward - reverse) * amperes)
        free_radps = self.speed_radps + self.k_vs * amperes / self.inertia_kgm2 * seconds
        loss_radps = (self.friction_nm + scrub_nm) / self.inertia_kgm2 * seconds  # dry: it holds what is slow enough
        self.speed_radps = math.copysign(max(0.0, abs(free_radps) - loss_radps), free_radps)
        self.angle_rad += self.speed_radps * seconds


@dataclass
class Body:
    """The car on the floor: where it really is (m, rad; x forward, y left, at start all zero)."""

    left: Motor = field(default_factory=Motor)
    right: Motor = field(default_factory=Motor)
    radius_m: float = 0.0325
    track_m: float = 0.135
    scrub_nm: float = 0.026  # a turn on the spot drags tyres and caster sideways: 0.4 V on each motor
    x_m: float = 0.0
    y_m: float = 0.0
    heading_rad: float = 0.0
    turn_radps: float = 0.0

    def step(self, left: tuple[float, float, float], right: tuple[float, float, float], seconds: float) -> None:
        """Move on with each bridge's (forward, reverse, brake) shares."""
        scrub_nm = self.scrub_nm * self._spin(left[0] - left[1], right[0] - right[1])
        self.left.step(*left, seconds, scrub_nm)
        self.right.step(*right, seconds, scrub_nm)
        left_m, right_m = (motor.speed_radps * self.radius_m * seconds for motor in (self.left, self.right))
        turn_rad, way_m = (right_m - left_m) / self.track_m, (left_m + right_m) / 2
        self.x_m += way_m * math.cos(self.heading_rad + turn_rad / 2)
        self.y_m += way_m * math.sin(self.heading_rad + turn_rad / 2)
        self.heading_rad += turn_rad
        self.turn_radps = turn_rad / seconds

    def _spin(self, left: float, right: float) -> float:
        """How much of the motion is turning, 0…1; of the drives (left, right) where the car stands."""
        if abs(self.left.speed_radps) + abs(self.right.speed_radps) > 0.3:
            left, right = self.left.speed_radps, self.right.speed_radps
        return abs(right - left) / max(abs(left) + abs(right), 1e-6)


def shares(seen: list[Drive]) -> tuple[float, float, float]:
    """How much of the time a bridge drove, reversed and braked."""
    return seen.count(1) / len(seen), seen.count(-1) / len(seen), seen.count(0) / len(seen)

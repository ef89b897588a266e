"""From wheel speeds to motor voltages: what the car's wheels are and a speed loop for each."""

from __future__ import annotations

import math
from collections import deque

import msgspec

from robot.clock import NS_PER_S
from robot.messages import WheelAngles


class WheelGeometry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two driven wheels on one axle."""

    radius_m: float = 0.0325
    track_m: float = 0.135

    def wheel_speeds(self, speed_mps: float, turn_radps: float) -> tuple[float, float]:
        """Rim speeds (left, right) in m/s of a car that moves so."""
        half = turn_radps * self.track_m / 2
        return speed_mps - half, speed_mps + half

    def body_speed(self, left_mps: float, right_mps: float) -> tuple[float, float]:
        """(speed m/s, turn rad/s) of a car whose wheels roll so, without slip."""
        return (left_mps + right_mps) / 2, (right_mps - left_mps) / self.track_m


class WheelSpeeds:
    """Rim speeds from encoder angles, averaged over a short window because one tick holds only a few counts."""

    def __init__(self, radius_m: float, window_s: float) -> None:
        self._radius_m = radius_m
        self._window_ns = round(window_s * NS_PER_S)
        self._seen: deque[WheelAngles] = deque()

    def add(self, angles: WheelAngles) -> None:
        """Take a measurement; one that is not newer than the last is ignored."""
        seen = self._seen
        if seen and angles.t_ns <= seen[-1].t_ns:
            return
        seen.append(angles)
        while len(seen) > 2 and angles.t_ns - seen[0].t_ns > self._window_ns:
            seen.popleft()

    def value(self) -> tuple[float, float]:
        """(left, right) m/s; zero until two measurements are there."""
        if len(self._seen) < 2:
            return 0.0, 0.0
        first, last = self._seen[0], self._seen[-1]
        scale = self._radius_m * NS_PER_S / (last.t_ns - first.t_ns)
        return (last.left_rad - first.left_rad) * scale, (last.right_rad - first.right_rad) * scale


class MotorLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One motor as it was measured: |speed| = (|volts at the motor| - dead_v) / volts_per_radps."""

    dead_v: float
    volts_per_radps: float


class SpeedLoopConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The defaults fit plastic 1:48 gear motors behind an L298N; measured on the simulated car."""

    supply_v: float = 7.4  # what the motor driver divides by to get a duty cycle
    bridge_drop_v: float = 1.6  # L298N at the current of ordinary driving; a MOSFET bridge: 0.1
    dead_v: float = 1.1  # the motor's dry friction: below this nothing turns
    volts_per_mps: float = 9.4  # back-EMF and load on top of it, at the rim
    left: MotorLine | None = None  # what a calibration measured goes before `dead_v` and `volts_per_mps`
    right: MotorLine | None = None
    scrub_v: float = 0.45  # tyres and caster resist a turn, however slow
    scrub_from_mps: float = 0.03  # in full from this difference of the wheels' speeds, so that it fades in
    gain_v_per_mps: float = 6.0  # one encoder count in the window is 0.01 m/s: 0.06 V of noise
    integral_v_per_m: float = 25.0  # a wrong feed-forward is gone after a third of a second
    integral_most_v: float = 2.5  # a wheel that is held may not wind up more than this
    window_s: float = 0.06


class SpeedLoop:
    """Feed-forward with dead-band compensation, and a PI controller for what that gets wrong, per wheel.

    A target of zero is zero volts at once: the shorted motor brakes better than any loop.
    """

    def __init__(self, config: SpeedLoopConfig, geometry: WheelGeometry) -> None:
        self._config = config
        self._speeds = WheelSpeeds(geometry.radius_m, config.window_s)
        self._lines = [_line(config, motor, geometry) for motor in (config.left, config.right)]
        self._integral_v = [0.0, 0.0]
        self._targets_mps = [0.0, 0.0]

    def measure(self, angles: WheelAngles) -> None:
        self._speeds.add(angles)

    def volts(
        self, target_mps: tuple[float, float], dt_s: float, battery_v: float | None = None
    ) -> tuple[float, float]:
        """Mean bridge voltages (left, right) for the motor driver, to be held for the next `dt_s`."""
        measured = self._speeds.value()
        scale = self._scale(battery_v)
        scrub_v = self._scrub(target_mps)
        left = self._wheel(0, target_mps[0], measured[0], -scrub_v, dt_s, scale)
        right = self._wheel(1, target_mps[1], measured[1], scrub_v, dt_s, scale)
        return left, right

    def reset(self) -> None:
        """Forget what the integrals have learnt."""
        self._integral_v = [0.0, 0.0]

    def _scale(self, battery_v: float | None) -> float:
        """Bridge volts per motor volt: the driver reckons with `supply_v`, the battery has more or less than that."""
        config = self._config
        left_over = (config.supply_v if battery_v is None else battery_v) - config.bridge_drop_v
        return config.supply_v / max(left_over, 1.0)

    def _scrub(self, target_mps: tuple[float, float]) -> float:
        """What the right wheel needs more, and the left one less, to turn the car left."""
        share = (target_mps[1] - target_mps[0]) / self._config.scrub_from_mps
        return self._config.scrub_v * min(max(share, -1.0), 1.0)

    def _wheel(
        self, side: int, target_mps: float, measured_mps: float, scrub_v: float, dt_s: float, scale: float
    ) -> float:
        config = self._config
        if target_mps * self._targets_mps[side] <= 0.0:  # what was learnt one way is wrong the other way
            self._integral_v[side] = 0.0
        self._targets_mps[side] = target_mps
        if target_mps == 0.0:
            return 0.0
        error = target_mps - measured_mps
        dead_v, volts_per_mps = self._lines[side]
        forward_v = math.copysign(dead_v, target_mps) + volts_per_mps * target_mps + scrub_v
        volts = (forward_v + config.gain_v_per_mps * error + self._integral_v[side]) * scale
        if abs(volts) < config.supply_v or volts * error < 0:  # at the limit only unwind
            summed = self._integral_v[side] + config.integral_v_per_m * error * dt_s
            self._integral_v[side] = min(max(summed, -config.integral_most_v), config.integral_most_v)
        return min(max(volts, -config.supply_v), config.supply_v)


def _line(config: SpeedLoopConfig, motor: MotorLine | None, geometry: WheelGeometry) -> tuple[float, float]:
    """(dead band V, V per m/s at the rim) of a motor as measured, or of the kind."""
    if motor is None:
        return config.dead_v, config.volts_per_mps
    return motor.dead_v, motor.volts_per_radps / geometry.radius_m

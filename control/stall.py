"""A wheel that is driven and doesn't turn: it is held, or its encoder tells nothing."""

from __future__ import annotations

import msgspec

from robot.messages import WheelAngles


class StallConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a wheel should have rolled, by what it was told, without one encoder count."""

    rolling_m: float = 0.03  # three counts of a 20-slot disc; 0.15 s at 0.2 m/s
    starting_m: float = 0.10  # from rest: dry friction, slack in the gears, a carpet's edge
    slow_mps: float = 0.02  # slower wishes move nothing for sure


class Stall:
    """Watches both wheels. What counts is the way that the speed loop's targets add up to since the last count."""

    def __init__(self, config: StallConfig) -> None:
        self._config = config
        self._wheels = (_Wheel(config), _Wheel(config))

    def command(self, targets_mps: tuple[float, float], dt_s: float) -> None:
        """The wheels were told to roll so for `dt_s`; (0, 0) where the car stands."""
        for wheel, target in zip(self._wheels, targets_mps, strict=True):
            wheel.command(target, dt_s)

    def measure(self, wheels: WheelAngles) -> None:
        for wheel, angle in zip(self._wheels, (wheels.left_rad, wheels.right_rad), strict=True):
            wheel.measure(angle)

    @property
    def which(self) -> str:
        """"left wheel", "right wheel", "wheels" where both are, "" where none is."""
        left, right = (wheel.stalled for wheel in self._wheels)
        if left and right:
            return "wheels"
        return "left wheel" if left else "right wheel" if right else ""


class _Wheel:
    """One wheel: the way that it owes since its last count, and whether an encoder that speaks confirms that it does."""

    def __init__(self, config: StallConfig) -> None:
        self._config = config
        self._angle_rad: float | None = None
        self._sign = 0
        self._owed_m = 0.0
        self._rolling = self.stalled = False

    def command(self, target_mps: float, dt_s: float) -> None:
        sign = int(target_mps > self._config.slow_mps) - int(target_mps < -self._config.slow_mps)
        if sign != self._sign:
            self._sign, self._owed_m, self._rolling, self.stalled = sign, 0.0, False, False
        if sign:
            self._owed_m += abs(target_mps) * dt_s

    def measure(self, angle_rad: float) -> None:
        """What the encoder says. While it says nothing nobody knows that the wheel stands; that is another stop's cause."""
        if self._angle_rad is not None and angle_rad != self._angle_rad:
            self._owed_m, self._rolling = 0.0, self._sign != 0
        self._angle_rad = angle_rad
        self.stalled = self._owed_m >= (self._config.rolling_m if self._rolling else self._config.starting_m)

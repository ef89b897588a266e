"""Remembers which way each motor was last told to turn, for encoders that can't tell."""

from __future__ import annotations

from robot.drivers import MotorDriver


class NotedMotors:
    """A `robot.drivers.MotorDriver` in front of another, which comes later: encoders are opened before the motors are."""

    def __init__(self) -> None:
        self._motors: MotorDriver | None = None
        self._ways = (1, 1)

    def take(self, motors: MotorDriver) -> None:
        self._motors = motors

    def ways(self) -> tuple[int, int]:
        """1 forward, -1 backward, (left, right); a motor that was switched off rolls on the way it was going."""
        return self._ways

    @property
    def problem(self) -> str:
        """See `robot.drivers.MotorDriver`."""
        return "" if self._motors is None else self._motors.problem

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        assert self._motors is not None, "driven before it was connected"
        sent = self._motors.drive(left_v, right_v)
        left, right = (int(volts > 0) - int(volts < 0) or way for volts, way in zip(sent, self._ways, strict=True))
        self._ways = (left, right)
        return sent

    def close(self) -> None:
        if self._motors is not None:
            self._motors.close()

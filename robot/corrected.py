"""Drivers whose wiring is put right: what a calibration found reversed or miscounted is turned round before anyone hears it."""

from __future__ import annotations

import math

from robot.calibration import Calibration, GyroCalibration, MotorsCalibration, WheelsCalibration
from robot.drivers import Car, InertialSensor, MotorDriver, WheelEncoders
from robot.messages import Inertial, WheelAngles


class CorrectedMotors:
    """Motors that were found to turn backwards get the other sign."""

    def __init__(self, motors: MotorDriver, left_reversed: bool, right_reversed: bool) -> None:
        self._motors = motors
        self._left, self._right = (-1.0 if turned else 1.0 for turned in (left_reversed, right_reversed))

    @property
    def problem(self) -> str:
        return self._motors.problem

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        left, right = self._motors.drive(self._left * left_v, self._right * right_v)
        return self._left * left, self._right * right

    def close(self) -> None:
        self._motors.close()


class CorrectedWheels:
    """Encoders that count backwards, or with another number of counts a turn than was configured."""

    def __init__(self, wheels: WheelEncoders, calibration: WheelsCalibration) -> None:
        self._wheels = wheels
        self._left = math.copysign(calibration.left_scale, -1.0 if calibration.left_reversed else 1.0)
        self._right = math.copysign(calibration.right_scale, -1.0 if calibration.right_reversed else 1.0)

    def read(self) -> WheelAngles | None:
        seen = self._wheels.read()
        if seen is None:
            return None
        return WheelAngles(t_ns=seen.t_ns, left_rad=self._left * seen.left_rad, right_rad=self._right * seen.right_rad)


class UprightInertial:
    """A gyro that turned the wrong way about z is mounted upside down: y and z are turned over, both sensors' alike."""

    def __init__(self, inertial: InertialSensor) -> None:
        self._inertial = inertial

    def read(self) -> Inertial | None:
        seen = self._inertial.read()
        if seen is None:
            return None
        (gx, gy, gz), (ax, ay, az) = seen.gyro_radps, seen.acceleration_mps2
        return Inertial(t_ns=seen.t_ns, gyro_radps=(gx, -gy, -gz), acceleration_mps2=(ax, -ay, -az))


def corrected(car: Car, calibration: Calibration) -> Car:
    """The same drivers, and between them and the program what the calibration puts right."""
    return car._replace(
        motors=_motors(car.motors, calibration.motors), wheels=_wheels(car.wheels, calibration.wheels),
        inertial=_inertial(car.inertial, calibration.gyro),
    )


def _motors(motors: MotorDriver, found: MotorsCalibration | None) -> MotorDriver:
    if found is None or not (found.left.reversed or found.right.reversed):
        return motors
    return CorrectedMotors(motors, found.left.reversed, found.right.reversed)


def _wheels(wheels: WheelEncoders, found: WheelsCalibration | None) -> WheelEncoders:
    return wheels if found is None else CorrectedWheels(wheels, found)


def _inertial(inertial: InertialSensor, found: GyroCalibration | None) -> InertialSensor:
    return UprightInertial(inertial) if found is not None and found.reversed else inertial

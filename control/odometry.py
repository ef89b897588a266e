"""Where the car is since it woke up: distance from the wheels, heading from the gyro, with a stated covariance.

An extended Kalman filter over (x, y, heading, gyro bias). The motion step and its covariance are the differential-drive
standard: Siegwart, Nourbakhsh & Scaramuzza, Introduction to Autonomous Mobile Robots, 2nd ed., section 5.2.4; error variance
grows with the distance rolled, as in Chong & Kleeman, Accurate Odometry and Error Modelling for a Mobile Robot (ICRA 1997).
Whenever the wheels stand still the gyro measures nothing but its own bias; of a calibrated car they are believed to stand only
while its motors have no voltage.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

from control.wheels import WheelGeometry, WheelSpeeds
from robot import topics
from robot.bus import queue
from robot.calibration import GyroCalibration
from robot.clock import to_ns, to_s
from robot.geometry import wrap
from robot.messages import Inertial, MotorState, Odometry, WheelAngles
from robot.node import Node, NodeConfig, Wiring

Matrix = npt.NDArray[np.float64]


class OdometryNoise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far to trust what."""

    distance_m2_per_m: float = 2e-4  # 1.4 cm after one metre, 4.5 cm after ten
    sideways_m2_per_m: float = 2e-5  # a tyre slips little across its way
    wheel_turn_rad2_per_rad: float = 1e-2  # 6° after a radian: tyres scrub while the car turns
    gyro_turn_rad2_per_rad: float = 1e-4  # 0.6° after a radian: the gyro's scale
    gyro_radps: float = 0.004  # white noise of one sample
    bias_radps: float = 0.05  # an MPU-6050 may start 3°/s off
    bias_walk_radps: float = 4e-5  # from one sample to the next: it warms up
    known_bias_radps: float = 0.01  # what a measured bias may have wandered since, with the weather


class Odometer:
    """The filter. Feed it with `move` or `stand`, then read the pose and `covariance`, (3, 3)."""

    def __init__(self, noise: OdometryNoise | None = None, bias_radps: float | None = None) -> None:
        """`bias_radps` as it was measured some day; without it any gyro's may be."""
        self.noise = noise or OdometryNoise()
        self.x_m = self.y_m = self.heading_rad = 0.0
        self.bias_radps = bias_radps or 0.0
        doubt_radps = self.noise.bias_radps if bias_radps is None else self.noise.known_bias_radps
        self._p: Matrix = np.diag([0.0, 0.0, 0.0, doubt_radps**2])

    @property
    def covariance(self) -> Matrix:
        return self._p[:3, :3]

    def move(self, distance_m: float, wheel_turn_rad: float, gyro_radps: float | None, dt_s: float) -> float:
        """Roll on for `dt_s`; without a gyro the wheels give the turn. Returns the turn (rad)."""
        noise, gyro = self.noise, gyro_radps is not None
        turn = (gyro_radps - self.bias_radps) * dt_s if gyro_radps is not None else wheel_turn_rad
        if gyro:
            turn_variance = noise.gyro_turn_rad2_per_rad * abs(turn) + (noise.gyro_radps * dt_s) ** 2
        else:
            turn_variance = noise.wheel_turn_rad2_per_rad * (abs(turn) + abs(distance_m))
        self._advance(distance_m, turn, turn_variance, dt_s if gyro else 0.0)
        return turn

    def stand(self, gyro_radps: float) -> None:
        """The wheels stand still: the gyro shows its bias."""
        p, noise = self._p, self.noise
        p[3, 3] += noise.bias_walk_radps**2
        gain = p[:, 3] / (p[3, 3] + noise.gyro_radps**2)
        correction = (gain * (gyro_radps - self.bias_radps)).tolist()  # NumPy's own floats would spread from here
        self.x_m += correction[0]
        self.y_m += correction[1]
        self.heading_rad = wrap(self.heading_rad + correction[2])
        self.bias_radps += correction[3]
        p -= np.outer(gain, p[3])

    def _advance(self, distance_m: float, turn_rad: float, turn_variance: float, gyro_s: float) -> None:
        middle, half = self.heading_rad + turn_rad / 2, turn_rad / 2
        chord_m = distance_m * (math.sin(half) / half if half else 1.0)  # exact on an arc
        cos, sin = math.cos(middle), math.sin(middle)
        self.x_m += chord_m * cos
        self.y_m += chord_m * sin
        self.heading_rad = wrap(self.heading_rad + turn_rad)
        # d(x, y, heading) by (heading, bias), and by the step's own errors (along, across, turn)
        step = np.eye(4)
        step[0, 2], step[1, 2] = -chord_m * sin, chord_m * cos
        step[:3, 3] = -gyro_s * np.array([-chord_m * sin / 2, chord_m * cos / 2, 1.0])
        errors = np.array([[cos, -sin, -chord_m * sin / 2], [sin, cos, chord_m * cos / 2], [0.0, 0.0, 1.0]])
        rolled, noise = abs(distance_m), self.noise
        variances = np.array([noise.distance_m2_per_m * rolled, noise.sideways_m2_per_m * rolled, turn_variance])
        self._p = step @ self._p @ step.T
        self._p[:3, :3] += (errors * variances) @ errors.T
        self._p[3, 3] += noise.bias_walk_radps**2 if gyro_s else 0.0


class OdometryNode(Node):
    """Publishes ODOMETRY for every WHEELS message; with a silent gyro it goes on by wheels alone, and says so by covariance."""

    name = "odometry"

    class Config(NodeConfig, frozen=True):
        wheels: WheelGeometry = WheelGeometry()
        noise: OdometryNoise = OdometryNoise()
        gyro: GyroCalibration | None = None  # as measured of this car
        gyro_age_s: float = 0.2  # an older gyro reading counts as none
        still_s: float = 0.3  # no encoder count for so long: the wheels stand
        still_radps: float = 0.1  # and nobody turns the car by hand
        speed_window_s: float = 0.1

    def __init__(self, config: Config) -> None:
        self._config = config
        gyro = config.gyro
        self._scale = 1.0 if gyro is None else gyro.scale
        self._odometer = Odometer(config.noise, None if gyro is None else gyro.bias_radps[2] / gyro.scale)
        self._speeds = WheelSpeeds(config.wheels.radius_m, config.speed_window_s)
        self._inertial: Inertial | None = None
        self._last: WheelAngles | None = None
        self._moved_ns = 0
        self._driven = False

    def wire(self, wiring: Wiring) -> None:
        self._odometry = wiring.publisher(topics.ODOMETRY)
        wiring.subscribe(topics.INERTIAL, self._on_inertial)
        wiring.subscribe(topics.WHEELS, self._on_wheels, queue(8))
        if self._config.gyro is not None:
            wiring.subscribe(topics.MOTORS, self._on_motors)

    def _on_motors(self, motors: MotorState) -> None:
        """Motors under voltage may creep, too slowly for a count and fast enough to be taken for the gyro's bias."""
        self._driven = motors.left_v != 0.0 or motors.right_v != 0.0

    def _on_inertial(self, inertial: Inertial) -> None:
        self._inertial = inertial

    def _on_wheels(self, wheels: WheelAngles) -> None:
        last, self._last = self._last, wheels
        self._speeds.add(wheels)
        if last is None or wheels.t_ns <= last.t_ns:
            self._moved_ns = wheels.t_ns
            return
        turn_radps = self._advance(last, wheels)
        self._publish(wheels.t_ns, turn_radps)

    def _advance(self, last: WheelAngles, now: WheelAngles) -> float:
        """Move the filter on by one interval; returns the turn (rad/s)."""
        geometry, dt_s = self._config.wheels, to_s(now.t_ns - last.t_ns)
        left_m = (now.left_rad - last.left_rad) * geometry.radius_m
        right_m = (now.right_rad - last.right_rad) * geometry.radius_m
        gyro = self._gyro_radps(now.t_ns)
        if left_m or right_m or self._driven:
            self._moved_ns = now.t_ns
        elif gyro is not None and self._stands(now.t_ns, gyro):
            self._odometer.stand(gyro)
            return 0.0
        distance_m, wheel_turn = geometry.body_speed(left_m, right_m)
        return self._odometer.move(distance_m, wheel_turn, gyro, dt_s) / dt_s

    def _stands(self, t_ns: int, gyro_radps: float) -> bool:
        long_enough = t_ns - self._moved_ns >= to_ns(self._config.still_s)
        return long_enough and abs(gyro_radps - self._odometer.bias_radps) < self._config.still_radps

    def _gyro_radps(self, t_ns: int) -> float | None:
        inertial = self._inertial
        if inertial is None or t_ns - inertial.t_ns > to_ns(self._config.gyro_age_s):
            return None
        return inertial.gyro_radps[2] / self._scale

    def _publish(self, t_ns: int, turn_radps: float) -> None:
        odometer = self._odometer
        speed_mps, _ = self._config.wheels.body_speed(*self._speeds.value())
        self._odometry.publish(Odometry(
            t_ns=t_ns, x_m=odometer.x_m, y_m=odometer.y_m, heading_rad=odometer.heading_rad, speed_mps=speed_mps,
            turn_radps=turn_radps, covariance=tuple(odometer.covariance.ravel().tolist()),
        ))

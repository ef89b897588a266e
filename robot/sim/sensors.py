"""The simulated car's senses: what the parts of a cheap kit would report, with their noise, from MuJoCo's state.

Each sensor has its own random numbers, so that switching one off leaves the others' noise as it was.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from robot.messages import Battery as BatteryReading
from robot.messages import Bumper, Inertial, Sonar, WheelAngles
from robot.sim.car import ACCELEROMETER, BODY, BUMPER, GYRO, PREFIX, SONAR, WHEELS, CarParameters
from robot.sim.codes import TOUCHED
from robot.sim.motors import Battery

if TYPE_CHECKING:
    import mujoco
    from numpy.typing import NDArray

COUNTS_PER_TURN = 384
"""Encoder counts per wheel turn: a Hall quadrature encoder on the motor's shaft, 8 counts a turn, before the 1:48 gears."""


class Encoders:
    """Wheel angles in whole counts: 0.94 degrees, or half a millimetre of way."""

    def __init__(self, model: mujoco.MjModel) -> None:
        self._left, self._right = (int(model.joint(PREFIX + name).qposadr[0]) for name in WHEELS)
        self._step = math.tau / COUNTS_PER_TURN

    def read(self, data: mujoco.MjData, t_ns: int) -> WheelAngles:
        return WheelAngles(t_ns=t_ns, left_rad=self._counted(data.qpos[self._left]),
                           right_rad=self._counted(data.qpos[self._right]))

    def _counted(self, angle_rad: float) -> float:
        return math.floor(angle_rad / self._step) * self._step


class InertialUnit:
    """A gyro and accelerometer of the MPU-6050's kind: an unknown constant bias, slow drift, white noise."""

    GYRO_NOISE_RADPS, GYRO_WALK_RADPS, ACCELERATION_NOISE_MPS2 = 0.003, 2e-5, 0.06
    """Noise of one sample and drift from sample to sample, at 50 Hz behind the chip's 20 Hz low-pass filter."""

    def __init__(self, model: mujoco.MjModel, car: CarParameters, rng: np.random.Generator) -> None:
        self._gyro, self._accelerometer = _sensor(model, GYRO, 3), _sensor(model, ACCELEROMETER, 3)
        self._scale, self._rng = car.gyro_scale, rng
        self._bias = np.array(car.gyro_bias_radps)
        self._offset = np.array(car.acceleration_bias_mps2)

    def read(self, data: mujoco.MjData, t_ns: int) -> Inertial:
        noise = self._rng.standard_normal((3, 3))
        self._bias += self.GYRO_WALK_RADPS * noise[0]
        turn = data.sensordata[self._gyro] * self._scale + self._bias + self.GYRO_NOISE_RADPS * noise[1]
        push = data.sensordata[self._accelerometer] + self._offset + self.ACCELERATION_NOISE_MPS2 * noise[2]
        return Inertial(t_ns=t_ns, gyro_radps=tuple(turn.tolist()), acceleration_mps2=tuple(push.tolist()))


class UltrasonicSensor:
    """An HC-SR04: the nearest echo in a cone of ±15°, from 2 cm to 4 m.

    A bundle of rays fills the cone. A surface returns an echo where it faces the sensor, and mirrors the sound away where it
    is grazed: surely an echo up to 35° from its normal, by chance up to 60°, none beyond.
    """

    NEAREST_M, FARTHEST_M, SURE, NEVER = 0.02, 4.0, math.cos(math.radians(35)), math.cos(math.radians(60))
    NOISE_M, NOISE_SHARE = 0.004, 0.005

    def __init__(self, model: mujoco.MjModel, rng: np.random.Generator) -> None:
        import mujoco

        self._rays = mujoco.mj_multiRay
        self._model, self._rng = model, rng
        self._site, self._body = model.site(PREFIX + SONAR).id, model.body(PREFIX + BODY).id
        self._directions = _cone()
        count = len(self._directions)
        self._hit, self._distance = np.empty(count, np.int32), np.empty(count)
        self._normal = np.empty((count, 3))
        self._groups = np.array([group == TOUCHED for group in range(6)], dtype=np.uint8)

    def read(self, data: mujoco.MjData, t_ns: int) -> Sonar:
        nearest = self._nearest(data)
        if nearest is None:
            return Sonar(t_ns=t_ns, range_m=self.FARTHEST_M, echo=False)
        noisy = nearest + self._rng.standard_normal() * (self.NOISE_M + self.NOISE_SHARE * nearest)
        return Sonar(t_ns=t_ns, range_m=min(max(noisy, self.NEAREST_M), self.FARTHEST_M), echo=True)

    def _nearest(self, data: mujoco.MjData) -> float | None:
        """Distance to the nearest surface that answers (m)."""
        rays = self._directions @ data.xmat[self._body].reshape(3, 3).T
        self._rays(self._model, data, data.site_xpos[self._site], rays.ravel(), self._groups, 1, self._body,
                   self._hit, self._distance, self._normal.reshape(-1), len(rays), self.FARTHEST_M)
        facing = np.abs(np.einsum("ij,ij->i", rays, self._normal))
        chance = (facing - self.NEVER) / (self.SURE - self.NEVER)
        answers = (self._hit >= 0) & (chance > self._rng.random(len(rays)))
        return float(self._distance[answers].min()) if answers.any() else None


class BumperContact:
    """The switch behind the bumper: pressed from half a newton on."""

    PRESS_N = 0.5

    def __init__(self, model: mujoco.MjModel) -> None:
        self._touch = _sensor(model, BUMPER, 1)

    def read(self, data: mujoco.MjData, t_ns: int) -> Bumper:
        return Bumper(t_ns=t_ns, pressed=bool(data.sensordata[self._touch][0] > self.PRESS_N))


class BatteryMeter:
    """An INA219 in the battery's lead: 4 mV and 10 mA of resolution and noise."""

    VOLT_STEP_V, AMPERE_STEP_A = 0.004, 0.01

    def __init__(self, battery: Battery, rng: np.random.Generator) -> None:
        self._battery, self._rng = battery, rng

    def read(self, t_ns: int) -> BatteryReading:
        noise = self._rng.standard_normal(2)
        return BatteryReading(
            t_ns=t_ns, charge_mah=self._battery.used_mah,
            voltage_v=_rounded(self._battery.voltage_v + self.VOLT_STEP_V * noise[0], self.VOLT_STEP_V),
            current_a=_rounded(self._battery.current_a + self.AMPERE_STEP_A * noise[1], self.AMPERE_STEP_A),
        )


def _cone() -> NDArray[np.float64]:
    """Unit vectors that fill the sonar's cone, (N, 3) in the car's frame: the axis and three rings."""
    rays = [(1.0, 0.0, 0.0)]
    for half_deg, count in ((5.0, 6), (10.0, 8), (15.0, 12)):
        for k in range(count):
            around, off = math.tau * k / count, math.radians(half_deg)
            rays.append((math.cos(off), math.sin(off) * math.cos(around), math.sin(off) * math.sin(around)))
    return np.array(rays)


def _sensor(model: mujoco.MjModel, name: str, size: int) -> slice:
    start = int(model.sensor(PREFIX + name).adr[0])
    return slice(start, start + size)


def _rounded(value: float, step: float) -> float:
    return round(value / step) * step

"""The simulated car's body: a two-wheeled robot kit with a caster, as an MJCF document.

Two plastic gear motors (1:48, 200 rpm at 6 V), 65 mm wheels 135 mm apart, a caster behind, a plate with a battery and a
board on it, a camera on a mast, an ultrasonic sensor and a bumper in front: 0.86 kg together. The body's frame lies on
the floor midway between the wheels, so that positions here are heights above the floor.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from robot.geometry import CameraGeometry

PREFIX = "car_"
"""A scene puts this before every name of the document: `body` is `car_body` there."""

BODY, WHEELS = "body", ("left", "right")
"""Names of the body with its free joint, and of the wheels' bodies, joints and motors."""

GYRO, ACCELEROMETER, BUMPER, SONAR, EYE = "gyro", "accelerometer", "bumper", "sonar", "eye"
"""Names of MuJoCo's sensors, of the sonar's site and of the camera."""

CAR_GROUP = 5
"""Geom group of the car's own body: never drawn, and no echo for the sonar."""

TRACK_M = 0.135
SONAR_M = (0.11, 0.0, 0.05)
NO_LOAD_RADPS = 200 * math.tau / 60
STALL_NM = 0.078
NOMINAL_V = 6.0
"""The motor's label: Adafruit 3777 and its many sisters, 0.8 kgf·cm and about 200 rpm at 6 V."""

_CONTACT = 'solref=".004 1" solimp=".95 .99 .001"'


class CarParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What differs from one built kit to the next. The defaults are the car as drawn; `sampled` builds another one."""

    left_motor: float = 1.0
    right_motor: float = 1.0
    """Strength of each motor, in torque and speed, against its label."""
    left_radius_m: float = 0.0325
    right_radius_m: float = 0.0325
    track_m: float = TRACK_M
    """From the middle of one wheel to that of the other."""
    friction: float = 0.9
    """Tyre on floor: 0.9 is a clean hard floor, 0.3 a dusty one."""
    drag_nm: float = 0.012
    """Dry friction of each gearbox: what makes the dead band."""
    charge: float = 0.95
    """The battery's state of charge at the start, 0…1."""
    gyro_bias_radps: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gyro_scale: float = 1.0
    acceleration_bias_mps2: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @staticmethod
    def sampled(seed: int, spread: float = 1.0) -> CarParameters:
        """A car as it may come out of the box: motors 5-10 % apart at `spread` 1, and everything else a little off."""
        rng = np.random.default_rng([seed, 0xCA5])
        mismatch = spread * rng.uniform(0.05, 0.10) * rng.choice([-1.0, 1.0])
        strength = 1.0 + spread * rng.uniform(-0.08, 0.08)
        radii = 0.0325 * (1.0 + spread * rng.normal(0.0, 0.004, 2))
        bias, off = spread * rng.normal(0.0, 0.02, 3), spread * rng.normal(0.0, 0.1, 3)
        return CarParameters(
            left_motor=float(strength * (1 + mismatch / 2)), right_motor=float(strength * (1 - mismatch / 2)),
            left_radius_m=float(radii[0]), right_radius_m=float(radii[1]),
            friction=float(0.9 * (1 + spread * rng.uniform(-0.25, 0.1))),
            drag_nm=float(0.012 * (1 + spread * rng.uniform(-0.25, 0.25))), charge=float(rng.uniform(0.6, 1.0)),
            gyro_bias_radps=(float(bias[0]), float(bias[1]), float(bias[2])),
            gyro_scale=float(1 + spread * rng.normal(0.0, 0.005)),
            acceleration_bias_mps2=(float(off[0]), float(off[1]), float(off[2])),
        )


def document(parameters: CarParameters | None = None, camera: CameraGeometry | None = None) -> str:
    """The MJCF document of one car, for `scene.compile`; its origin becomes the start pose."""
    car = parameters or CarParameters()
    return f"""<mujoco model="car">
  <worldbody>
    <body name="{BODY}" pos="0 0 0.0003">
      <freejoint name="{BODY}"/>
      {_chassis()}
      {_caster()}
      {_wheel(0, car.left_radius_m, car)}
      {_wheel(1, car.right_radius_m, car)}
      <site name="imu" pos="0 0 0.06"/>
      <site name="{SONAR}" pos="{SONAR_M[0]} {SONAR_M[1]} {SONAR_M[2]}"/>
      <site name="{BUMPER}" type="box" size=".010 .070 .030" pos=".110 0 .050"/>
      {_eye(camera or CameraGeometry())}
    </body>
  </worldbody>
  <actuator>{_motor(0, car.left_motor)}{_motor(1, car.right_motor)}</actuator>
  <sensor>
    <gyro name="{GYRO}" site="imu"/>
    <accelerometer name="{ACCELEROMETER}" site="imu"/>
    <touch name="{BUMPER}" site="{BUMPER}"/>
  </sensor>
</mujoco>"""


def _chassis() -> str:
    """Plate with its load, bumper and camera mast; all weight is in the inertial, a little behind the axle."""
    skin = f'mass="0" group="{CAR_GROUP}" friction=".4 .01 .001"'
    return f"""<inertial pos="-.02 0 .0525" mass=".786" diaginertia="2.2e-3 3.2e-3 4.2e-3"/>
      <geom name="chassis" type="box" size=".105 .055 .032" pos="-.005 0 .060" {skin}/>
      <geom name="bumper" type="box" size=".004 .060 .020" pos=".106 0 .050" {skin}/>
      <geom name="mast" type="box" size=".012 .020 .022" pos=".082 0 .112" {skin}/>"""


def _caster() -> str:
    """A ball that slides: a real caster's own drag is in its small friction, which counts whatever the floor says."""
    return (f'<geom name="caster" type="sphere" size=".011" pos="-.085 0 .011" mass=".010" group="{CAR_GROUP}" '
            f'friction=".08 .001 .0001" priority="2" condim="3" {_CONTACT}/>')


def _wheel(side: int, radius_m: float, car: CarParameters) -> str:
    """An ellipsoid touches the floor in one point, as a rounded tyre does; a cylinder would scrub and hardly turn."""
    y = car.track_m / 2 * (1 - 2 * side)
    name = WHEELS[side]
    return f"""<body name="{name}" pos="0 {y} {radius_m}">
        <joint name="{name}" type="hinge" axis="0 1 0" armature="2.5e-4" damping="1e-4" frictionloss="{car.drag_nm}"/>
        <geom name="{name}" type="ellipsoid" size="{radius_m} .013 {radius_m}" mass=".032" group="{CAR_GROUP}"
          friction="{car.friction} .004 .0002" condim="6" priority="1" {_CONTACT}/>
      </body>"""


def _eye(camera: CameraGeometry) -> str:
    sin, cos = math.sin(camera.pitch_rad), math.cos(camera.pitch_rad)
    return (f'<camera name="{EYE}" pos="{camera.forward_m} 0 {camera.height_m}" xyaxes="0 -1 0 {sin} 0 {cos}" '
            f'fovy="{math.degrees(camera.vfov_rad)}"/>')


def _motor(side: int, strength: float) -> str:
    """Weaker means slower and less torque at the same voltage; the voltage is what the bridge lets through."""
    return (f'<dcmotor name="{WHEELS[side]}" joint="{WHEELS[side]}" input="voltage" ctrllimited="true" ctrlrange="-9 9" '
            f'nominal="{NOMINAL_V} {STALL_NM * strength} {NO_LOAD_RADPS * strength}"/>')

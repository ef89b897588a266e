"""Cars that differ from the drawing by far more than two kits out of the same box: other wheels, other frames, wired anyhow.

What a calibration has to find out. `CarParameters.sampled` is the car of an ordinary drive; this one is built from
somebody else's parts.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from robot.geometry import CameraGeometry
from robot.sim.car import CarParameters

SHARE = 0.25
"""Every size is this share more or less than drawn."""


class Wiring(NamedTuple):
    """What is connected the wrong way round: True where a positive number means backwards, or the gyro hangs upside down."""

    left_motor: bool = False
    right_motor: bool = False
    left_encoder: bool = False
    right_encoder: bool = False
    gyro: bool = False


class RandomCar(NamedTuple):
    """The truth of one car: for the simulator and for evaluators."""

    parameters: CarParameters
    camera: CameraGeometry
    wiring: Wiring


def randomised(seed: int, camera: CameraGeometry | None = None) -> RandomCar:
    """Track, wheels, gearboxes and the camera's mounting ±25 %, motors 5-10 % apart, gyro and wiring anyhow."""
    rng = np.random.default_rng([seed, 0xA11])

    def wide() -> float:
        return 1.0 + float(rng.uniform(-SHARE, SHARE))

    drawn = CarParameters.sampled(seed)
    sizes = wide()
    parameters = msgspec.structs.replace(
        drawn, left_radius_m=drawn.left_radius_m * sizes, right_radius_m=drawn.right_radius_m * sizes,
        track_m=drawn.track_m * wide(), gyro_scale=1.0 + float(rng.uniform(-0.03, 0.03)),
    )
    seen = camera or CameraGeometry()
    seen = msgspec.structs.replace(seen, height_m=seen.height_m * wide(), pitch_rad=seen.pitch_rad * wide(),
                                   forward_m=seen.forward_m * wide(), hfov_rad=seen.hfov_rad * float(rng.uniform(0.9, 1.1)))
    return RandomCar(parameters, seen, Wiring(*(bool(flip) for flip in rng.random(5) < 0.3)))

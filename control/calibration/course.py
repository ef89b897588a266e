"""The whole course: gyro, motors, wheels, camera, each step adding its section to the calibration."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from control.calibration.approach import approach
from control.calibration.direction import Directions, directions
from control.calibration.ladder import Line, ladder
from control.calibration.procedure import Refused
from control.calibration.rest import RestResult, rest
from control.calibration.run import Bench, Place, Station, measure
from control.calibration.sheet import look
from control.calibration.spin import spin
from control.wheels import MotorLine, SpeedLoopConfig
from robot.calibration import (
    Calibration,
    GyroCalibration,
    MotorCalibration,
    MotorsCalibration,
    WheelsCalibration,
)
from robot.corrected import corrected
from robot.geometry import CameraGeometry

Say = Callable[[str], None]

replace = msgspec.structs.replace


class Settings(NamedTuple):
    """What the car is said to be: the speed loop's supply and drop, and the camera's picture."""

    loop: SpeedLoopConfig = SpeedLoopConfig()
    camera: CameraGeometry = CameraGeometry()


class Course:
    """Holds what is known so far; each step makes it more. `say` gets one line for each finding."""

    def __init__(self, settings: Settings, known: Calibration, say: Say) -> None:
        self.known = known
        self._settings, self._say = settings, say

    def gyro(self, station: Station) -> None:
        """Bias at rest."""
        found = measure(rest(), station)
        scale = self.known.gyro.scale if self.known.gyro else 1.0
        self.known = replace(self.known, gyro=_gyro(found, found.upside_down, scale))
        worst = max(abs(bias) for bias in found.bias_radps)
        self._say(f"gyro: bias up to {worst:.4f} rad/s, one sample is {max(found.deviation_radps):.4f} rad/s off")

    def motors(self, station: Station) -> None:
        """Dead band and strength of each motor, in the air."""
        found = measure(ladder(self._settings.loop), station)
        old = self.known.motors
        left = _motor(found.left, old.left.reversed if old else False)
        right = _motor(found.right, old.right.reversed if old else False)
        motors = MotorsCalibration(left=left, right=right, load_v=old.load_v if old else 0.0)
        self.known = replace(self.known, motors=motors)
        for name, line in (("left", found.left), ("right", found.right)):
            self._say(f"{name} motor: turns from {line.dead_v:.2f} V on (breaks away at {line.start_v:.2f} V), then "
                      f"{line.volts_per_radps:.3f} V for each rad/s")
        self._say(f"at equal voltages the left wheel turns {100 * motors.mismatch:+.1f} % faster than the right one")

    def wheels(self, station: Station) -> None:
        """Directions, wheel radius, load, track and the gyro's scale, on the floor before a wall."""
        motors, gyro = self.known.motors, self.known.gyro
        if motors is None or gyro is None:
            raise Refused("the wheels are measured with the gyro and the motors, which are not in the calibration file yet; "
                          "do those steps first")
        self._turn_round(measure(directions(), station), motors, gyro)
        station = _Corrected(station, self.known)
        gyro = self._again(measure(rest(3.0), station))
        found = measure(approach(self._loop(), gyro), station)
        self._set_wheels(found.radius_m, found.radius_std_m)
        assert self.known.motors is not None
        self.known = replace(self.known, motors=replace(self.known.motors, load_v=found.load_v))
        self._say(f"wheels: radius {1000 * found.radius_m:.2f} mm ± {1000 * found.radius_std_m:.2f}, over {found.way_m:.2f} m; "
                  f"on the floor each motor wants {found.load_v:.2f} V more")
        turned = measure(spin(self._loop(), gyro, found.radius_m), station)
        assert self.known.wheels is not None and self.known.gyro is not None
        self.known = replace(
            self.known, gyro=replace(self.known.gyro, scale=turned.scale),
            wheels=replace(self.known.wheels, track_m=turned.track_m, track_std_m=turned.track_std_m),
        )
        self._say(f"track {1000 * turned.track_m:.1f} mm, gyro's scale {turned.scale:.4f}, over {turned.turned_rad:.0f} rad")

    def camera(self, station: Station, edge_m: float) -> None:
        """Height, pitch and field of view, before the sheet."""
        found = measure(look(self._settings.camera, edge_m), station)
        self.known = replace(self.known, camera=found.camera)
        camera = found.camera
        self._say(f"camera: {1000 * camera.height_m:.1f} mm high, looks {math.degrees(camera.pitch_rad):.2f}° down, sees "
                  f"{math.degrees(camera.hfov_rad):.1f}° across, {1000 * camera.forward_m:.0f} mm ahead of the axle "
                  f"({found.views} pictures, {found.off_px:.2f} pixels off)")

    def _turn_round(self, found: Directions, motors: MotorsCalibration, gyro: GyroCalibration) -> None:
        """Take note of what is wired the wrong way round."""
        if found.gyro != gyro.reversed:
            raise Refused("the gyro turns the wrong way round although gravity says which side of it is up; its axes are set "
                          "wrong in the launch file, or it stands on its edge")
        old = self.known.wheels
        wheels = old or WheelsCalibration(radius_m=0.0325, track_m=0.135)
        self.known = replace(
            self.known,
            motors=replace(motors, left=replace(motors.left, reversed=found.left_motor),
                           right=replace(motors.right, reversed=found.right_motor)),
            wheels=replace(wheels, left_reversed=found.left_encoder, right_reversed=found.right_encoder),
        )
        turned = [name.replace("_", " ") for name, is_so in msgspec.structs.asdict(found).items() if is_so]
        told = f"{', '.join(turned)} the wrong way round, put right from here on" if turned else "all wired right"
        self._say(f"directions: {told}")

    def _again(self, found: RestResult) -> GyroCalibration:
        """The gyro with the bias of this minute."""
        assert self.known.gyro is not None
        gyro = _gyro(found, False, self.known.gyro.scale)
        self.known = replace(self.known, gyro=replace(gyro, reversed=self.known.gyro.reversed))
        return gyro

    def _set_wheels(self, radius_m: float, std_m: float) -> None:
        assert self.known.wheels is not None
        self.known = replace(self.known, wheels=replace(self.known.wheels, radius_m=radius_m, radius_std_m=std_m))

    def _loop(self) -> SpeedLoopConfig:
        """The speed loop with the motors as they are in the air."""
        motors = self.known.motors
        assert motors is not None
        lines = [MotorLine(dead_v=side.dead_v, volts_per_radps=side.volts_per_radps) for side in (motors.left, motors.right)]
        return replace(self._settings.loop, left=lines[0], right=lines[1])


class _Corrected:
    """A station whose car is put right by what is known."""

    def __init__(self, station: Station, known: Calibration) -> None:
        self.clock, self.interrupted = station.clock, station.interrupted
        self.car = corrected(station.car, known)


PLACES: tuple[tuple[Place, tuple[str, ...]], ...] = (
    ("blocks", ("gyro", "motors")), ("wall", ("wheels",)), ("sheet", ("camera",)),
)
STEPS = tuple(name for _, names in PLACES for name in names)


def run(bench: Bench, course: Course, steps: Sequence[str], keep: Callable[[Calibration], None]) -> Calibration:
    """The steps that are asked for, in their order; `keep` is told after each, so that a break loses no finished step."""
    for place, names in PLACES:
        wanted = [name for name in names if name in steps]
        if not wanted:
            continue
        with bench.put(place) as station:
            for name in wanted:
                if name == "camera":
                    course.camera(station, bench.sheet_m)
                else:
                    getattr(course, name)(station)
                keep(course.known)
    return course.known


def _gyro(found: RestResult, upside_down: bool, scale: float) -> GyroCalibration:
    """As the corrected sensor says it: one that hangs upside down has its y and z turned round."""
    x, y, z = found.bias_radps
    bias = (x, -y, -z) if upside_down else (x, y, z)
    return GyroCalibration(bias_radps=bias, deviation_radps=found.deviation_radps, scale=scale, reversed=upside_down)


def _motor(line: Line, turned: bool) -> MotorCalibration:
    return MotorCalibration(reversed=turned, dead_v=line.dead_v, start_v=line.start_v, volts_per_radps=line.volts_per_radps)


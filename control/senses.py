"""Everything the navigator knows right now, and simple questions about it."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

from control.coverage import Coverage, CoverageConfig
from control.passage import as_thing
from robot.clock import to_ns, to_s
from robot.messages import (
    Detection,
    Detections,
    Doorway,
    DoorwayMap,
    FreeSpace,
    Grid,
    MapObject,
    MotorState,
    ObjectMap,
    Odometry,
    Sonar,
)
from robot.poses import Pose, PoseHistory

Points = npt.NDArray[np.float64]


class SensesConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    camera_forward_m: float = 0.09
    sonar_forward_m: float = 0.10
    corridor_half_m: float = 0.16  # what is this far beside the line ahead will be touched, or nearly
    picture_age_s: float = 0.7  # older pictures say little about what is ahead now
    sonar_trust_m: float = 0.7  # the cone is too wide to speak of what is ahead from farther away
    stall_s: float = 1.2  # commanded but not moving for so long: stuck
    stopped_s: float = 0.35  # the safety node keeps the car from moving for so long: blocked
    least_speed_mps: float = 0.015
    least_turn_radps: float = 0.06
    solid_log_odds: float = 2.0  # things as sure as this ...
    solid_std_m: float = 0.15  # ... and known as exactly as this count as obstacles
    sharp_radps: float = 1.5  # pictures taken while the car turns faster are blurred
    coverage: CoverageConfig = CoverageConfig()
    mark_s: float = 90.0  # how long a place where the car got stuck is avoided


class Senses:
    """Newest messages and the car's own short memory. Written by the navigator's step functions, read by routines."""

    def __init__(self, config: SensesConfig) -> None:
        self.config = config
        self.now_ns = 0
        self.poses = PoseHistory()
        self.odometry: Odometry | None = None
        self.grid: Grid | None = None
        self.things: tuple[MapObject, ...] = ()
        self.doorways: tuple[Doorway, ...] = ()
        self.minds_doorways = False
        """Whether doorways are among the objects now: they are while one is looked for."""
        self.sonar: Sonar | None = None
        self.bumper_pressed = False
        self.motors: MotorState | None = None
        self.coverage = Coverage(config.coverage)
        self._free: tuple[int, Points] | None = None
        self._seen: tuple[int, Pose, tuple[Detection, ...]] | None = None
        self._moving_ns = 0
        self._unhindered_ns = 0
        self._marks: list[tuple[int, float, float]] = []

    # ---- what comes in -------------------------------------------------------------------------------------------

    def hear_odometry(self, odometry: Odometry) -> None:
        self.odometry = odometry
        self.poses.add(odometry)

    def hear_objects(self, objects: ObjectMap) -> None:
        self.things = objects.objects

    def hear_doorways(self, doorways: DoorwayMap) -> None:
        self.doorways = tuple(door for door in doorways.doorways if door.log_odds > 0.0)

    def hear_free_space(self, free: FreeSpace) -> None:
        """Keep the ends of the rays as points (N, 2) of the odometry frame."""
        view = self.poses.at(free.t_ns)
        if view is None:
            return
        angle = view.heading_rad + free.bearing_rad.astype(float)
        eye = view.to_world(self.config.camera_forward_m, 0.0)
        points = np.stack([eye[0] + free.range_m * np.cos(angle), eye[1] + free.range_m * np.sin(angle)], axis=1)
        self._free = free.t_ns, points
        if self.odometry is not None and abs(self.odometry.turn_radps) < self.config.sharp_radps:
            self.coverage.add(Pose(*eye, view.heading_rad), free)

    def hear_detections(self, detections: Detections) -> None:
        view = self.poses.at(detections.t_ns)
        if view is not None:
            self._seen = detections.t_ns, view, detections.items

    def note_drive(self, speed_mps: float, turn_radps: float) -> None:
        """Tell what was commanded just now, to notice when the car doesn't follow."""
        odometry, config = self.odometry, self.config
        if odometry is None:
            still = True
        elif speed_mps != 0.0:
            still = abs(odometry.speed_mps) < config.least_speed_mps
        else:
            still = abs(odometry.turn_radps) < config.least_turn_radps
        if not still or (speed_mps == 0.0 and turn_radps == 0.0):
            self._moving_ns = self.now_ns
        if self.motors is None or not self.motors.stopped or (speed_mps == 0.0 and turn_radps == 0.0):
            self._unhindered_ns = self.now_ns

    # ---- questions -----------------------------------------------------------------------------------------------

    @property
    def objects(self) -> tuple[MapObject, ...]:
        """What can be looked for now."""
        return self.things + tuple(map(as_thing, self.doorways)) if self.minds_doorways else self.things

    @property
    def pose(self) -> Pose:
        """Where the car is now; the origin until odometry has spoken."""
        odometry = self.odometry
        return Pose.of(odometry) if odometry else Pose(0.0, 0.0, 0.0)

    def hindered(self) -> str:
        """Why the car doesn't follow its commands, or "" while it does."""
        if self.bumper_pressed:
            return "I bumped into something"
        if to_s(self.now_ns - self._unhindered_ns) > self.config.stopped_s and self.motors is not None:
            return self.motors.reason or "the motors were stopped"
        if to_s(self.now_ns - self._moving_ns) > self.config.stall_s:
            return "I got stuck"
        return ""

    def start_afresh(self) -> None:
        """Forget how long the car has been hindered."""
        self._moving_ns = self._unhindered_ns = self.now_ns

    def mark(self, ahead_m: float = 0.17) -> None:
        """Remember that something is right ahead, whatever the map says."""
        x_m, y_m = self.pose.to_world(ahead_m, 0.0)
        self._marks.append((self.now_ns, x_m, y_m))

    def marks(self) -> list[tuple[float, float]]:
        """Places (x, y) to keep away from for a while."""
        oldest = self.now_ns - to_ns(self.config.mark_s)
        self._marks = [mark for mark in self._marks if mark[0] >= oldest]
        return [(x_m, y_m) for _, x_m, y_m in self._marks]

    def solid_things(self) -> list[tuple[float, float]]:
        """Where things stand for sure: thin legs that the free floor overlooks belong to things that the detector sees."""
        config = self.config
        return [(thing.x_m, thing.y_m) for thing in self.things
                if thing.log_odds >= config.solid_log_odds and thing.std_m <= config.solid_std_m]

    def ahead_m(self) -> float:
        """Free distance ahead of the car's centre along its own width; inf when nothing is known to be there."""
        nearest = self.sonar_m()
        nearest = nearest if nearest <= self.config.sonar_trust_m else math.inf
        points = self._free_points()
        if points is not None:
            inside = (points[:, 0] > 0.0) & (np.abs(points[:, 1]) < self.config.corridor_half_m)
            depths = np.sort(points[inside, 0])
            if depths.size:
                nearest = min(nearest, float(depths[min(1, depths.size - 1)]))  # one ray alone may be an outlier
        return nearest

    def sonar_m(self) -> float:
        """Distance from the car's centre to the sonar's echo; inf without one."""
        if self.sonar is None or not self.sonar.echo:
            return math.inf
        return self.sonar.range_m + self.config.sonar_forward_m

    def free_towards_m(self, bearing_rad: float, half_rad: float) -> float:
        """Free distance from the car's centre within `half_rad` of a bearing: a low percentile of the rays there, or inf."""
        points = self._free_points()
        if points is None:
            return math.inf
        angles = np.arctan2(points[:, 1], points[:, 0])
        inside = np.abs(angles - bearing_rad) <= half_rad
        ranges = np.hypot(points[inside, 0], points[inside, 1])
        return float(np.percentile(ranges, 30)) if ranges.size else math.inf

    def sight(self, kind: str, x_m: float, y_m: float, within_m: float) -> tuple[Detection, Pose, float] | None:
        """The newest detection of `kind` near the point, the pose it was made from and its age (s)."""
        if self._seen is None:
            return None
        t_ns, view, items = self._seen
        best: tuple[float, int] | None = None
        for index, item in enumerate(items):
            if item.kind == kind:
                angle = view.heading_rad + item.bearing_rad
                place = view.x_m + item.range_m * math.cos(angle), view.y_m + item.range_m * math.sin(angle)
                off_m = math.hypot(place[0] - x_m, place[1] - y_m)
                if off_m <= within_m + item.range_std_m and (best is None or off_m < best[0]):
                    best = off_m, index
        return None if best is None else (items[best[1]], view, to_s(self.now_ns - t_ns))

    def object(self, id: int) -> MapObject | None:
        return next((thing for thing in self.objects if thing.id == id), None)

    def _free_points(self) -> Points | None:
        """Ends of the newest rays in the car's present frame (N, 2), or None when they are too old."""
        if self._free is None or to_s(self.now_ns - self._free[0]) > self.config.picture_age_s:
            return None
        pose, points = self.pose, self._free[1]
        cos, sin = math.cos(pose.heading_rad), math.sin(pose.heading_rad)
        dx, dy = points[:, 0] - pose.x_m, points[:, 1] - pose.y_m
        return np.stack([cos * dx + sin * dy, cos * dy - sin * dx], axis=1)

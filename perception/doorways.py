"""The doorway memory: thresholds seen in pictures, put together in the odometry frame, each with the log-odds of being one.

A threshold strengthens the doorway it lies on, or starts a new one. A doorway that should be in the picture, near and with
nothing in the way, while the columns that look there see none, is weakened, and forgotten in the end. One that the grid
knows to have no posts is not believed in.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from perception.grid import OccupancyGrid
from perception.posts import PostsConfig, is_bare
from perception.sighting import Rays
from robot.geometry import wrap
from robot.messages import Doorway, Floats, Threshold, Thresholds
from robot.poses import Pose


class DoorwaysConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    prior: float = -2.0  # a doorway that was seen once may be a trick of the light
    most: float = 5.0
    forget_below: float = -2.5
    hit: float = 0.4  # evidence of a threshold, as a share of what the columns between its posts say
    hit_most: float = 1.2
    miss: float = 0.4  # evidence against, as a share of what the columns say that look there
    miss_most: float = 0.8
    same_view: float = 0.2  # weight of what is seen from where the last was seen: the picture is nearly the same
    new_view_m: float = 0.10
    new_view_rad: float = 0.15
    narrowest_m: float = 0.55
    widest_m: float = 1.5
    most_std_m: float = 0.5  # thresholds less exactly known than this say nothing
    least_std_m: float = 0.05  # one picture's errors are much like the next one's
    gate_sigmas: float = 2.5
    gate_least_m: float = 0.50  # nearer, no two doorways fit into one wall
    gate_most_m: float = 0.65  # the doors of a hall face each other from 1.2 m
    gate_rad: float = 0.9  # doorways about a corner lie across each other
    miss_near_m: float = 0.5  # nearer, a threshold may be below the picture
    miss_far_m: float = 2.5
    miss_edge_rad: float = 0.1  # posts at the picture's edge are easily overlooked
    miss_slant_rad: float = 0.5  # a threshold seen along its own length hides itself
    middle_share: float = 0.6  # of the threshold, whose columns have to see it
    without_posts: float = -1.0  # log-odds at most, of a doorway whose end stands on free floor
    posts: PostsConfig = PostsConfig()


class Sill:
    """A remembered doorway. `across` is a unit vector at twice the threshold's angle: a line has no front."""

    __slots__ = ("across_cos", "across_sin", "id", "last_seen_ns", "log_odds", "seen", "variance", "view", "width_m",
                 "x_m", "y_m")

    def __init__(self, id: int, at: Placed, prior: float) -> None:
        self.id = id
        self.x_m, self.y_m, self.width_m = at.x_m, at.y_m, at.width_m
        self.across_cos, self.across_sin = math.cos(2 * at.along_rad), math.sin(2 * at.along_rad)
        self.variance = at.std_m**2
        self.log_odds = prior
        self.seen = self.last_seen_ns = 0
        self.view: Pose | None = None

    @property
    def along_rad(self) -> float:
        """The direction from post to post, modulo pi."""
        return math.atan2(self.across_sin, self.across_cos) / 2

    def end(self, share: float) -> tuple[float, float]:
        """A point of the threshold, -0.5 and 0.5 being its posts."""
        reach = share * self.width_m
        return self.x_m + reach * math.cos(self.along_rad), self.y_m + reach * math.sin(self.along_rad)


class Placed(msgspec.Struct, frozen=True):
    """A threshold of one picture in the odometry frame."""

    x_m: float
    y_m: float
    along_rad: float
    width_m: float
    std_m: float
    log_odds: float


class DoorwayMemory:
    """All doorways seen so far. Deterministic: they are kept and visited in the order of their ids."""

    def __init__(self, config: DoorwaysConfig) -> None:
        self.config = config
        self.sills: list[Sill] = []
        self._next_id = 1

    def update(self, seen: Thresholds, view: Pose, eye: Pose, rays: Rays | None) -> None:
        """One picture's thresholds, taken from `view` (the car) through `eye` (its camera); `rays` is its free floor."""
        hit: set[int] = set()
        for item in seen.items:
            at = placed(item, view)
            if self._is_plausible(at):
                sill = self._match(at, hit) or self._start(at)
                self._hit(sill, at, seen.t_ns, view)
                hit.add(sill.id)
        for sill in self.sills:
            if sill.id not in hit:
                sill.log_odds += self._weight(sill, view) * self._missed(sill, seen, view, eye, rays)
        self._merge()
        self.sills = [sill for sill in self.sills if sill.log_odds > self.config.forget_below]

    def renew(self, seen: Thresholds, view: Pose) -> None:
        """What was seen is still seen: no new evidence, only a newer time."""
        renewed: set[int] = set()
        for item in seen.items:
            at = placed(item, view)
            sill = self._match(at, renewed) if self._is_plausible(at) else None
            if sill is not None:
                sill.last_seen_ns = seen.t_ns
                renewed.add(sill.id)

    def snapshot(self, grid: OccupancyGrid | None = None) -> tuple[Doorway, ...]:
        """All of them; those to which `grid` leaves no posts with the log-odds of a mistake."""
        return tuple(self._public(sill, grid) for sill in self.sills)

    def _public(self, sill: Sill, grid: OccupancyGrid | None) -> Doorway:
        log_odds, along = sill.log_odds, sill.along_rad
        ends = ((0.5, along), (-0.5, along + math.pi))
        if grid is not None and any(is_bare(grid, sill.end(share), outward, self.config.posts) for share, outward in ends):
            log_odds = min(log_odds, self.config.without_posts)
        return Doorway(id=sill.id, x_m=sill.x_m, y_m=sill.y_m, heading_rad=math.fmod(along + math.pi / 2, math.pi),
                       width_m=sill.width_m, log_odds=log_odds, seen=sill.seen, last_seen_ns=sill.last_seen_ns)

    def _is_plausible(self, at: Placed) -> bool:
        config = self.config
        return config.narrowest_m <= at.width_m <= config.widest_m and at.std_m <= config.most_std_m

    def _match(self, at: Placed, taken: set[int]) -> Sill | None:
        """The nearest doorway within the gate that this picture has not shown yet."""
        near = [(math.hypot(sill.x_m - at.x_m, sill.y_m - at.y_m), sill.id, sill) for sill in self.sills
                if sill.id not in taken and _slant(sill.along_rad, at.along_rad) < self.config.gate_rad]
        inside = [entry for entry in near if entry[0] <= self._gate(entry[2].variance + at.std_m**2)]
        return min(inside)[2] if inside else None

    def _gate(self, variance: float) -> float:
        config = self.config
        return min(config.gate_most_m, max(config.gate_least_m, config.gate_sigmas * math.sqrt(variance)))

    def _start(self, at: Placed) -> Sill:
        sill = Sill(self._next_id, at, self.config.prior)
        self._next_id += 1
        self.sills.append(sill)
        return sill

    def _hit(self, sill: Sill, at: Placed, t_ns: int, view: Pose) -> None:
        config, weight = self.config, self._weight(sill, view)
        sill.log_odds = min(config.most, sill.log_odds + weight * _within(config.hit_most, config.hit * at.log_odds))
        _average(sill, at, at.std_m**2 / weight, config.least_std_m**2)
        sill.seen += 1
        sill.last_seen_ns = t_ns
        if weight == 1.0:
            sill.view = view

    def _weight(self, sill: Sill, view: Pose) -> float:
        last = sill.view
        if last is None or last.distance_to(view.x_m, view.y_m) >= self.config.new_view_m:
            return 1.0
        turned = abs(wrap(last.heading_rad - view.heading_rad)) >= self.config.new_view_rad
        return 1.0 if turned else self.config.same_view

    def _missed(self, sill: Sill, seen: Thresholds, view: Pose, eye: Pose, rays: Rays | None) -> float:
        """What the columns that look at the middle of this doorway say against it, 0 where they could not see it."""
        config = self.config
        distance = eye.distance_to(sill.x_m, sill.y_m)
        half_angle = float(seen.bearing_rad[0]) - config.miss_edge_rad
        bearings = [eye.bearing_to(*sill.end(share * config.middle_share)) for share in (-0.5, 0.5)]
        if not config.miss_near_m <= distance <= config.miss_far_m or max(map(abs, bearings)) > half_angle:
            return 0.0
        towards = eye.heading_rad + eye.bearing_to(sill.x_m, sill.y_m)
        if _slant(towards, sill.along_rad) < config.miss_slant_rad or _hidden(sill, view, rays):
            return 0.0
        said = _said(seen.bearing_rad, seen.log_odds, min(bearings), max(bearings))
        return max(-config.miss_most, config.miss * min(0.0, said))

    def _merge(self) -> None:
        """Join doorways that have come to lie on each other: the younger goes into the older."""
        kept: list[Sill] = []
        for sill in self.sills:
            double = next((old for old in kept if self._is_double(old, sill)), None)
            if double is None:
                kept.append(sill)
            else:
                _absorb(double, sill, self.config)
        self.sills = kept

    def _is_double(self, old: Sill, young: Sill) -> bool:
        near = math.hypot(old.x_m - young.x_m, old.y_m - young.y_m) < self.config.gate_least_m
        return near and _slant(old.along_rad, young.along_rad) < self.config.gate_rad


def _within(most: float, value: float) -> float:
    return max(-most, min(most, value))


def placed(item: Threshold, view: Pose) -> Placed:
    """The threshold in the odometry frame, seen by a car at `view`."""
    (lx, ly), (rx, ry) = view.to_world(*item.left), view.to_world(*item.right)
    return Placed((lx + rx) / 2, (ly + ry) / 2, math.atan2(ly - ry, lx - rx), math.hypot(lx - rx, ly - ry), item.std_m,
                  item.log_odds)


def _average(sill: Sill, at: Placed, variance: float, least: float) -> None:
    gain = sill.variance / (sill.variance + variance)
    sill.x_m += gain * (at.x_m - sill.x_m)
    sill.y_m += gain * (at.y_m - sill.y_m)
    sill.width_m += gain * (at.width_m - sill.width_m)
    sill.across_cos += gain * (math.cos(2 * at.along_rad) - sill.across_cos)
    sill.across_sin += gain * (math.sin(2 * at.along_rad) - sill.across_sin)
    sill.variance = max(least, (1.0 - gain) * sill.variance)


def _absorb(old: Sill, young: Sill, config: DoorwaysConfig) -> None:
    _average(old, Placed(young.x_m, young.y_m, young.along_rad, young.width_m, 0.0, 0.0), young.variance, config.least_std_m**2)
    old.log_odds = min(config.most, max(old.log_odds, young.log_odds))
    old.seen += young.seen
    old.last_seen_ns = max(old.last_seen_ns, young.last_seen_ns)


def _slant(a_rad: float, b_rad: float) -> float:
    """The angle between two lines, 0 to pi/2."""
    return abs(wrap(2 * (a_rad - b_rad))) / 2


def _hidden(sill: Sill, view: Pose, rays: Rays | None) -> bool:
    """Whether something stands well before the threshold's middle; without the free floor nobody knows."""
    if rays is None:
        return True
    return rays.at(view.bearing_to(sill.x_m, sill.y_m))[0] < 0.8 * view.distance_to(sill.x_m, sill.y_m) - 0.1


def _said(bearing_rad: Floats, log_odds: Floats, right_rad: float, left_rad: float) -> float:
    """Mean log-odds of the columns between two bearings; 0 where there is none."""
    between = (bearing_rad >= right_rad) & (bearing_rad <= left_rad)
    return float(np.mean(log_odds[between])) if between.any() else 0.0

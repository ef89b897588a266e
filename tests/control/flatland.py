"""A flat world for testing the map, the navigator and the mission in seconds: rays, noise and a unicycle, no pictures.

It takes the rooms and things of a simulated home and gives the car's nodes what the real senses would: free distances with
errors and outliers, detections that are missed, confused and late, an ultrasonic cone, a bumper, drifting odometry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from robot import topics
from robot.bus import Policy, Publisher, Topic, latest
from robot.geometry import wrap
from robot.messages import (
    Bumper,
    Detection,
    Detections,
    FreeSpace,
    MotorState,
    Odometry,
    Sonar,
    Velocity,
)
from robot.node import LIGHT, Cost, Node
from robot.sim.footprint import Footprint
from robot.sim.shapes import footprint_of, shape_of
from robot.sim.world import World

Array = npt.NDArray[np.float64]

CAR_M = 0.13
TICK_NS = 20_000_000
LATENCY_TICKS = 8  # perception is some 150 ms late
HFOV_RAD = 1.15
BEARINGS = np.arctan(np.linspace(1, -1, 64) * math.tan(HFOV_RAD / 2)).astype(np.float32)
CAR_HEIGHT_M = 0.14
SEE_THROUGH = ("table", "desk", "chair", "stool", "lamp")


class Thing(NamedTuple):
    kind: str
    colour: str
    place: Footprint
    height_m: float


class FakeWiring:
    """Delivers every message at once to every subscriber; the flat world calls the ticks."""

    def __init__(self) -> None:
        self.now_ns = 0
        self.steps: dict[str, list[Callable[[Any], Cost | None]]] = {}
        self.ticks: list[tuple[int, Callable[[int], None]]] = []
        self.log: dict[str, list[Any]] = {}

    def publisher(self, topic: Topic[Any]) -> Publisher[Any]:
        return _Voice(self, topic)  # type: ignore[return-value]

    def subscribe(
        self, topic: Topic[Any], step: Callable[[Any], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        self.steps.setdefault(topic.name, []).append(step)

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        self.ticks.append((max(1, round(period_s * 1e9 / TICK_NS)), step))

    def alive(self, topic: Topic[Any]) -> bool:
        return True

    def say(self, topic: Topic[Any], message: Any) -> None:
        assert type(message) is topic.type
        self.log.setdefault(topic.name, []).append(message)
        for step in self.steps.get(topic.name, []):
            step(message)

    def last(self, topic: Topic[Any]) -> Any:
        messages = self.log.get(topic.name)
        return messages[-1] if messages else None


class _Voice:
    def __init__(self, wiring: FakeWiring, topic: Topic[Any]) -> None:
        self._wiring, self._topic = wiring, topic

    def publish(self, message: Any) -> None:
        self._wiring.say(self._topic, message)


class Flatland:
    """One car with its nodes in one home; `run` until the mission ends."""

    def __init__(
        self, rectangles: list[Footprint], things: list[Thing], start: tuple[float, float, float], seed: int, noise: float,
        opaque: list[Footprint],
    ) -> None:
        """`rectangles` is all that can be hit at the car's height, `things` what can be recognised, `opaque` what hides it."""
        self.rng = np.random.default_rng([seed, 77])
        self.noise = noise
        self.things = things
        self.solids = _table(rectangles)
        self.occluders = _table(opaque)
        self.lookalikes = self._lookalikes()
        self.x_m, self.y_m, self.heading_rad = start
        self._odometry = (0.0, 0.0, 0.0)
        self._scale, self._drift = 1.0 + 0.005 * noise * float(self.rng.normal()), 0.0004 * noise * float(self.rng.normal())
        self.speed_mps = self.turn_radps = 0.0
        self.contacts = 0
        self.path_m = 0.0
        self.trail: list[tuple[float, float]] = []
        self._touching = False
        self._late: list[tuple[int, FreeSpace, Detections]] = []
        self._tick = 0
        self._echo_m = 9.0
        self._corners = np.array([thing.place.corners() for thing in things])
        self.wiring = FakeWiring()

    @staticmethod
    def of_world(world: World, seed: int, noise: float = 1.0) -> Flatland:
        """The flat side of a simulated home."""
        things = [Thing(t.kind, t.colour, footprint_of(t), shape_of(t).size_m[2]) for t in world.things]
        walls = [place for wall in world.walls for place in wall.footprints()]
        solids = [_solid(item, solid) for item in world.things for solid in shape_of(item).solids
                  if solid.centre_m[2] - solid.half_m[2] < CAR_HEIGHT_M]
        opaque = [thing.place for thing in things if thing.height_m > 0.3 and thing.kind not in SEE_THROUGH]
        start = (world.start.x_m, world.start.y_m, world.start.yaw_rad)
        return Flatland(walls + solids, things, start, seed, noise, walls + opaque)

    def add(self, node: Node) -> None:
        node.wire(self.wiring)

    def run(self, seconds: float, done: Callable[[], bool] = lambda: False) -> bool:
        """Advance until `done()` or the time is over; tells which."""
        end = self._tick + round(seconds * 1e9 / TICK_NS)
        while self._tick < end and not done():
            self._step()
        return done()

    def distance_m(self, kind: str, colour: str = "") -> float:
        """True distance from the car's middle to the nearest such thing's edge."""
        return min((float(thing.place.distance_m(self.x_m, self.y_m)) for thing in self.things
                    if thing.kind == kind and colour in ("", thing.colour)), default=math.inf)

    # ---- one tick ------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        self._tick += 1
        now_ns = self.wiring.now_ns = self._tick * TICK_NS
        self._move(now_ns)
        self._feel(now_ns)
        if self._tick % 5 == 0:
            self._look(now_ns)
        while self._late and self._late[0][0] <= self._tick:
            _, free, seen = self._late.pop(0)
            self.wiring.say(topics.FREE_SPACE, free)
            self.wiring.say(topics.DETECTIONS, seen)
        for period, step in self.wiring.ticks:
            if self._tick % period == 0:
                step(now_ns)

    def _move(self, now_ns: int) -> None:
        """Safety's part in short, the motors' lag, the unicycle, and contacts."""
        wish: Velocity | None = self.wiring.last(topics.NAVIGATION)
        fresh = wish is not None and now_ns - wish.t_ns <= 250_000_000
        speed, turn = (wish.speed_mps, wish.turn_radps) if wish is not None and fresh else (0.0, 0.0)
        sonar = self._echo_m
        reason = ""
        if speed > 0 and (self._touching or sonar < 0.12):
            reason = "the bumper is pressed" if self._touching else "the sonar sees something ahead"
            speed = 0.0
        stopped = not fresh or bool(reason and turn == 0.0)
        self.wiring.say(topics.MOTORS, MotorState(t_ns=now_ns, left_v=0, right_v=0, stopped=stopped, reason=reason))
        dt = TICK_NS / 1e9
        self.speed_mps += (min(speed, 0.35) - self.speed_mps) * dt / 0.12
        self.turn_radps += (turn - self.turn_radps) * dt / 0.10
        self._advance(dt)

    def _advance(self, dt: float) -> None:
        self.heading_rad = wrap(self.heading_rad + self.turn_radps * dt)
        step = self.speed_mps * dt
        x, y = self.x_m + step * math.cos(self.heading_rad), self.y_m + step * math.sin(self.heading_rad)
        inside, bearing = self._contact(x, y)
        old, _ = self._contact(self.x_m, self.y_m)
        if inside and not (old and step * math.cos(bearing) < 0):
            self.contacts += not self._touching
            self._touching = abs(bearing) < 1.1
            self.speed_mps = step = 0.0
        else:
            self._touching = False
            self.x_m, self.y_m = x, y
        self.path_m += abs(step)
        self.trail.append((self.x_m, self.y_m))
        ox, oy, oh = self._odometry
        oh = wrap(oh + (self.turn_radps * self._scale + self._drift) * dt)
        self._odometry = ox + step * self._scale * math.cos(oh), oy + step * self._scale * math.sin(oh), oh

    def _contact(self, x_m: float, y_m: float) -> tuple[bool, float]:
        """Whether the car's circle would touch something there, and on which side of its nose."""
        near = _nearest(self._near(self.solids, 1.0), x_m, y_m)
        if near.size == 0:
            return False, 0.0
        distances = np.hypot(near[:, 0] - x_m, near[:, 1] - y_m)
        index = int(np.argmin(distances))
        angle = math.atan2(near[index, 1] - y_m, near[index, 0] - x_m)
        return bool(distances[index] < CAR_M), wrap(angle - self.heading_rad)

    def _feel(self, now_ns: int) -> None:
        x, y, heading = self._odometry
        say = self.wiring.say
        say(topics.ODOMETRY, Odometry(
            t_ns=now_ns, x_m=x, y_m=y, heading_rad=heading, speed_mps=self.speed_mps, turn_radps=self.turn_radps,
            covariance=(1e-4, 0, 0, 0, 1e-4, 0, 0, 0, 1e-4)))
        say(topics.BUMPER, Bumper(t_ns=now_ns, pressed=self._touching))
        if self._tick % 3 == 0:
            self._echo_m = self._sonar()
            sonar = self._echo_m + self.noise * 0.01 * float(self.rng.normal())
            say(topics.SONAR, Sonar(t_ns=now_ns, range_m=min(4.0, max(0.02, sonar)), echo=sonar < 4.0))

    def _sonar(self) -> float:
        eye = self._ahead(0.11)
        hits = _cast(self._near(self.solids, 4.2), *eye, self.heading_rad + np.linspace(-0.2, 0.2, 5))
        return float(np.min(hits, initial=9.0))

    def _ahead(self, forward_m: float) -> tuple[float, float]:
        return self.x_m + forward_m * math.cos(self.heading_rad), self.y_m + forward_m * math.sin(self.heading_rad)

    # ---- the camera ----------------------------------------------------------------------------------------------

    def _look(self, now_ns: int) -> None:
        eye = self._ahead(0.09)
        true = np.minimum(_cast(self._near(self.solids, 6.0), *eye, self.heading_rad + BEARINGS.astype(float)), 6.0)
        smooth = np.interp(np.arange(64), np.arange(0, 64, 7), self.rng.normal(size=10))
        seen = true * np.exp(self.noise * (0.10 * smooth + 0.05 * self.rng.normal(size=64)))
        outlier = self.rng.random(64) < 0.02 * self.noise
        seen = np.where(outlier, seen * self.rng.uniform(0.4, 2.0, 64), seen)
        free = FreeSpace(t_ns=now_ns, bearing_rad=BEARINGS, range_m=np.clip(seen, 0.05, 4.0).astype(np.float32),
                         log_std=np.full(64, 0.13, np.float32))
        items = self._detect_all()
        detections = Detections(t_ns=now_ns, items=items, embeddings=np.zeros((len(items), 1), np.float32))
        self._late.append((self._tick + LATENCY_TICKS, free, detections))

    def _detect_all(self) -> tuple[Detection, ...]:
        """What the detector finds among the things in view."""
        x, y = self._corners[:, :, 0] - self.x_m, self._corners[:, :, 1] - self.y_m
        angles = np.arctan2(y, x) - self.heading_rad
        angles = np.remainder(angles + math.pi, math.tau) - math.pi
        left = np.minimum(angles.max(axis=1), HFOV_RAD / 2)
        right = np.maximum(angles.min(axis=1), -HFOV_RAD / 2)
        near = (np.hypot(x, y).min(axis=1) < 4.5) & (left - right > 0.01) & (np.ptp(angles, axis=1) < math.pi)
        found = (self._detect(int(i), float(left[i]), float(right[i])) for i in np.flatnonzero(near))
        return tuple(item for item in found if item is not None)

    def _detect(self, index: int, left: float, right: float) -> Detection | None:
        thing = self.things[index]
        seen = self._visible(thing, left, right)
        if seen is None:
            return None
        left, right, range_m = seen
        size_px = 247 * min(2 * math.tan((left - right) / 2), thing.height_m / range_m)
        rng = self.rng
        if rng.random() > min(0.9, (size_px - 5) / 25):
            return None
        kind, score = thing.kind, float(rng.uniform(0.5, 0.95))
        if index in self.lookalikes and rng.random() < 0.25:
            kind, score = self.lookalikes[index], float(rng.uniform(0.3, 0.5))
        elif rng.random() < 0.03 * self.noise:
            kind, score = str(rng.choice([other.kind for other in self.things])), float(rng.uniform(0.3, 0.5))
        bearing = (left + right) / 2 + 0.01 * self.noise * float(rng.normal())
        std = 0.02 + 0.06 * range_m**2
        measured = max(0.1, range_m + self.noise * 0.7 * std * float(rng.normal()))
        box = (160 - 247 * math.tan(left), 60.0, 160 - 247 * math.tan(right), 200.0)
        return Detection(kind=kind, score=score, box=box, bearing_rad=bearing, range_m=measured, range_std_m=std,
                         foot_seen=range_m > 0.3, colour=thing.colour if rng.random() < 0.8 else "")

    def _visible(self, thing: Thing, left: float, right: float) -> tuple[float, float, float] | None:
        """(left, right) bearings and nearest range of the part that can be seen, from the car's centre; None if hidden."""
        bearings = np.linspace(left - 0.003, right + 0.003, 9)
        hits = _cast(_table([thing.place]), self.x_m, self.y_m, self.heading_rad + bearings)
        near = self._near(self.occluders, float(np.min(hits, initial=4.5, where=np.isfinite(hits))) + 1.5)
        clear = hits < _cast(near, self.x_m, self.y_m, self.heading_rad + bearings) + 0.02
        clear &= np.isfinite(hits)
        if np.mean(clear) < 0.4:
            return None
        return float(bearings[clear].max()), float(bearings[clear].min()), float(hits[clear].min())

    def _near(self, table: Array, reach_m: float) -> Array:
        """The rectangles that may lie within `reach_m` of the car."""
        gap = np.hypot(table[:, 0] - self.x_m, table[:, 1] - self.y_m) - np.hypot(table[:, 4], table[:, 5])
        return table[gap < reach_m]

    def _lookalikes(self) -> dict[int, str]:
        """Some things are now and then taken for another kind, always the same."""
        kinds = [thing.kind for thing in self.things]
        count = int(0.15 * self.noise * len(kinds))
        chosen = self.rng.permutation(len(kinds))[:count]
        return {int(index): str(self.rng.choice(kinds)) for index in sorted(chosen)}


def _solid(item: Any, solid: Any) -> Footprint:
    cos, sin = math.cos(item.yaw_rad), math.sin(item.yaw_rad)
    x, y = solid.centre_m[0], solid.centre_m[1]
    return Footprint(item.x_m + cos * x - sin * y, item.y_m + sin * x + cos * y, item.yaw_rad,
                     2 * solid.half_m[0], 2 * solid.half_m[1])


def _table(rectangles: list[Footprint]) -> Array:
    """(N, 6): x, y, cos, sin, half length, half width."""
    return np.array([(r.x_m, r.y_m, math.cos(r.yaw_rad), math.sin(r.yaw_rad), r.length_m / 2, r.width_m / 2)
                     for r in rectangles])


def _nearest(table: Array, x_m: float, y_m: float) -> Array:
    """The nearest point (N, 2) of each rectangle."""
    x, y, cos, sin, length, width = table.T
    u = np.clip(cos * (x_m - x) + sin * (y_m - y), -length, length)
    v = np.clip(cos * (y_m - y) - sin * (x_m - x), -width, width)
    return np.stack([x + cos * u - sin * v, y + sin * u + cos * v], axis=1)


def _cast(table: Array, x_m: float, y_m: float, angles: Array) -> Array:
    """Distance (R,) along each ray to the first rectangle; inf where there is none."""
    x, y, cos, sin, length, width = (column[None, :] for column in table.T)
    ox, oy = cos * (x_m - x) + sin * (y_m - y), cos * (y_m - y) - sin * (x_m - x)
    ax, ay = np.cos(angles)[:, None], np.sin(angles)[:, None]
    dx, dy = cos * ax + sin * ay, cos * ay - sin * ax
    dx, dy = np.where(np.abs(dx) < 1e-9, 1e-9, dx), np.where(np.abs(dy) < 1e-9, 1e-9, dy)
    x1, x2, y1, y2 = (-length - ox) / dx, (length - ox) / dx, (-width - oy) / dy, (width - oy) / dy
    enter = np.maximum(np.minimum(x1, x2), np.minimum(y1, y2))
    leave = np.minimum(np.maximum(x1, x2), np.maximum(y1, y2))
    hit = np.where((enter <= leave) & (leave > 0), np.maximum(enter, 0.0), np.inf)
    return np.asarray(hit.min(axis=1))

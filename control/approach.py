"""The last metres: drive to a place before the thing, face it, close in by what the senses say, and stop beside it."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from control.follow import Driver
from control.moves import Moves
from control.plan import Cell, Reach, Terrain
from control.routine import STAND, Drive, Routine, pause, until
from control.search import doubt_m, visible_cell
from control.senses import Senses
from control.target import TargetChooser
from robot.clock import to_ns
from robot.geometry import wrap
from robot.messages import MapObject

NOSE_M = 0.13  # of the car, ahead of its centre
LOST = "a closer look showed that it was something else"
"""What `Approach.run` returns when the thing proved wrong."""
TIRED = "I drove round it for too long"


class ApproachConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    stand_off_m: float = 0.36  # from the car's centre to the thing's near edge: its nose is then 0.23 m away
    enough_m: float = 0.46  # where something keeps the car from coming nearer, this is still beside it
    ring_least_m: float = 0.42  # where the planned drive ends and closing in begins
    ring_most_m: float = 0.75
    wide_ring_m: float = 1.2
    see_m: float = 0.6  # a detection so near to the remembered place is of the same thing
    foot_age_s: float = 0.6
    face_rad: float = 0.12
    pivot_rad: float = 0.35
    speed_mps: float = 0.18
    slow_mps: float = 0.06
    gain: float = 0.8
    obstruct_m: float = 0.22  # something so much nearer than the thing stands between
    close_in_s: float = 15.0
    drives: int = 3
    patience_s: float = 30.0  # a thing that was put in a wrong place leads the car round and round ...
    patience_s_per_m: float = 8.0  # ... for ever: so long, and this for every metre that it is away, has to do

    def stopping(self, off_m: float) -> ApproachConfig:
        """The same with `off_m` between the car's nose and the thing."""
        more_m = max(0.0, off_m + NOSE_M - self.stand_off_m)
        return msgspec.structs.replace(
            self, stand_off_m=self.stand_off_m + more_m, enough_m=self.enough_m + more_m,
            ring_least_m=self.ring_least_m + more_m, ring_most_m=self.ring_most_m + more_m,
            wide_ring_m=self.wide_ring_m + more_m,
        )


class Approach:
    """One approach to one thing of the map."""

    def __init__(
        self, senses: Senses, moves: Moves, driver: Driver, target: TargetChooser, config: ApproachConfig,
        tell: Callable[[str], None],
    ) -> None:
        self.senses = senses
        self.moves = moves
        self.driver = driver
        self.target = target
        self.config = config
        self.thing: MapObject | None = None
        self._tell = tell
        self._until_ns = 0

    def run(self, thing: MapObject) -> Routine[str]:
        """Returns "" when the car stands beside the thing, else why it doesn't."""
        self.thing = thing
        patience_s = self.config.patience_s + self.config.patience_s_per_m * self._map_distance()
        self._until_ns = self.senses.now_ns + to_ns(patience_s)
        trouble = "I couldn't get to it"
        for _ in range(self.config.drives):
            self._tell("approaching")
            blocked = yield from until(self.driver.drive_to(self._place_before), lambda: self._lost() or self._tired())
            if blocked == "lost":
                return LOST
            if blocked == TIRED:
                return blocked
            if blocked and self._map_distance() > self.config.wide_ring_m:
                return blocked
            self._tell("closing in")
            trouble = yield from until(self._close_in(), self._lost)
            if not trouble or trouble == "lost":
                break
            self.senses.mark(min(self.senses.ahead_m(), self.config.stand_off_m))
            yield from self.moves.back_off()
        return LOST if trouble == "lost" else trouble

    def face(self, thing: MapObject) -> Routine[None]:
        """Turn towards the thing and stand."""
        self.thing = thing
        self._tell("facing it")
        yield from self.moves.turn_to(wrap(self.senses.pose.heading_rad + self._place()[0]))

    def gap_m(self) -> float:
        """Distance from the car's centre to the thing's near edge, by the best that the senses offer."""
        bearing, foot = self._place()
        if foot is not None:
            return foot
        senses = self.senses
        sonar = senses.sonar_m() if abs(bearing) < 0.2 else math.inf
        return sorted((senses.free_towards_m(bearing, 0.12), sonar, self._map_distance()))[1]

    def _lost(self) -> str | None:
        """Keep track of the thing in the newest map; "lost" when it is gone from there, or isn't meant any more."""
        if self.thing is None:
            return "lost"
        objects = self.senses.objects
        newest = self.target.same(self.thing, objects)
        if newest is None or self.target.is_lost(newest) or self.target.is_misplaced(newest, objects, self.senses.pose):
            return "lost"
        self.thing = newest
        return None

    def _tired(self) -> str | None:
        return TIRED if self.senses.now_ns >= self._until_ns else None

    def _place_before(self, terrain: Terrain, reach: Reach) -> Cell | None:
        """Where closing in can begin: near, reachable, with a clear line to the thing."""
        config, thing = self.config, self.thing
        assert thing is not None
        doubt = doubt_m(self.senses.pose, thing)
        for most in (config.ring_most_m, config.wide_ring_m):
            cell = visible_cell(terrain, reach, thing.x_m, thing.y_m, config.ring_least_m, most, doubt)
            if cell is not None:
                return cell
        return None

    def _close_in(self) -> Routine[str]:
        """Face the thing and go on until it is `stand_off_m` away; returns "" when it is, else why not."""
        senses, config = self.senses, self.config
        end_ns = senses.now_ns + to_ns(config.close_in_s)
        senses.start_afresh()
        yield from self.moves.turn_to(wrap(senses.pose.heading_rad + self._place()[0]))
        yield from pause(senses, 0.4)  # let a sharp picture of it arrive
        while senses.now_ns < end_ns:
            bearing, _ = self._place()
            gap = self.gap_m()
            if gap <= config.stand_off_m and abs(bearing) <= config.pivot_rad:
                return ""
            reason = senses.hindered() or self._obstruction(gap)
            if reason:
                return "" if gap <= config.enough_m else reason
            yield self._creep(bearing, gap)
        return "I couldn't get close to it"

    def _creep(self, bearing_rad: float, gap_m: float) -> Drive:
        config = self.config
        if abs(bearing_rad) > config.pivot_rad:
            return Drive(0.0, math.copysign(0.6, bearing_rad))
        if gap_m <= config.stand_off_m:
            return STAND
        speed = min(config.speed_mps, max(config.slow_mps, config.gain * (gap_m - config.stand_off_m)))
        return Drive(speed, 1.5 * bearing_rad)

    def _obstruction(self, gap_m: float) -> str:
        ahead = self.senses.ahead_m()
        if ahead < gap_m - self.config.obstruct_m and ahead < self.config.stand_off_m:
            return "something stands before it"
        return ""

    def _place(self) -> tuple[float, float | None]:
        """Bearing of the thing (rad) and, where its foot is in a fresh picture, its distance (m), from the car's centre."""
        thing, pose = self.thing, self.senses.pose
        assert thing is not None
        sight = self.senses.sight(thing.kind, thing.x_m, thing.y_m, self.config.see_m)
        if sight is None or sight[2] > self.config.foot_age_s:
            return pose.bearing_to(thing.x_m, thing.y_m), None
        detection, view, _ = sight
        angle = view.heading_rad + detection.bearing_rad
        x_m = view.x_m + detection.range_m * math.cos(angle)
        y_m = view.y_m + detection.range_m * math.sin(angle)
        return pose.bearing_to(x_m, y_m), pose.distance_to(x_m, y_m) if detection.foot_seen else None

    def _map_distance(self) -> float:
        assert self.thing is not None
        return self.senses.pose.distance_to(self.thing.x_m, self.thing.y_m)

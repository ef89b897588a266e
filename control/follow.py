"""Following a planned path: pure pursuit, slower in turns and before obstacles; replanning while the map grows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import msgspec

from control.moves import Moves
from control.plan import Cell, PlanConfig, Reach, Terrain
from control.routine import STAND, Drive, Routine, pause
from control.senses import Senses
from robot.clock import to_ns

Points = Sequence[tuple[float, float]]


class FollowConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lookahead_m: float = 0.30  # about the car's length: shorter swings, longer cuts corners
    narrow_lookahead_m: float = 0.18  # beside obstacles no corner may be cut
    narrow_m: float = 0.30  # clearance below which the car takes care
    narrow_mps: float = 0.14
    pivot_rad: float = 0.9  # farther off, turn on the spot first
    pivot_gain: float = 2.5
    turn_radps: float = 1.2
    speed_mps: float = 0.33
    slow_mps: float = 0.06
    brake_gain: float = 0.9  # speed per metre of free floor beyond `stop_m`
    stop_m: float = 0.25  # from the car's centre: its nose is then 0.12 m before the obstacle
    replan_s: float = 0.5
    arrive_m: float = 0.12
    blocked_s: float = 0.8  # standing before an obstacle on the path for so long calls for another path
    tries: int = 4


def steer(senses: Senses, path: Points, config: FollowConfig, narrow: bool = False) -> Drive:
    """The motion that leads along `path`; stands where something is right ahead and the path goes through it.

    `narrow` says that obstacles are near on some side: then slowly and exactly.
    """
    pose = senses.pose
    target = _lookahead(pose.x_m, pose.y_m, path, config.narrow_lookahead_m if narrow else config.lookahead_m)
    off = pose.bearing_to(*target)
    if abs(off) > config.pivot_rad:
        return _pivot(off, config)
    room = senses.ahead_m() - config.stop_m
    to_end = pose.distance_to(*path[-1])
    speed = (config.narrow_mps if narrow else config.speed_mps) * (1.0 - 0.7 * abs(off) / config.pivot_rad)
    speed = min(speed, max(config.slow_mps, 1.2 * to_end))
    if room < 0.0:
        return _pivot(off, config) if abs(off) > 0.2 else STAND
    speed = min(speed, config.slow_mps + config.brake_gain * room)
    distance = max(0.15, pose.distance_to(*target))
    return Drive(speed, _clip(2.0 * speed * math.sin(off) / distance + 0.6 * off, config.turn_radps))


def _pivot(off_rad: float, config: FollowConfig) -> Drive:
    rate = _clip(config.pivot_gain * off_rad, config.turn_radps)
    return Drive(0.0, math.copysign(max(abs(rate), 0.35), rate))


def _clip(value: float, most: float) -> float:
    return min(max(value, -most), most)


def _lookahead(x_m: float, y_m: float, path: Points, distance_m: float) -> tuple[float, float]:
    """The first point of the path, after the nearest one, that is `distance_m` away; the end if none is."""
    squares = [(x - x_m) ** 2 + (y - y_m) ** 2 for x, y in path]
    nearest = squares.index(min(squares))
    return next((path[i] for i in range(nearest, len(path)) if squares[i] >= distance_m**2), path[-1])


Choose = Callable[[Terrain, Reach], Cell | None]
"""Picks where to go from what is known now; None when there is nowhere."""


class Driver:
    """Drives to chosen places, replanning on the way."""

    def __init__(
        self, senses: Senses, moves: Moves, plan: PlanConfig, config: FollowConfig, show: Callable[[Points], None]
    ) -> None:
        """`show` is told every new path."""
        self.senses = senses
        self.moves = moves
        self.plan = plan
        self.config = config
        self._show = show

    def survey(self) -> Reach | None:
        """What can be reached from here, by the newest map; None before there is one."""
        senses = self.senses
        if senses.grid is None:
            return None
        terrain = Terrain(senses.grid, senses.pose, senses.marks() + senses.solid_things(), self.plan)
        return Reach(terrain, terrain.cell(senses.pose.x_m, senses.pose.y_m))

    def drive_to(self, choose: Choose) -> Routine[str]:
        """Drive where `choose` says, asked anew with every plan; returns "" on arrival, else why not."""
        failures = 0
        self.senses.start_afresh()
        while failures < self.config.tries:
            reach = self.survey()
            if reach is None:
                yield from pause(self.senses, 0.2)
                continue
            goal = choose(reach.terrain, reach)
            if goal is None:
                return "there is no way there"
            path = reach.path(goal)
            if self.senses.pose.distance_to(*reach.terrain.point(goal)) < self.config.arrive_m or len(path) < 2:
                return ""
            self._show(path)
            trouble = yield from self._follow(path, reach.terrain)
            if trouble:
                failures += 1
                yield from self._recover()
        return "something is always in the way"

    def _follow(self, path: Points, terrain: Terrain) -> Routine[str]:
        """Follow for one planning period; returns what stopped the car, or ""."""
        senses, config = self.senses, self.config
        start_ns = moving_ns = senses.now_ns
        while senses.now_ns - start_ns < to_ns(config.replan_s) or moving_ns != senses.now_ns:
            reason = senses.hindered()
            if reason:
                return reason
            if senses.pose.distance_to(*path[-1]) < config.arrive_m:
                return ""
            drive = steer(senses, path, config, self._is_narrow(terrain))
            if drive != STAND:
                moving_ns = senses.now_ns
            elif senses.now_ns - moving_ns > to_ns(config.blocked_s):
                return "something is in the way"
            yield drive
        return ""

    def _is_narrow(self, terrain: Terrain) -> bool:
        """Whether an obstacle is near the car, or near where it will be in half a second."""
        places = (self.senses.pose.to_world(ahead, 0.0) for ahead in (0.0, 0.15))
        return min(float(terrain.clearance_m[terrain.cell(*place)]) for place in places) < self.config.narrow_m

    def _recover(self) -> Routine[None]:
        """Remember the spot, back off and look at it from there."""
        self.senses.mark()
        yield from self.moves.back_off()
        yield from pause(self.senses, 0.4)

"""Following a planned path: pure pursuit, slower in turns and before obstacles; replanning while the map grows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

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
    replan_s: float = 2.0  # the goal and the way there are chosen anew so often
    check_s: float = 0.5  # and whether the way is still free
    body_m: float = 0.13  # the way is free where this fits; planned ways keep farther off
    check_ahead_m: float = 1.2  # what is farther ahead is seen too badly to turn round for it
    keep: float = 1.5  # the old way is kept unless it costs so many times more: two alike make the car dither
    keep_m: float = 0.3  # a goal so near to the old one is the same
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


NO_WAY = "there is no way there"
"""Why not, where nothing was chosen."""
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
        terrain, pose = self._terrain(), self.senses.pose
        return Reach(terrain, terrain.cell(pose.x_m, pose.y_m)) if terrain else None

    def drive_to(self, choose: Choose) -> Routine[str]:
        """Drive where `choose` says, asked anew with every plan; returns "" on arrival, else why not."""
        failures, path = 0, list[tuple[float, float]]()
        self.senses.start_afresh()
        while failures < self.config.tries:
            reach = self.survey()
            if reach is None:
                yield from pause(self.senses, 0.2)
                continue
            goal = choose(reach.terrain, reach)
            if goal is None:
                return NO_WAY
            new = reach.path(goal)
            if self.senses.pose.distance_to(*reach.terrain.point(goal)) < self.config.arrive_m or len(new) < 2:
                return ""
            if not self._is_as_good(path, reach, goal):
                path = new
                self._show(path)
            trouble = yield from self._follow(path, reach.terrain)
            if trouble:
                failures += 1
                path = []
                yield from self._recover()
        return "something is always in the way"

    def _terrain(self) -> Terrain | None:
        senses = self.senses
        if senses.grid is None:
            return None
        return Terrain(senses.grid, senses.pose, senses.marks() + senses.solid_things(), self.plan)

    def _follow(self, path: Points, terrain: Terrain) -> Routine[str]:
        """Follow for one planning period, or until the way is no longer free; returns what stopped the car, or ""."""
        senses, config = self.senses, self.config
        start_ns = moving_ns = checked_ns = senses.now_ns
        stands = False
        while stands or senses.now_ns - start_ns < to_ns(config.replan_s):
            reason = senses.hindered()
            if reason:
                return reason
            if senses.pose.distance_to(*path[-1]) < config.arrive_m:
                return ""
            if senses.now_ns - checked_ns >= to_ns(config.check_s):
                checked_ns, terrain = senses.now_ns, self._terrain() or terrain
                if not self._is_free(path, terrain, config.check_ahead_m):
                    return ""
            drive = steer(senses, path, config, self._is_narrow(terrain))
            stands = drive == STAND
            if not stands:
                moving_ns = senses.now_ns
            elif senses.now_ns - moving_ns > to_ns(config.blocked_s):
                return "something is in the way"
            yield drive
        return ""

    def _is_as_good(self, path: Points, reach: Reach, goal: Cell) -> bool:
        """Whether `path` still leads to the goal, and hardly worse than the best way does."""
        terrain, config = reach.terrain, self.config
        if not path or math.dist(path[-1], terrain.point(goal)) > config.keep_m:
            return False
        if self.senses.pose.distance_to(*path[-1]) < config.arrive_m:
            return False
        cost = sum(float(terrain.cost[terrain.cell(*b)]) * math.dist(a, b) for a, b in pairwise(self._rest(path)))
        return self._is_free(path, terrain, math.inf) and cost <= config.keep * float(reach.cost[goal])

    def _is_free(self, path: Points, terrain: Terrain, ahead_m: float) -> bool:
        pose = self.senses.pose
        return all(float(terrain.clearance_m[terrain.cell(*point)]) >= self.config.body_m for point in self._rest(path)
                   if terrain.config.escape_m < pose.distance_to(*point) <= ahead_m)

    def _rest(self, path: Points) -> Points:
        """What is left of the path from where the car is."""
        pose = self.senses.pose
        return path[min(range(len(path)), key=lambda index: pose.distance_to(*path[index])):]

    def _is_narrow(self, terrain: Terrain) -> bool:
        """Whether an obstacle is near the car, or near where it will be in half a second."""
        places = (self.senses.pose.to_world(ahead, 0.0) for ahead in (0.0, 0.15))
        return min(float(terrain.clearance_m[terrain.cell(*place)]) for place in places) < self.config.narrow_m

    def _recover(self) -> Routine[None]:
        """Remember the spot, back off and look at it from there."""
        self.senses.mark()
        yield from self.moves.back_off()
        yield from pause(self.senses, 0.4)

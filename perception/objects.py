"""The object map: things remembered in the odometry frame, each with the log-odds of being there and being that kind.

A detection strengthens the nearest thing of its kind within the gate, or starts a new one. A thing that should be in the
picture but is not, at a range where it would have been recognised, is weakened, and forgotten in the end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from perception.sighting import Sighting
from robot.geometry import wrap
from robot.messages import MapObject
from robot.poses import Pose


class ObjectsConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    prior: float = -1.0  # a thing nobody has seen twice is probably not there
    most: float = 5.0  # a second of looking at an empty place must be able to undo any number of sightings
    forget_below: float = -1.5
    hit_even: float = 0.6  # evidence of a detection with score 0.5
    hit_slope: float = 0.5  # and its growth with the logit of the score
    hit_least: float = 0.05
    hit_most: float = 1.5
    same_view: float = 0.35  # weight of a sighting from where the last one was: the picture is nearly the same
    new_view_m: float = 0.10
    new_view_rad: float = 0.15
    miss: float = 0.12  # evidence against, per picture in which it is missing
    seen_through: float = 1.0  # evidence against, when one of its kind is seen where it would stand in the way
    behind_m: float = 0.2  # one that is so much farther in the same line of sight
    miss_near_m: float = 0.7  # nearer, a thing no longer fits into the picture
    miss_far_m: float = 2.2  # farther, small things are often overlooked
    score_gain: float = 0.15  # how fast the running mean of the score follows the newest picture
    known: float = 2.0  # how much the log-odds of being there count for which of two was seen; chosen on replayed drives
    gate_sigmas: float = 3.0
    gate_least_m: float = 0.30  # two things of one kind nearer than this are one
    gate_most_m: float = 1.2
    least_std_m: float = 0.07  # the seen edge moves as the car goes round a thing, so no position is ever exact
    colour_share: float = 0.5  # a colour is believed when it has this share of the votes
    colour_votes: float = 1.0


class Thing:
    """One remembered thing; `x_m`, `y_m` is where its foot was seen, so on the near side."""

    __slots__ = ("best_score", "colours", "half_width_m", "id", "kind", "last_seen_ns", "log_odds", "score", "seen",
                 "variance", "view", "x_m", "y_m")

    def __init__(self, id: int, sighting: Sighting, prior: float) -> None:
        self.id = id
        self.kind = sighting.kind
        self.x_m, self.y_m = sighting.x_m, sighting.y_m
        self.variance = sighting.std_m**2
        self.half_width_m = sighting.half_width_m
        self.log_odds = prior
        self.score = self.best_score = 0.5 * sighting.score
        self.seen = 0
        self.last_seen_ns = 0
        self.colours: dict[str, float] = {}
        self.view: Pose | None = None

    def colour(self, config: ObjectsConfig) -> str:
        """The colour that most votes name, or "" while they disagree."""
        if not self.colours:
            return ""
        votes, name = max((votes, name) for name, votes in self.colours.items())
        sure = votes >= config.colour_votes and votes >= config.colour_share * sum(self.colours.values())
        return name if sure else ""


class ObjectMemory:
    """All things seen so far. Everything is deterministic: things are kept and visited in the order of their ids."""

    def __init__(self, config: ObjectsConfig) -> None:
        self.config = config
        self.things: list[Thing] = []
        self._next_id = 1

    def update(self, t_ns: int, view: Pose, sightings: Sequence[Sighting], visible: Visibility) -> None:
        """One picture's sightings, taken from `view`; `visible` tells what else it would have shown."""
        seen: set[int] = set()
        for sighting in _ordered(sightings):
            thing = self._match(sighting, seen) or self._start(sighting)
            self._hit(thing, sighting, t_ns, view)
            seen.add(thing.id)
        for thing in self.things:
            if thing.id not in seen:
                share = visible.share(thing.x_m, thing.y_m, self.config)
                through = any(_would_hide(thing, other, view, self.config.behind_m)
                              for other in self.things if other.id in seen)
                thing.log_odds -= self.config.miss * share + self.config.seen_through * through
                thing.score -= self.config.score_gain * share * thing.score
        self._merge()
        self.things = [thing for thing in self.things if thing.log_odds > self.config.forget_below]

    def renew(self, t_ns: int, sightings: Sequence[Sighting]) -> None:
        """What was seen is still seen: no new evidence, only a newer time."""
        seen: set[int] = set()
        for sighting in _ordered(sightings):
            thing = self._match(sighting, seen)
            if thing is not None:
                thing.last_seen_ns = t_ns
                seen.add(thing.id)

    def snapshot(self) -> tuple[MapObject, ...]:
        return tuple(self._public(thing) for thing in self.things)

    def _match(self, sighting: Sighting, taken: set[int]) -> Thing | None:
        """Of the things of that kind within the gate that have no sighting of this picture yet, the likeliest.

        That need not be the nearest: ranges err by more than things are apart, and alike from one picture to the next. What is
        well known explains a sighting that lies between it and what a few such errors left in front of it.
        """
        free = [thing for thing in self.things if thing.kind == sighting.kind and thing.id not in taken]
        inside = [thing for thing in free if self._distance(thing, sighting.x_m, sighting.y_m)
                  <= self._gate(thing, sighting.std_m, sighting.half_width_m)]
        return max(inside, key=lambda thing: (self._likelihood(thing, sighting), -thing.id)) if inside else None

    def _likelihood(self, thing: Thing, sighting: Sighting) -> float:
        """The log of how likely this thing gave that sighting, but for a constant."""
        variance = thing.variance + sighting.std_m**2 + thing.half_width_m**2
        off_m = self._distance(thing, sighting.x_m, sighting.y_m)
        return self.config.known * thing.log_odds - off_m**2 / (2 * variance) - math.log(variance)

    def _gate(self, thing: Thing, std_m: float, half_width_m: float) -> float:
        config = self.config
        spread = config.gate_sigmas * math.sqrt(thing.variance + std_m**2) + min(thing.half_width_m, half_width_m)
        return min(config.gate_most_m, max(config.gate_least_m, spread))

    def _start(self, sighting: Sighting) -> Thing:
        thing = Thing(self._next_id, sighting, self.config.prior)
        self._next_id += 1
        self.things.append(thing)
        return thing

    def _hit(self, thing: Thing, sighting: Sighting, t_ns: int, view: Pose) -> None:
        config = self.config
        weight = 1.0 if self._is_new_view(thing.view, view) else config.same_view
        score = min(max(sighting.score, 0.01), 0.99)
        evidence = config.hit_even + config.hit_slope * math.log(score / (1.0 - score))
        evidence = min(max(evidence, config.hit_least), config.hit_most)
        thing.log_odds = min(config.most, thing.log_odds + weight * evidence)
        gain = thing.variance / (thing.variance + sighting.std_m**2)
        thing.x_m += gain * (sighting.x_m - thing.x_m)
        thing.y_m += gain * (sighting.y_m - thing.y_m)
        thing.variance = max(config.least_std_m**2, (1.0 - gain) * thing.variance)
        thing.half_width_m += 0.2 * (sighting.half_width_m - thing.half_width_m)
        thing.seen += 1
        thing.score += config.score_gain * (sighting.score - thing.score)
        thing.best_score = max(thing.best_score, thing.score)
        thing.last_seen_ns = t_ns
        if weight == 1.0:
            thing.view = view
        if sighting.colour:
            thing.colours[sighting.colour] = thing.colours.get(sighting.colour, 0.0) + sighting.score

    def _is_new_view(self, last: Pose | None, view: Pose) -> bool:
        if last is None:
            return True
        moved = last.distance_to(view.x_m, view.y_m)
        turned = abs(wrap(last.heading_rad - view.heading_rad))
        return moved >= self.config.new_view_m or turned >= self.config.new_view_rad

    def _merge(self) -> None:
        """Join things of one kind that have come to lie within each other: the younger goes into the older."""
        kept: list[Thing] = []
        for thing in self.things:
            double = next((old for old in kept if old.kind == thing.kind and self._same_place(old, thing)), None)
            if double is None:
                kept.append(thing)
            else:
                _absorb(double, thing, self.config)
        self.things = kept

    def _same_place(self, a: Thing, b: Thing) -> bool:
        near = max(self.config.gate_least_m, 1.5 * math.sqrt(a.variance + b.variance))
        return self._distance(a, b.x_m, b.y_m) < min(near, self.config.gate_most_m)

    def _public(self, thing: Thing) -> MapObject:
        return MapObject(
            id=thing.id, kind=thing.kind, colour=thing.colour(self.config), x_m=thing.x_m, y_m=thing.y_m,
            std_m=math.sqrt(thing.variance), log_odds=thing.log_odds, seen=thing.seen,
            last_seen_ns=thing.last_seen_ns, score=thing.best_score,
        )

    @staticmethod
    def _distance(thing: Thing, x_m: float, y_m: float) -> float:
        return math.hypot(thing.x_m - x_m, thing.y_m - y_m)


class Visibility:
    """What one picture could have shown: nothing outside its edges, nothing behind what stands in the way."""

    def __init__(self, view: Pose, half_angle_rad: float, free: Sequence[tuple[float, float]]) -> None:
        """`free` is (bearing, range) of the free floor from the car's centre, left to right; empty when unknown."""
        self._view = view
        self._half_angle_rad = half_angle_rad
        self._free = free

    def share(self, x_m: float, y_m: float, config: ObjectsConfig) -> float:
        """How surely (0–1) a thing with its near side at this point would have been recognised."""
        distance = self._view.distance_to(x_m, y_m)
        bearing = self._view.bearing_to(x_m, y_m)
        if abs(bearing) > self._half_angle_rad or not config.miss_near_m <= distance <= config.miss_far_m:
            return 0.0
        if self._free and self._free_range(bearing) < 0.8 * distance - 0.1:
            return 0.0
        return 1.0 if distance < 0.7 * config.miss_far_m else 0.5

    def _free_range(self, bearing_rad: float) -> float:
        return min(self._free, key=lambda ray: (abs(ray[0] - bearing_rad), ray[1]))[1]


def _ordered(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The surest first."""
    return sorted(sightings, key=lambda s: (-s.score, s.kind, s.x_m, s.y_m))


def _would_hide(near: Thing, far: Thing, view: Pose, behind_m: float) -> bool:
    """Whether `far` couldn't be seen if one of its kind stood where `near` is: then `near` is but a wrong range of it."""
    if near.kind != far.kind:
        return False
    near_m, far_m = (view.distance_to(thing.x_m, thing.y_m) for thing in (near, far))
    apart_rad = wrap(view.bearing_to(near.x_m, near.y_m) - view.bearing_to(far.x_m, far.y_m))
    return near_m < far_m - behind_m and abs(apart_rad) * near_m < near.half_width_m


def _absorb(old: Thing, young: Thing, config: ObjectsConfig) -> None:
    gain = old.variance / (old.variance + young.variance)
    old.x_m += gain * (young.x_m - old.x_m)
    old.y_m += gain * (young.y_m - old.y_m)
    old.variance = max(config.least_std_m**2, (1.0 - gain) * old.variance)
    old.log_odds = min(config.most, max(old.log_odds, young.log_odds))
    old.best_score = max(old.best_score, young.best_score)
    old.seen += young.seen
    old.last_seen_ns = max(old.last_seen_ns, young.last_seen_ns)
    for colour, votes in young.colours.items():
        old.colours[colour] = old.colours.get(colour, 0.0) + votes

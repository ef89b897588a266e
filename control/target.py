"""Which remembered thing is the one that was asked for, and how sure that is."""

from __future__ import annotations

import math

import msgspec

from robot.clock import to_ns
from robot.messages import MapObject
from robot.poses import Pose
from robot.program import Landmark

NEAR = frozenset({
    "next to", "in front of", "behind", "left of", "right of", "between", "under", "above", "on", "at", "with", "opposite",
})  # fmt: skip
"""Relations that mean that two things stand near each other."""


class TargetConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sure: float = 2.5  # log-odds; 2.5 is 92 %
    sure_score: float = 0.6  # and one side must have looked like it: weak scores stay weak, however often they come
    picky_s: float = 150.0  # for so long; then the best candidate has to do
    sure_seen: int = 4  # and so many sightings: one picture may err several times the same way
    hint: float = 0.3  # log-odds that make a closer look worthwhile
    lost: float = 0.3  # a target that falls below was a mistake
    near_reject_m: float = 0.5  # a rejected thing's neighbourhood
    new_evidence: float = 1.5  # a rejected thing is looked at again when it gains so much
    distance_weight: float = 0.4  # log-odds that a metre of distance is worth when choosing between two
    postpone_s: float = 20.0  # a thing that couldn't be reached is tried again after so long
    rival_m: float = 0.35  # a thing of another kind so near may be the same thing under another name
    rival_margin: float = 0.15  # and it is believed where its score is better by so much
    beside_m: float = 1.2  # "the chair next to the lamp": between their near sides
    aside_rad: float = 0.2  # "on your left" begins so far from straight ahead
    moved_m: float = 0.8  # a thing that vanished from the map and one of its kind so near are the same


class _Rejection(msgspec.Struct, frozen=True):
    x_m: float
    y_m: float
    log_odds: float
    until_ns: int | None


class TargetChooser:
    """Picks the best candidate for one landmark and remembers those that proved wrong."""

    def __init__(self, landmark: Landmark, config: TargetConfig) -> None:
        self.landmark = landmark
        self.config = config
        self._rejected: list[_Rejection] = []
        self._picky = True
        self._picky_until_ns: int | None = None
        self._start: Pose | None = None

    def sure(self, things: tuple[MapObject, ...], pose: Pose) -> MapObject | None:
        """The best thing that certainly is one, or None."""
        config = self.config
        self._start = self._start or pose
        return self._best([thing for thing in self._candidates(things)
                           if thing.log_odds >= config.sure and thing.seen >= config.sure_seen and self.colour_fits(thing)
                           and self._related(thing, things) and self._looks_right(thing, things)], pose)

    def hint(self, things: tuple[MapObject, ...], pose: Pose) -> MapObject | None:
        """The best thing that may be one, or None."""
        self._start = self._start or pose
        return self._best([thing for thing in self._candidates(things) if thing.log_odds >= self.config.hint], pose)

    def is_lost(self, thing: MapObject) -> bool:
        """Whether a closer look has shown that this isn't it."""
        return thing.log_odds < self.config.lost or self._colour_wrong(thing)

    def _related(self, thing: MapObject, things: tuple[MapObject, ...]) -> bool:
        """Whether it stands near what it was said to stand near. Which side of that it stands on is not looked at."""
        return all(any(self._is_beside(thing, other, neighbour) for other in things)
                   for relation in self.landmark.relations if relation.name in NEAR for neighbour in relation.others)

    def _is_beside(self, thing: MapObject, other: MapObject, neighbour: Landmark) -> bool:
        if other.id == thing.id or other.kind != neighbour.kind or other.log_odds < self.config.lost:
            return False
        if neighbour.colour and other.colour and neighbour.colour != other.colour:
            return False
        return math.hypot(other.x_m - thing.x_m, other.y_m - thing.y_m) <= self.config.beside_m

    def _on_its_side(self, thing: MapObject) -> bool:
        """Whether it is where it was said to be, seen from where the search began."""
        if self._start is None or not self.landmark.side:
            return True
        bearing = self._start.bearing_to(thing.x_m, thing.y_m)
        match self.landmark.side:
            case "left":
                return self.config.aside_rad < bearing < math.pi - self.config.aside_rad
            case "right":
                return self.config.aside_rad < -bearing < math.pi - self.config.aside_rad
            case "ahead":
                return abs(bearing) < math.pi / 3
            case "behind":
                return abs(bearing) > 2 * math.pi / 3

    def colour_fits(self, thing: MapObject) -> bool:
        return not self.landmark.colour or thing.colour == self.landmark.colour

    def same(self, thing: MapObject, things: tuple[MapObject, ...]) -> MapObject | None:
        """`thing` in the newest map: by id, or by kind and place when it was merged into another."""
        for other in things:
            if other.id == thing.id:
                return other
        near = [(math.hypot(other.x_m - thing.x_m, other.y_m - thing.y_m), other.id, other)
                for other in things if other.kind == thing.kind]
        near = [entry for entry in near if entry[0] <= self.config.moved_m]
        return min(near)[2] if near else None

    def reject(self, thing: MapObject) -> None:
        """A closer look showed that this isn't it."""
        self._rejected.append(_Rejection(thing.x_m, thing.y_m, thing.log_odds, None))

    def postpone(self, thing: MapObject, now_ns: int) -> None:
        """It may be the thing, but there was no way to it: leave it alone until more of the floor is known."""
        until_ns = now_ns + to_ns(self.config.postpone_s)
        self._rejected.append(_Rejection(thing.x_m, thing.y_m, math.inf, until_ns))

    def note_time(self, now_ns: int) -> None:
        """Let postponed things count again when their time is over, and rejected ones when the search gets less picky."""
        if self._picky_until_ns is None:
            self._picky_until_ns = now_ns + to_ns(self.config.picky_s)
        if now_ns >= self._picky_until_ns:
            self.settle()
        self._rejected = [old for old in self._rejected if old.until_ns is None or now_ns < old.until_ns]

    def settle(self) -> bool:
        """From now on the best candidate has to do, a rejected one too; false if it had to already."""
        was_picky, self._picky = self._picky, False
        if was_picky:
            self._rejected.clear()
        return was_picky

    def _candidates(self, things: tuple[MapObject, ...]) -> list[MapObject]:
        return [thing for thing in things if thing.kind == self.landmark.kind and not self._colour_wrong(thing)
                and self._on_its_side(thing) and not self._is_rejected(thing)]

    def _looks_right(self, thing: MapObject, things: tuple[MapObject, ...]) -> bool:
        """Whether it looked like the thing at least once, and nothing in its place looks more like something else."""
        return not self._picky or (thing.score >= self.config.sure_score and not self._rivalled(thing, things))

    def _rivalled(self, thing: MapObject, things: tuple[MapObject, ...]) -> bool:
        """Whether something of another kind is more surely where the thing is: one of the two names is a mistake."""
        return any(other.kind != thing.kind and other.score > thing.score + self.config.rival_margin
                   and math.hypot(other.x_m - thing.x_m, other.y_m - thing.y_m) <= self.config.rival_m
                   and other.log_odds >= self.config.sure for other in things)

    def _colour_wrong(self, thing: MapObject) -> bool:
        return bool(self.landmark.colour and thing.colour) and thing.colour != self.landmark.colour

    def _is_rejected(self, thing: MapObject) -> bool:
        return any(math.hypot(thing.x_m - old.x_m, thing.y_m - old.y_m) <= self.config.near_reject_m
                   and thing.log_odds < old.log_odds + self.config.new_evidence for old in self._rejected)

    def _best(self, things: list[MapObject], pose: Pose) -> MapObject | None:
        if not things:
            return None
        weight = self.config.distance_weight
        return max(things, key=lambda thing: (thing.log_odds - weight * pose.distance_to(thing.x_m, thing.y_m), -thing.id))

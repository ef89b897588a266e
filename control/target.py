"""Which remembered thing is the one that was asked for, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from control.reference import FITS, Candidate, by_itself, candidates, distinct, is_double, is_kind, turn, way_to
from robot.clock import to_ns
from robot.messages import MapObject
from robot.poses import Pose
from robot.program import Landmark

Things = tuple[MapObject, ...]
MISPLACED = 0.7  # misfit; well over FITS, for every sighting moves things a little


class TargetConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sure: float = 2.5  # log-odds; 2.5 is 92 %
    sure_score: float = 0.7  # and one side must have looked like it: weak scores stay weak, however often they come
    picky_s: float = 150.0  # for so long; then the best candidate has to do
    sure_seen: int = 4  # and so many sightings: one picture may err several times the same way
    hint: float = 0.3  # log-odds that make a closer look worthwhile
    lost: float = 0.3  # a target that falls below was a mistake
    near_reject_m: float = 0.5  # a rejected thing's neighbourhood
    new_evidence: float = 1.5  # a rejected thing is looked at again when it gains so much
    distance_weight: float = 0.4  # log-odds that a metre of distance is worth when choosing between two
    postpone_s: float = 20.0  # a thing that couldn't be reached is tried again after so long
    rival_m: float = 0.5  # a thing of another kind so near may be the same thing under another name
    rival_margin: float = 0.1  # and it is believed where its score is better by so much
    rival_votes: float = 1.5  # or where so many times the votes are for it: scores of all sightings, added up
    misfit_weight: float = 4.0  # log-odds that a perfect fit is worth, against one that doesn't fit at all
    as_good: float = 0.05  # where nothing fits, what fits so much worse than the best may be chosen for being near
    moved_m: float = 0.8  # a thing that vanished from the map and one of its kind so near are the same


class _Rejection(msgspec.Struct, frozen=True):
    x_m: float
    y_m: float
    log_odds: float
    until_ns: int | None


class TargetChooser:
    """Picks the best candidate for one landmark and remembers those that proved wrong."""

    def __init__(self, landmark: Landmark, config: TargetConfig, left_out: Sequence[MapObject] = ()) -> None:
        """`left_out` is what "the other chair" doesn't mean."""
        self.landmark = landmark
        self.config = config
        self._left_out = left_out
        self._rejected: list[_Rejection] = []
        self._viewed: list[MapObject] = []
        self._picky = True
        self._picky_until_ns: int | None = None
        self._looked_around = self._looked_everywhere = False
        self._start: Pose | None = None

    # ---- choosing --------------------------------------------------------------------------------------------------

    def sure(self, things: Things, pose: Pose) -> MapObject | None:
        """The best thing that certainly is meant, or None. Once the best has to do, one that may be meant is enough."""
        found = self._candidates(things, pose)
        fitting = [one for one in found if one.fits]
        if self._too_early(fitting, things):
            return None
        if not fitting and not self._picky:
            possible = [one for one in found if one.misfit < 1.0 and self.colour_fits(one.thing)]
            fitting = [one for one in possible if one.misfit < possible[0].misfit + self.config.as_good]
        fitting = [one for one in fitting if not self._is_rejected(one.thing)]
        return self._best([one for one in fitting if self._looks_right(one.thing, things)] or fitting, pose)

    def hint(self, things: Things, pose: Pose) -> MapObject | None:
        """The best thing that may be one and needs a closer look, or None."""
        self._start = self._start or pose
        return self._best([Candidate(thing, 0.0) for thing in self._doubtful(things)], pose)

    def is_clear(self, thing: MapObject, things: Things) -> bool:
        """Whether it certainly is of the kind and colour, and nothing around it is asked for: no need for a closer look."""
        return not self.landmark.relations and self._certain(thing, things) and self.colour_fits(thing)

    def is_lost(self, thing: MapObject | None) -> bool:
        """Whether a closer look has shown that this isn't it, or (None) that nothing is there."""
        return thing is None or thing.log_odds < self.config.lost or self._colour_wrong(thing)

    def is_misplaced(self, thing: MapObject, things: Things, pose: Pose) -> bool:
        """Whether, by now, another one of its kind is meant: the third chair was the second one seen twice, or looks better."""
        found = self._candidates(things, pose)
        return self._is_outdone(thing, found, things) or (self._picky and any(
            one.misfit > MISPLACED for one in found
            if one.thing.id == thing.id or (self._compares and is_double(thing, one.thing))))

    def _is_outdone(self, thing: MapObject, found: Sequence[Candidate[MapObject]], things: Things) -> bool:
        """Whether it has to do no more, for another one that fits looks right."""
        return not self._looks_right(thing, things) and any(
            one.fits and self._looks_right(one.thing, things) and not self._is_rejected(one.thing) for one in found)

    def doubt(self, thing: MapObject, things: Things, pose: Pose) -> str:
        """Why `thing` may not be the one that was meant, in a sentence; "" where it is."""
        newest = self.same(thing, things) or thing
        against = [words for one in self._candidates(things, pose) if one.thing.id == newest.id for words in one.against]
        if turn(self.landmark) < 0 and not self._looked_everywhere:
            against.append("I haven't looked everywhere")
        return f"I couldn't make sure that it is {self.landmark.name}: {' and '.join(against)}." if against else ""

    def _candidates(self, things: Things, pose: Pose) -> list[Candidate[MapObject]]:
        """What certainly is of the kind, and how well it fits. Neighbours need be less certain."""
        self._start = self._start or pose
        believed = [thing for thing in things if thing.log_odds >= self.config.lost
                    and (not is_kind(thing, self.landmark) or self._certain(thing, things))]
        if self._compares:
            believed = distinct(believed)
        left_out = {newest.id for old in self._left_out if (newest := self.same(old, tuple(believed)))}
        return candidates(self.landmark, believed, self._start, pose, left_out)

    @property
    def _compares(self) -> bool:
        """Whether the landmark speaks of one thing among others, so that none may count twice."""
        return turn(self.landmark) != 0 or bool(self._left_out)

    def _certain(self, thing: MapObject, things: Things) -> bool:
        """Whether it is of the kind, for all that its neighbours have to say."""
        config = self.config
        return (is_kind(thing, self.landmark) and thing.log_odds >= config.sure and thing.seen >= config.sure_seen
                and (not self._picky or self._looks_right(thing, things)))

    def _too_early(self, fitting: Sequence[Candidate[MapObject]], things: Things) -> bool:
        """Whether a thing not seen yet, or not seen well, may come before these in the row that the landmark speaks of."""
        wanted = turn(self.landmark)
        if not self._picky or not wanted:
            return False
        if wanted < 0 or not self._looked_around:
            return True
        assert self._start is not None
        start = self._start
        ways = [way_to(self.landmark, thing, start) for thing in self._doubtful(things)]
        return any(way < way_to(self.landmark, one.thing, start) for one in fitting for way in ways)

    def _doubtful(self, things: Things) -> list[MapObject]:
        """What may be of the kind, colour and side, and wasn't looked at closely."""
        assert self._start is not None
        start = self._start
        return [thing for thing in things if is_kind(thing, self.landmark) and thing.log_odds >= self.config.hint
                and by_itself(self.landmark, thing, start).misfit <= FITS and not self._is_rejected(thing)
                and not self.is_clear(thing, things) and not self._was_viewed(thing)]

    def colour_fits(self, thing: MapObject) -> bool:
        return not self.landmark.colour or thing.colour == self.landmark.colour

    def same(self, thing: MapObject, things: Things) -> MapObject | None:
        """`thing` in the newest map: by id, or by kind and place when it was merged into another."""
        for other in things:
            if other.id == thing.id:
                return other
        near = [(math.hypot(other.x_m - thing.x_m, other.y_m - thing.y_m), other.id, other)
                for other in things if other.kind == thing.kind]
        near = [entry for entry in near if entry[0] <= self.config.moved_m]
        return min(near)[2] if near else None

    # ---- what a search has learned ---------------------------------------------------------------------------------

    def reject(self, thing: MapObject) -> None:
        """A closer look showed that this isn't it."""
        self._rejected.append(_Rejection(thing.x_m, thing.y_m, thing.log_odds, None))

    def note_look(self, thing: MapObject, things: Things) -> None:
        """A closer look didn't find all that was asked for: what certainly is one may still be meant, if more gets known."""
        if self._certain(thing, things):
            self._viewed.append(thing)
        else:
            self.reject(thing)

    def note_loss(self, thing: MapObject, things: Things) -> None:
        """On the way to it, it proved wrong; if it only is another one of its kind, there is nothing against that one."""
        if self.is_lost(self.same(thing, things)):
            self.reject(thing)

    def postpone(self, thing: MapObject, now_ns: int) -> None:
        """It may be the thing, but there was no way to it: leave it alone until more of the floor is known."""
        until_ns = now_ns + to_ns(self.config.postpone_s)
        self._rejected.append(_Rejection(thing.x_m, thing.y_m, math.inf, until_ns))

    def note_time(self, now_ns: int) -> None:
        """Let postponed things count again when their time is over, and rejected ones when the search gets less picky."""
        if self._picky_until_ns is None:
            self._picky_until_ns = now_ns + to_ns(self.config.picky_s)
        if now_ns >= self._picky_until_ns:
            self._relax()
        self._rejected = [old for old in self._rejected if old.until_ns is None or now_ns < old.until_ns]

    @property
    def needs_overview(self) -> bool:
        """Whether the car must have looked around before any thing can be chosen."""
        return turn(self.landmark) != 0 and not self._looked_around

    def note_overview(self) -> None:
        """The car has looked around: what is near is known."""
        self._looked_around = True

    def settle(self) -> bool:
        """There is nowhere left to look: the best candidate has to do, a rejected one too; false if it had to already."""
        self._looked_everywhere = True
        return self._relax()

    def _relax(self) -> bool:
        was_picky, self._picky = self._picky, False
        if was_picky:
            self._rejected.clear()
        return was_picky

    # ---- about one thing -------------------------------------------------------------------------------------------

    def _looks_right(self, thing: MapObject, things: Things) -> bool:
        """Whether it looked like the thing at least once, and nothing in its place looks more like something else."""
        return thing.score >= self.config.sure_score and not self._rivalled(thing, things)

    def _rivalled(self, thing: MapObject, things: Things) -> bool:
        """Whether something of another kind more likely is where the thing is: one of the two names is a mistake."""
        return any(other.kind != thing.kind and math.hypot(other.x_m - thing.x_m, other.y_m - thing.y_m) <= self.config.rival_m
                   and self._likelier(other, thing) for other in things)

    def _likelier(self, other: MapObject, thing: MapObject) -> bool:
        """Whether `other` is the better name for both: it looked more like that once, or far more often like that at all."""
        surer = other.log_odds >= self.config.sure and other.score > thing.score + self.config.rival_margin
        return surer or other.seen * other.score > self.config.rival_votes * thing.seen * thing.score

    def _colour_wrong(self, thing: MapObject) -> bool:
        return bool(self.landmark.colour and thing.colour) and thing.colour != self.landmark.colour

    def _is_rejected(self, thing: MapObject) -> bool:
        return any(math.hypot(thing.x_m - old.x_m, thing.y_m - old.y_m) <= self.config.near_reject_m
                   and thing.log_odds < old.log_odds + self.config.new_evidence for old in self._rejected)

    def _was_viewed(self, thing: MapObject) -> bool:
        return any(math.hypot(thing.x_m - old.x_m, thing.y_m - old.y_m) <= self.config.near_reject_m for old in self._viewed)

    def _best(self, found: Sequence[Candidate[MapObject]], pose: Pose) -> MapObject | None:
        config = self.config

        def worth(one: Candidate[MapObject]) -> tuple[float, int]:
            thing = one.thing
            way_m = pose.distance_to(thing.x_m, thing.y_m)
            return thing.log_odds - config.distance_weight * way_m - config.misfit_weight * one.misfit, -thing.id

        return max(found, key=worth).thing if found else None

"""Looking for a thing: look around, drive where nothing has been seen yet, go closer to whatever may be it."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from control.explore import ExploreConfig, Explorer
from control.follow import NO_WAY, Driver
from control.moves import Moves
from control.plan import Cell, Reach, Terrain
from control.routine import STAND, Routine, pause, until
from control.senses import Senses
from control.target import TargetChooser
from robot.clock import to_ns
from robot.geometry import wrap
from robot.messages import MapObject
from robot.poses import Pose

SURE_M = 1.5  # ranges to there are right
RANGE_DOUBT = 0.2  # of the range beyond: a foot that is half hidden is put too far away


class SearchConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    explore: ExploreConfig = ExploreConfig()
    check_m: float = 1.1  # from here a thing is big in the picture, and its foot still in it
    check_s: float = 1.5  # how long a possible thing is watched from there
    check_limit_s: float = 60.0  # with the way there
    view_s: float = 0.4  # until the picture taken there has been understood
    second_looks: int = 6  # look-arounds from other places once all floor has been seen
    failures: int = 8  # drives that didn't arrive before the search gives up


class Search:
    """One search for one landmark; it can be continued after a find that proved wrong.

    `trouble` says what ended a search that did not see all it wanted to.
    """

    def __init__(
        self, senses: Senses, moves: Moves, driver: Driver, target: TargetChooser, config: SearchConfig,
        tell: Callable[[str], None],
    ) -> None:
        """`tell` is told the phase of the search in a word for people."""
        self.senses = senses
        self.moves = moves
        self.driver = driver
        self.target = target
        self.config = config
        self.explorer = Explorer(config.explore, senses.coverage)
        self._tell = tell
        self.trouble = ""
        self._last_trouble = ""
        self._failures = 0
        self._second_looks = 0

    def run(self) -> Routine[MapObject | None]:
        """Search until something certainly is the thing; None when there is nowhere left to look."""
        while True:
            self.target.note_time(self.senses.now_ns)
            found = self._sure()
            if found is not None:
                return found
            hint = self._hint()
            if hint is not None:
                yield from self._check(hint)
            elif not self.explorer.looked_here(self.senses.pose) and self._wants_look():
                yield from self._look_around()
            elif self.target.needs_overview:
                self.target.note_overview()
            elif not (yield from self._explore()) and not self._try_harder():
                return self._sure()
            yield STAND  # whatever these did, time goes on

    def _try_harder(self) -> bool:
        """Before giving up: be content with the best candidate."""
        self._failures = 0
        return self.target.settle()

    def _sure(self) -> MapObject | None:
        return self.target.sure(self.senses.objects, self.senses.pose)

    def _hint(self) -> MapObject | None:
        return self.target.hint(self.senses.objects, self.senses.pose)

    def _wants_look(self) -> bool:
        reach = self.driver.survey()
        return reach is None or self.explorer.wants_look(self.senses.pose, reach.terrain)

    def _look_around(self) -> Routine[None]:
        self._tell("looking around")
        yield from until(self.moves.look_around(), self._sure)
        if self.senses.grid is not None:
            self.explorer.note_look(self.senses.pose)

    def _explore(self) -> Routine[bool]:
        """Look at the next border of the seen floor; false when nothing is left to see."""
        if self._failures >= self.config.failures:
            self.trouble = f"I couldn't get on: {self._last_trouble}"
            return False
        self._tell("exploring")
        trouble = yield from until(self._take_view(), self._hint_word)
        if trouble == NO_WAY:
            return self.explorer.look_nearer() or (yield from self._look_again())
        if trouble and trouble != "hint":
            self._failures += 1
            self._last_trouble = trouble
            self.explorer.avoid_view()
        return True

    def _take_view(self) -> Routine[str]:
        """Drive to where the most can be seen, and look there until a picture has arrived."""
        trouble = yield from self.driver.drive_to(self._choose_place)
        view = self.explorer.view
        if not trouble and view is not None:
            yield from self.moves.turn_to(view.heading_rad)
            yield from pause(self.senses, self.config.view_s)
            reach = self.driver.survey()
            if reach is not None:
                self.explorer.note_view(reach.terrain)
        return trouble

    def _choose_place(self, terrain: Terrain, reach: Reach) -> Cell | None:
        return self.explorer.choose(self.senses.pose, terrain, reach)

    def _look_again(self) -> Routine[bool]:
        """All floor has been seen: look around from places that are far from every look-around so far."""
        if self._second_looks >= self.config.second_looks:
            return False
        self._second_looks += 1
        self._tell("looking again")
        trouble = yield from until(self.driver.drive_to(self.explorer.unseen_place), self._hint_word)
        if trouble == NO_WAY:
            return False
        if trouble != "hint":
            yield from self._look_around()
        return True

    def _hint_word(self) -> str | None:
        return "hint" if self._hint() is not None else None

    def _check(self, hint: MapObject) -> Routine[None]:
        """Go where the thing can be seen well and watch it; reject it when it doesn't prove right."""
        self._tell("checking")
        thing = hint
        end_ns = self.senses.now_ns + to_ns(self.config.check_limit_s)

        def settled() -> bool | None:
            nonlocal thing
            if self.senses.now_ns >= end_ns:
                return False
            newest = self.target.same(thing, self.senses.objects)
            if newest is None:
                return False
            thing = newest
            return True if self._sure() is not None or self.target.is_clear(thing, self.senses.objects) else None

        sure = yield from until(self._watch(hint), settled)
        if not sure:
            self.target.note_look(thing, self.senses.objects)

    def _watch(self, thing: MapObject) -> Routine[None]:
        """Drive up to the thing, face it, and wait for pictures."""
        yield from self._face(thing.x_m, thing.y_m)
        yield from pause(self.senses, 0.5)
        yield from self.driver.drive_to(lambda terrain, reach: self._viewpoint(thing, terrain, reach))
        yield from self._face(thing.x_m, thing.y_m)
        yield from pause(self.senses, self.config.check_s)

    def _face(self, x_m: float, y_m: float) -> Routine[None]:
        bearing = self.senses.pose.bearing_to(x_m, y_m)
        if abs(bearing) > 0.3:
            yield from self.moves.turn_to(wrap(self.senses.pose.heading_rad + bearing))

    def _viewpoint(self, thing: MapObject, terrain: Terrain, reach: Reach) -> Cell | None:
        """The cheapest place near enough to the thing, with nothing in between and not too near."""
        check_m, x_m, y_m = self.config.check_m, thing.x_m, thing.y_m
        cell = visible_cell(terrain, reach, x_m, y_m, 0.6 * check_m, check_m, doubt_m(self.senses.pose, thing))
        return cell or reach.best(terrain.distance(x_m, y_m) < 1.5 * check_m)


def doubt_m(pose: Pose, thing: MapObject) -> float:
    """How far off a thing may be that was seen from here: many pictures from one side repeat the same error."""
    return RANGE_DOUBT * max(0.0, pose.distance_to(thing.x_m, thing.y_m) - SURE_M)


def visible_cell(
    terrain: Terrain, reach: Reach, x_m: float, y_m: float, least_m: float, most_m: float, doubt_m: float = 0.0, tries: int = 16
) -> Cell | None:
    """The cheapest reachable cell between two distances from a point from where the straight line to it is clear.

    The point may be `doubt_m` off: from so much farther away will do, and the line may end as much before it, for what was
    seen before a wall and put behind it is on this side of the wall.
    """
    distance = terrain.distance(x_m, y_m)
    allowed = (distance >= least_m) & (distance <= most_m + doubt_m)
    for _ in range(tries):
        cell = reach.best(allowed)
        if cell is None:
            return None
        at_x, at_y = terrain.point(cell)
        span = math.hypot(x_m - at_x, y_m - at_y)
        share = max(0.0, 1.0 - (0.30 + doubt_m) / max(span, 1e-6))  # the thing itself fills the last cells of the line
        if terrain.is_clear(at_x, at_y, at_x + share * (x_m - at_x), at_y + share * (y_m - at_y)):
            return cell
        allowed &= ~terrain.within(at_x, at_y, 0.15)
    return None

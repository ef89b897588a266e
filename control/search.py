"""Looking for a thing: look around, drive where nothing has been seen yet, go closer to whatever may be it."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from control.explore import ExploreConfig, Explorer
from control.follow import Driver
from control.moves import Moves
from control.plan import Cell, Reach, Terrain
from control.routine import STAND, Routine, pause, until
from control.senses import Senses
from control.target import TargetChooser
from robot.geometry import wrap
from robot.messages import MapObject


class SearchConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    explore: ExploreConfig = ExploreConfig()
    check_m: float = 1.1  # from here a thing is big in the picture, and its foot still in it
    check_s: float = 1.5  # how long a possible thing is watched from there
    border_m: float = 0.9  # from here the floor behind a border is seen well: no need to drive up to it
    border_s: float = 0.4  # until the picture taken there has been understood
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
        self.explorer = Explorer(config.explore)
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
        """Before giving up: see to the borders that were given up once more, then be content with the best candidate."""
        self._failures = 0
        return self.explorer.forgive() or self.target.settle()

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
        trouble = yield from until(self._view_border(), self._hint_word)
        if trouble == "there is no way there":
            return (yield from self._look_again())
        if trouble != "hint":
            if trouble:
                self._failures += 1
                self._last_trouble = trouble
            self.explorer.give_up_goal()  # looked at, so once more shows nothing new, or out of reach
        return True

    def _view_border(self) -> Routine[str]:
        """Drive to where a border can be seen well, and face it until a picture has arrived."""
        trouble = yield from self.driver.drive_to(self._choose_border)
        goal = self.explorer.goal
        if not trouble and goal is not None:
            yield from self._face(*goal)
            yield from pause(self.senses, self.config.border_s)
        return trouble

    def _look_again(self) -> Routine[bool]:
        """All floor has been seen: look around from places that are far from every look-around so far."""
        if self._second_looks >= self.config.second_looks:
            return False
        self._second_looks += 1
        self._tell("looking again")
        trouble = yield from until(self.driver.drive_to(self.explorer.unseen_place), self._hint_word)
        if trouble == "there is no way there":
            return False
        if trouble != "hint":
            yield from self._look_around()
        return True

    def _choose_border(self, terrain: Terrain, reach: Reach) -> Cell | None:
        """A place from where the border that the explorer chose can be seen."""
        border = self.explorer.choose(self.senses.pose, terrain, reach)
        if border is None:
            return None
        return visible_cell(terrain, reach, *terrain.point(border), 0.0, self.config.border_m) or border

    def _hint_word(self) -> str | None:
        return "hint" if self._hint() is not None else None

    def _check(self, hint: MapObject) -> Routine[None]:
        """Go where the thing can be seen well and watch it; reject it when it doesn't prove right."""
        self._tell("checking")
        thing = hint

        def settled() -> bool | None:
            nonlocal thing
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
        yield from self.driver.drive_to(lambda terrain, reach: _viewpoint(thing, self.config.check_m, terrain, reach))
        yield from self._face(thing.x_m, thing.y_m)
        yield from pause(self.senses, self.config.check_s)

    def _face(self, x_m: float, y_m: float) -> Routine[None]:
        bearing = self.senses.pose.bearing_to(x_m, y_m)
        if abs(bearing) > 0.3:
            yield from self.moves.turn_to(wrap(self.senses.pose.heading_rad + bearing))


def _viewpoint(thing: MapObject, range_m: float, terrain: Terrain, reach: Reach) -> Cell | None:
    """The cheapest place at most `range_m` from the thing, with nothing in between and not too near."""
    distance = terrain.distance(thing.x_m, thing.y_m)
    return visible_cell(terrain, reach, thing.x_m, thing.y_m, 0.6 * range_m, range_m) or reach.best(distance < 1.5 * range_m)


def visible_cell(
    terrain: Terrain, reach: Reach, x_m: float, y_m: float, least_m: float, most_m: float, tries: int = 16
) -> Cell | None:
    """The cheapest reachable cell between two distances from a point from where the straight line to it is clear."""
    distance = terrain.distance(x_m, y_m)
    allowed = (distance >= least_m) & (distance <= most_m)
    for _ in range(tries):
        cell = reach.best(allowed)
        if cell is None:
            return None
        at_x, at_y = terrain.point(cell)
        span = math.hypot(x_m - at_x, y_m - at_y)
        share = max(0.0, 1.0 - 0.30 / max(span, 1e-6))  # the thing itself fills the last cells of the line
        if terrain.is_clear(at_x, at_y, at_x + share * (x_m - at_x), at_y + share * (y_m - at_y)):
            return cell
        allowed &= ~terrain.within(at_x, at_y, 0.15)
    return None

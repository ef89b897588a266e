"""How well a described landmark fits what is seen: at a spot, down a view, around. All fits go from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable

from robot.interpreter.scene import Scene, Spot, Surface, View, Ways
from robot.landmark import Landmark

PLACES = frozenset({"hall", "intersection", "corner", "wall", "dead end", "place", "position", "turning", "opening"})
ANY = 0.8  # a place of the right shape about which nothing more is known
SOME = 0.4  # a thing whose name the world doesn't know might be any thing
NO = "no "  # "the hall with no pink": a word that must not fit
ELSEWHERE = 0.3  # "the red intersection" from the red hall itself: it is the crossing hall that is meant


class Eye:
    """Compares landmarks with what `ways` show."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    # ---- words ----------------------------------------------------------------------------------------------------

    def words(self, landmark: Landmark) -> tuple[str, ...]:
        """The words of a description that say what a thing looks like."""
        kind = () if landmark.kind in PLACES else (landmark.kind,)
        return tuple(word for word in (*landmark.attributes, landmark.colour, landmark.material, *kind) if word)

    def surface(self, words: tuple[str, ...], surface: Surface) -> float | None:
        """How well words fit a way; None where no word says anything about floors or walls."""
        fits = [fit for word in words if (fit := self._word_fit(word, surface)) is not None]
        return None if not fits else _mean(fits)

    def item(self, landmark: Landmark, items: Iterable[str]) -> float:
        """How well the best of the things fits the landmark."""
        return max((self._item_fit(landmark, item) for item in items), default=0.0)

    def _word_fit(self, word: str, surface: Surface) -> float | None:
        if word.startswith(NO):
            fit = self._word_fit(word.removeprefix(NO), surface)
            return None if fit is None else 1 - fit
        floor, wall = self._ways.likeness(word, surface.floor, "floor"), self._ways.likeness(word, surface.wall, "wall")
        return wall if floor is None else floor if wall is None else max(floor, wall)

    def _item_fit(self, landmark: Landmark, item: str) -> float:
        fit = self._ways.likeness(landmark.kind, item, "item")
        if fit is None:
            return SOME if self._unknown(landmark.kind) else 0.0
        return fit

    # ---- at a spot ------------------------------------------------------------------------------------------------

    def at(self, landmark: Landmark, view: View, steps: int) -> float:
        """How well the spot so far down the view fits "at the landmark", judged from where the view is seen."""
        spot = view[steps]
        before = view[steps - 1].ahead if steps else None
        if landmark.part in ("end", "corner") or landmark.kind in ("wall", "dead end", "corner"):
            return self._end(landmark, spot, before)
        if landmark.kind == "intersection":
            return self._intersection(landmark, spot, before)
        if landmark.kind == "position":
            return SOME
        if landmark.kind == "place" and landmark.relations and landmark.relations[0].name == "in front of":
            return self.at(landmark.relations[0].others[0], view, steps + 1) if steps + 1 < len(view) else 0.0
        there = self._leading_off(landmark, spot, before)
        thing = self.item(landmark, spot.items)
        held = self._held(landmark, (*spot.sides, *((spot.ahead,) if spot.ahead else ()), *((before,) if before else ())), spot)
        return max(there, thing) * held

    def _end(self, landmark: Landmark, spot: Spot, before: Surface | None) -> float:
        """The end of a hall, a wall in front, a corner, a dead end."""
        words = self.words(landmark)
        along = self.surface(words, before) if before is not None else None
        on = 1.0 if along is None else along
        if spot.ahead is not None:
            changed = before is not None and spot.ahead != before and along == 1.0
            onward = self.surface(words, spot.ahead)
            return 0.7 if changed and onward is not None and onward < 0.5 else 0.0
        ways = len(spot.sides)
        shape = {"dead end": (1.0, 0.5, 0.4), "corner": (0.5, 1.0, 0.8)}.get(landmark.kind, (1.0, 1.0, 1.0))[ways]
        return shape * on

    def _intersection(self, landmark: Landmark, spot: Spot, before: Surface | None) -> float:
        if not spot.sides:
            return 0.1
        shape = 1.0
        if "t" in landmark.attributes:
            shape = 1.0 if len(spot.surfaces) == 2 else 0.6
        words = self.words(landmark)
        crossing = self._crossing(words, spot, before)
        return shape * crossing * self._all_meet(landmark, spot, before)

    def _crossing(self, words: tuple[str, ...], spot: Spot, before: Surface | None) -> float:
        """How well what crosses the way there fits; less where only the way itself does."""
        sides = [fit for way in spot.sides if (fit := self.surface(words, way)) is not None]
        if not sides:
            return 1.0
        straight = [fit for way in (before, spot.ahead) if way and (fit := self.surface(words, way)) is not None]
        return max(*sides, ELSEWHERE * max(straight, default=0.0))

    def _all_meet(self, landmark: Landmark, spot: Spot, before: Surface | None) -> float:
        """How well the others of "the intersection of … and …" fit what meets or stands there, each another way."""
        others = [other for relation in landmark.relations for other in relation.others]
        if len(others) == 1 and self.surface(self.words(others[0]), spot.sides[0]) is not None:
            return self._crossing(self.words(others[0]), spot, before)
        ways = list(dict.fromkeys(way for way in (before, *spot.surfaces) if way is not None))
        product = 1.0
        for other in others:
            product *= self._meets(other, ways, spot)
        return product

    def _meets(self, other: Landmark, ways: list[Surface], spot: Spot) -> float:
        fits = {way: fit for way in ways if (fit := self.surface(self.words(other), way)) is not None}
        if not fits:
            return max(self.item(other, spot.items), ANY if other.kind in PLACES else 0.0)
        best = max(fits, key=lambda way: fits[way])
        if fits[best] > 0.5:
            ways.remove(best)
        return fits[best]

    def _leading_off(self, landmark: Landmark, spot: Spot, before: Surface | None) -> float:
        """How well a way to the side fits, or the way on where it changes its looks."""
        ways = {"left": (spot.left,), "right": (spot.right,)}.get(landmark.side, spot.sides)
        words = self.words(landmark)
        found = [way for way in ways if way is not None]
        fits = [fit for way in found if (fit := self.surface(words, way)) is not None]
        if spot.ahead is not None and spot.ahead != before and before is not None and not landmark.side:
            fits += [fit for fit in (self._change(words, before, spot.ahead),) if fit is not None]
        if not fits and landmark.kind in ("hall", "turning", "opening") and found and not self._known(words):
            return ANY
        return max(fits, default=0.0)

    def _change(self, words: tuple[str, ...], before: Surface, after: Surface) -> float | None:
        earlier, later = self.surface(words, before), self.surface(words, after)
        return None if later is None or earlier is None else max(0.0, later - earlier)

    def _known(self, words: tuple[str, ...]) -> bool:
        return self.surface(words, Surface("", "")) is not None

    def _held(self, landmark: Landmark, ways: tuple[Surface, ...], spot: Spot) -> float:
        """How well "with the …" fits the ways and things of a spot."""
        product = 1.0
        for relation in landmark.relations:
            for other in relation.others:
                fits = [fit for way in ways if (fit := self.surface(self.words(other), way)) is not None]
                product *= max(0.3, *fits, self.item(other, spot.items))
        return product

    # ---- down a view ----------------------------------------------------------------------------------------------

    def facing(self, landmark: Landmark, view: View) -> float:
        """How well a view fits "facing the landmark"."""
        if landmark.kind == "wall" and not self._known(self.words(landmark)):
            return 1.0 if len(view) == 1 else 0.0
        if len(view) == 1:
            return 0.0
        if landmark.kind == "intersection":
            return max(self.at(landmark, view, steps) for steps in range(1, len(view)))
        seen = self._seen_down(landmark, view)
        for relation in landmark.relations:
            for other in relation.others:
                seen *= max(0.2, self._seen_down(other, view))
        if landmark.kind == "dead end":
            return seen if not view[-1].sides else 0.3 * seen
        return seen

    def _seen_down(self, landmark: Landmark, view: View) -> float:
        """How well something seen down the view fits: the hall itself, what stands in it, what crosses it (less)."""
        words = self.words(landmark)
        thing = max(self.item(landmark, spot.items) * 0.99**spot.steps for spot in view[1:])
        near = view[0].ahead
        hall = self.surface(words, near) if near is not None else None
        if hall is None:
            plain = 1.0 if landmark.kind in PLACES and not words else ANY if landmark.kind in PLACES else 0.0
            return max(thing, plain)
        far = [self.surface(words, way) or 0.0 for spot in view[1:] for way in spot.surfaces]
        return max(thing, hall, 0.6 * max(far, default=0.0))

    def speaks_of(self, landmark: Landmark, surface: Surface) -> float:
        """How well the best of everything that the description mentions fits a way."""
        others = [other for relation in landmark.relations for other in relation.others]
        fits = [self.surface(self.words(mentioned), surface) for mentioned in (landmark, *others)]
        return max((fit for fit in fits if fit is not None), default=0.0)

    # ---- around ---------------------------------------------------------------------------------------------------

    def see(self, landmark: Landmark, scene: Scene) -> float:
        """How well "you see the landmark" fits a scene; with a side, on that side."""
        views = {"ahead": scene.ahead, "right": scene.right, "behind": scene.behind, "left": scene.left}
        if landmark.side:
            return self.facing(landmark, views[landmark.side])
        here = max(self.at(landmark, view, 0) for view in scene)
        return max(here, *(self.facing(landmark, view) for view in scene))

    def here(self, landmark: Landmark, scene: Scene) -> float:
        """How well "you are at the landmark" fits, now that one stands there and sees all around."""
        if landmark.side and self.is_item(landmark):
            return self.see(landmark, scene)
        return max(self.at(landmark, view, 0) for view in (scene.ahead, scene.right, scene.left))

    def is_item(self, landmark: Landmark) -> bool:
        """Whether it is a thing that stands somewhere, not a place or a way."""
        return self._ways.likeness(landmark.kind, "", "item") is not None or self._unknown(landmark.kind)

    def _unknown(self, kind: str) -> bool:
        return kind not in PLACES and all(
            self._ways.likeness(kind, "", aspect) is None for aspect in ("floor", "wall", "item")
        )


def _mean(fits: list[float]) -> float:
    """The geometric mean: one word that doesn't fit spoils it."""
    product = 1.0
    for fit in fits:
        product *= fit
    return float(product ** (1 / len(fits)))

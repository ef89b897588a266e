"""The symbolic SAIL world: halls with floors and wall pictures, things at crossings, seen as one who stands there sees."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from language.evaluate.sail_map import Plan, Point, Pose, onward
from language.evaluate.sail_names import Names
from robot.interpreter.scene import Aspect, Scene, Spot, Surface
from robot.interpreter.world import Doing
from robot.program import Step


class SailWorld:
    """`robot.interpreter.scene.Ways` of one map. Halls are straight and lit: a view reaches to the hall's end.

    `names` says which words fit which floors, walls and things; `moves` counts the turns and steps taken.
    """

    def __init__(self, plan: Plan, pose: Pose, names: Names) -> None:
        self._plan = plan
        self._names = names
        self._trail: list[Pose] = [pose]
        self.moves = 0

    @property
    def pose(self) -> Pose:
        return self._trail[-1]

    def scene(self) -> Scene:
        point, heading_deg = self.pose[:2], self.pose[2]
        ahead, right, behind, left = (tuple(self._spots(point, heading_deg + quarter)) for quarter in (0, 90, 180, 270))
        return Scene(ahead, right, behind, left)

    def likeness(self, word: str, thing: str, aspect: Aspect) -> float | None:
        return self._names.likeness(word, thing, aspect)

    def turn(self, quarters: int) -> Doing[None]:
        self._go((self.pose[0], self.pose[1], (self.pose[2] + 90 * quarters) % 360))
        yield from ()

    def advance(self) -> Doing[bool]:
        yield from ()
        x, y, heading_deg = self.pose
        if self._plan.hall((x, y), heading_deg) is None:
            return False
        self._go((*onward((x, y), heading_deg), heading_deg))
        return True

    def perform(self, step: Step) -> Doing[bool]:
        """Nothing but finding one's way can be done in this world, and nothing else goes wrong."""
        yield from ()
        return True

    def where(self) -> Pose:
        return self.pose

    def mark(self) -> Hashable:
        """How far along the trail."""
        return len(self._trail) - 1

    def go_back(self, mark: Hashable) -> Doing[None]:
        """Retrace the trail; the steps back count as moves."""
        assert isinstance(mark, int)
        self.moves += len(self._trail) - 1 - mark
        del self._trail[mark + 1 :]
        yield from ()

    def _go(self, pose: Pose) -> None:
        if pose != self.pose:
            self._trail.append(pose)
            self.moves += 1

    def _spots(self, point: Point, heading_deg: int) -> Iterator[Spot]:
        steps = 0
        while True:
            item = self._plan.item(point)
            ahead = self._way(point, heading_deg)
            items = () if item is None else (item,)
            yield Spot(steps, items, self._way(point, heading_deg - 90), self._way(point, heading_deg + 90), ahead)
            if ahead is None:
                return
            point, steps = onward(point, heading_deg), steps + 1

    def _way(self, point: Point, heading_deg: int) -> Surface | None:
        return self._plan.hall(point, heading_deg % 360)

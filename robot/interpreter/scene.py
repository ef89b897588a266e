"""What a place looks like to one who stands there: views down the ways that lead off, each a row of spots.

`walker.py` knows a world of ways only so: what is seen from here, near and far, and what can be done from here. A spot is a
place that can be told from others in passing: a crossing, a corner, a thing that stands there, the end of a hall.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal, NamedTuple, Protocol

from robot.interpreter.world import Doing
from robot.program import Step

Aspect = Literal["floor", "wall", "item"]


class Surface(NamedTuple):
    """What a way looks like: what lies on its floor and hangs on its walls, in the world's own names."""

    floor: str
    wall: str


class Spot(NamedTuple):
    """A place seen `steps` moves down a view; left, right and ahead are meant as looking down that view.

    A way that is None isn't there: a wall. `ahead` is the way that leads on, so the last spot of a view has none.
    """

    steps: int
    items: tuple[str, ...] = ()
    left: Surface | None = None
    right: Surface | None = None
    ahead: Surface | None = None

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """Everything that leads off, but for the way that the view came by."""
        return tuple(way for way in (self.ahead, self.left, self.right) if way is not None)

    @property
    def sides(self) -> tuple[Surface, ...]:
        return tuple(way for way in (self.left, self.right) if way is not None)


View = tuple[Spot, ...]  # the first spot is here (0 steps)


class Scene(NamedTuple):
    """The four views from a place, clockwise from straight ahead. Each has at least the spot where one stands."""

    ahead: View
    right: View
    behind: View
    left: View

    def turned(self, quarters: int) -> Scene:
        """The same scene for one who turned right by so many quarters."""
        return Scene(*(self[(index + quarters) % 4] for index in range(4)))

    @property
    def here(self) -> Spot:
        return self.ahead[0]

    @property
    def ways(self) -> tuple[int, ...]:
        """Where a way leads off, as quarters clockwise from ahead."""
        return tuple(index for index, view in enumerate(self) if len(view) > 1)


class Ways(Protocol):
    """A world of ways. Whoever implements it answers only from what was seen from the places visited."""

    def scene(self) -> Scene:
        """What is seen from here, the way one faces being `ahead`."""
        ...

    def likeness(self, word: str, thing: str, aspect: Aspect) -> float | None:
        """How well a word fits what the world calls `thing`, 0 (not at all) to 1; None where it names nothing of the aspect."""
        ...

    def turn(self, quarters: int) -> Doing[None]:
        """Turn right on the spot by so many quarters, left when negative."""
        ...

    def advance(self) -> Doing[bool]:
        """Go straight on to the next spot; False, and no motion, where a wall is ahead."""
        ...

    def perform(self, step: Step) -> Doing[bool]:
        """Do a step that isn't about finding one's way, such as a photo; False when it failed."""
        ...

    def where(self) -> Hashable:
        """The pose, in the world's own terms: the same whenever one stands and faces the same way again."""
        ...

    def mark(self) -> Hashable:
        """A token for this very pose, to come back to."""
        ...

    def go_back(self, mark: Hashable) -> Doing[None]:
        """Go back, the way one came, to the pose of `mark`."""
        ...

"""Where programs run: what the interpreter asks of a world, be it a table of halls or a car in a home."""

from __future__ import annotations

from collections.abc import Generator, Hashable, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar

from robot.condition import Condition
from robot.interpreter.option import Doubts, Option
from robot.program import Program, Step

T = TypeVar("T")
Doing = Generator[Any, Any, T]
"""What takes time in a world: a generator whose `return` is the result. What it yields is between the world and who runs it."""


class Outcome(NamedTuple):
    """How an option went."""

    good: bool
    sentence: str = ""
    """About it, for people."""
    doubts: Doubts = MappingProxyType({})
    """What speaks against it, now that it is done and more can be seen."""


class World(Protocol):
    """Whoever implements it answers only from what was seen from the places visited."""

    def options(self, step: Step) -> Sequence[Option]:
        """Every way to carry out the step from here that isn't absurd."""
        ...

    def take(self, step: Step, option: Option, earnest: bool) -> Doing[Outcome]:
        """Carry the option out; unless `earnest`, only go where it leads, without what leaves traces, such as photos."""
        ...

    def holds(self, condition: Condition, words: str) -> Doing[float | None]:
        """How well the condition fits, 0 to 1; None where this world can't tell. `words` are what the person said."""
        ...

    def choose(self, step: Step, options: Sequence[Option]) -> Doing[Sequence[Option]]:
        """Which of options that nothing seen tells apart are meant: a world with a person in it may ask."""
        ...

    def agree(self, program: Program, because: str) -> Doing[bool]:
        """Whether to try another reading of the words, now that the likelier one has failed."""
        ...

    def where(self) -> Hashable:
        """The pose, in the world's own terms: the same whenever one stands and faces the same way again."""
        ...

    def mark(self) -> Hashable:
        """A token for this very pose, to come back to."""
        ...

    def go_back(self, mark: Hashable) -> Doing[bool]:
        """Go back, the way one came, to the pose of `mark`; nothing moves when one stands there. False when it failed."""
        ...

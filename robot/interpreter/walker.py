"""One who walks a world of ways: makes it a world that programs run in."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from robot.condition import Condition
from robot.interpreter.fit import Eye
from robot.interpreter.option import Option
from robot.interpreter.options import holds, options
from robot.interpreter.scene import Ways
from robot.interpreter.walk import Walk
from robot.interpreter.world import Doing, Outcome
from robot.program import Program, Step


class Walker:
    """A `robot.interpreter.world.World` over ways. Nobody is there to be asked: costs alone decide."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._eye = Eye(ways)

    def options(self, step: Step) -> Sequence[Option]:
        return options(step, self._ways.scene(), self._eye) or [Option({}, Walk())]

    def take(self, step: Step, option: Option, earnest: bool) -> Doing[Outcome]:
        walk = option.action
        assert isinstance(walk, Walk)
        yield from self._ways.turn(walk.quarters)
        for _ in range(walk.steps):
            yield from self._ways.advance()
        yield from self._ways.turn(walk.then_quarters)
        if earnest and not option.doubts and not walk.moves:
            return Outcome((yield from self._ways.perform(step)))
        if walk.check is None:
            return Outcome(True)
        return Outcome(True, doubts={"misfit": 1 - holds(walk.check, self._ways.scene(), self._eye)})

    def holds(self, condition: Condition, words: str) -> Doing[float | None]:
        yield from ()
        return holds(condition, self._ways.scene(), self._eye)

    def choose(self, step: Step, options: Sequence[Option]) -> Doing[Sequence[Option]]:
        yield from ()
        return options

    def agree(self, program: Program, because: str) -> Doing[bool]:
        yield from ()
        return True

    def where(self) -> Hashable:
        return self._ways.where()

    def mark(self) -> Hashable:
        return self._ways.mark()

    def go_back(self, mark: Hashable) -> Doing[bool]:
        yield from self._ways.go_back(mark)
        return True

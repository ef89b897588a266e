"""Runs readings of an instruction in a world: the way that costs least is what was meant.

Every reading is tried step by step, the likeliest option first. What doesn't work out is taken back by going back, and the
next is tried, until nothing cheaper can be left. Then the best run is what stands.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from types import MappingProxyType
from typing import NamedTuple

from robot.interpreter.costs import Costs
from robot.interpreter.fit import Eye
from robot.interpreter.option import Doubts, Option
from robot.interpreter.options import holds, options
from robot.interpreter.scene import Doing, World
from robot.program import Program, Step


class Hypothesis(NamedTuple):
    """A program that the words may mean, and what speaks against it."""

    program: Program
    doubts: Doubts = MappingProxyType({})


class Move(NamedTuple):
    """One option taken for one step."""

    step: Step
    option: Option
    doubts: Doubts


class Run(NamedTuple):
    """One way of carrying out one hypothesis, with its cost and where it ended."""

    hypothesis: Hypothesis
    moves: tuple[Move, ...]
    cost: float
    end: Hashable

    @property
    def doubts(self) -> dict[str, float]:
        """All doubts together."""
        total: dict[str, float] = dict(self.hypothesis.doubts)
        for move in self.moves:
            for name, amount in move.doubts.items():
                total[name] = total.get(name, 0.0) + amount
        return total


class Limits(NamedTuple):
    """How hard to try."""

    tries: int = 400  # options taken in all
    width: int = 4  # options per step
    slack: float = 0.0  # keep runs up to so much dearer than the best
    sure: float = 0.3  # a run this cheap is taken at once
    legs: int = 7  # how often one step may go on around corners and over crossings


class Runner:
    """Carries out instructions in `world`."""

    def __init__(self, world: World, costs: Costs | None = None, limits: Limits = Limits()) -> None:
        self._world = world
        self._costs = costs or Costs()
        self._limits = limits
        self._eye = Eye(world)

    def run(self, hypotheses: Sequence[Hypothesis]) -> Doing[Run | None]:
        """Try the hypotheses and leave the world as the cheapest run leaves it; None, and no motion, where there is none."""
        runs = yield from self.explore(hypotheses)
        if not runs:
            return None
        best = min(runs, key=lambda run: run.cost)
        yield from self.replay(best, perform=True)
        return best

    def replay(self, run: Run, perform: bool) -> Doing[None]:
        """Make the run's moves from where it began; with `perform`, do what isn't about the way too, such as photos."""
        for move in run.moves:
            yield from self._take(move.option)
            if perform and not move.option.doubts and not move.option.moves:
                yield from self._world.perform(move.step)

    def explore(self, hypotheses: Sequence[Hypothesis]) -> Doing[list[Run]]:
        """All runs that might be the cheapest (or within the slack), and back to where one stood."""
        search = _Search(self._limits)
        for hypothesis in sorted(hypotheses, key=lambda hypothesis: self._costs.of(hypothesis.doubts)):
            cost = self._costs.of(hypothesis.doubts)
            yield from self._explore(hypothesis, hypothesis.program.steps, (), cost, search)
        return search.runs

    def _explore(
        self, hypothesis: Hypothesis, steps: tuple[Step, ...], moves: tuple[Move, ...], cost: float, search: _Search
    ) -> Doing[None]:
        if search.hopeless(cost):
            return
        if not steps:
            search.found(Run(hypothesis, moves, cost, self._world.where()))
            return
        step = steps[0]
        found = options(step, self._world.scene(), self._eye) or [Option({})]
        if len(moves) >= self._limits.legs and all(move.option.again for move in moves[-self._limits.legs :]):
            found = [option for option in found if option.again is None]
        ranked = sorted(found, key=lambda option: self._costs.of(option.doubts))[: self._limits.width]
        for option in ranked:
            mark = self._world.mark()
            if search.hopeless(cost + self._costs.of(option.doubts)):
                break
            search.tried += 1
            yield from self._take(option)
            doubts = self._on_arrival(option)
            rest = steps[1:] if option.again is None else (option.again, *steps[1:])
            taken = (*moves, Move(step, option, doubts))
            yield from self._explore(hypothesis, rest, taken, cost + self._costs.of(doubts), search)
            yield from self._world.go_back(mark)

    def _on_arrival(self, option: Option) -> Doubts:
        """The option's doubts, now that what it promised can be seen or not."""
        if option.check is None:
            return option.doubts
        fit = holds(option.check, self._world.scene(), self._eye)
        return {**option.doubts, "misfit": 1 - fit}

    def _take(self, option: Option) -> Doing[None]:
        yield from self._world.turn(option.quarters)
        for _ in range(option.steps):
            yield from self._world.advance()
        yield from self._world.turn(option.then_quarters)


class _Search:
    """The runs found so far, and whether it is worth going on."""

    def __init__(self, limits: Limits) -> None:
        self.runs: list[Run] = []
        self.tried = 0
        self._limits = limits
        self._best = float("inf")

    def hopeless(self, cost: float) -> bool:
        over = self.tried >= self._limits.tries
        enough = self._best <= self._limits.sure and not self._limits.slack
        return over or enough or cost > self._best + self._limits.slack

    def found(self, run: Run) -> None:
        self.runs.append(run)
        self._best = min(self._best, run.cost)

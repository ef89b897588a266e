"""Runs readings of an instruction in a world: the way that costs least is what was meant.

Every reading is tried step by step, the likeliest option first. What doesn't work out is taken back by going back, and the
next is tried, until nothing cheaper can be left. Then the best run is what stands. Where trying is for free (a table of
halls) everything promising is tried; a car tries in earnest, and the first run that nothing speaks against ends it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from types import MappingProxyType
from typing import NamedTuple

from robot.interpreter.agenda import Agenda, EarnestAgenda, Move, Numbered, Place
from robot.interpreter.control_flow import Decision, flow
from robot.interpreter.costs import Costs
from robot.interpreter.option import Doubts, Option
from robot.interpreter.world import Doing, Outcome, World
from robot.program import Program, Step


class Hypothesis(NamedTuple):
    """A program that the words may mean, and what speaks against it."""

    program: Program
    doubts: Doubts = MappingProxyType({})


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

    @property
    def sentence(self) -> str:
        """What the last step that had anything to say said."""
        return next((move.outcome.sentence for move in reversed(self.moves) if move.outcome.sentence), "")


class Limits(NamedTuple):
    """How hard to try."""

    tries: int = 400  # options taken in all
    width: int = 4  # options per step
    slack: float = 0.0  # keep runs up to so much dearer than the best
    sure: float = 0.3  # a run this cheap is taken at once
    legs: int = 7  # how often one step may go on around corners and over crossings
    close: float = 0.0  # options whose costs differ by less are as good as each other: the world chooses
    earnest: bool = False  # whether what is tried is done, photos and all, or only walked through until it is decided


class Runner:
    """Carries out instructions in `world`."""

    def __init__(self, world: World, costs: Costs | None = None, limits: Limits = Limits()) -> None:
        self._world = world
        self._costs = costs or Costs()
        self._limits = limits
        self.at: Numbered | None = None
        """Number of the present step of the program (from 0), and the step, which may lie inside a repeat or an if."""
        self.failure = ""
        """Why the first thing that failed did."""
        self.tried: list[Move] = []
        """Every option that was taken, those taken back too."""

    def run(self, hypotheses: Sequence[Hypothesis]) -> Doing[Run | None]:
        """Try the hypotheses and leave the world as the cheapest run leaves it; None where there is none."""
        start = self._world.mark()
        search = yield from self._search(hypotheses)
        best = search.best
        if best is not None and not (self._limits.earnest and search.stands is best):
            yield from self._world.go_back(start)
            yield from self.replay(best, earnest=True)
        return best

    def replay(self, run: Run, earnest: bool) -> Doing[None]:
        """Make the run's moves from where it began."""
        for move in run.moves:
            yield from self._do(move.step, move.option, earnest)

    def explore(self, hypotheses: Sequence[Hypothesis]) -> Doing[list[Run]]:
        """All runs that might be the cheapest (or within the slack), and back to where one stood."""
        start = self._world.mark()
        search = yield from self._search(hypotheses)
        yield from self._world.go_back(start)
        return search.runs

    def _search(self, hypotheses: Sequence[Hypothesis]) -> Doing[_Search]:
        search = _Search(self._limits)
        start = self._world.mark()
        for number, hypothesis in enumerate(sorted(hypotheses, key=lambda hypothesis: self._costs.of(hypothesis.doubts))):
            if search.hopeless(self._costs.of(hypothesis.doubts)):
                break
            if number and not search.runs and not (yield from self._world.agree(hypothesis.program, self.failure)):
                break
            yield from self._world.go_back(start)
            yield from self._try(hypothesis, search)
        return search

    def _try(self, hypothesis: Hypothesis, search: _Search) -> Doing[None]:
        """Carry out one hypothesis in every way that may be the cheapest."""
        agenda = EarnestAgenda(self._costs, self._limits.sure, self._more) if self._limits.earnest else Agenda(self._costs)
        steps = tuple(enumerate(hypothesis.program.steps))
        yield from self._arrive(hypothesis, steps, (), self._costs.of(hypothesis.doubts), agenda, search)
        while (chosen := agenda.next()) is not None:
            place, cost = chosen
            if search.hopeless(cost):
                agenda.drop(place)
                if self._limits.earnest:
                    return  # nothing is cheaper
                continue
            option = place.take()
            yield from self._world.go_back(place.mark)
            search.note_try()
            move = yield from self._take(place.steps[0], option)
            if not move.outcome.good:
                self.failure = self.failure or move.outcome.sentence
                continue
            number = place.steps[0][0]
            rest = (*((number, step) for step in option.then), *place.steps[1:])
            reached = place.cost + self._costs.of(move.doubts)
            yield from self._arrive(hypothesis, rest, (*place.moves, move), reached, agenda, search)

    def _arrive(
        self, hypothesis: Hypothesis, steps: tuple[Numbered, ...], moves: tuple[Move, ...], cost: float, agenda: Agenda,
        search: _Search,
    ) -> Doing[None]:
        """Note the run that is whole now, or the place where the next step is to be chosen."""
        if search.hopeless(cost):
            return
        if not steps:
            search.found(Run(hypothesis, moves, cost, self._world.where()))
            return
        self.at = steps[0]
        mark = self._world.mark()
        options = yield from self._options(steps[0][1], moves)
        agenda.add(Place(steps, moves, cost, mark, options))

    def _options(self, step: Step, moves: tuple[Move, ...]) -> Doing[Sequence[Option]]:
        """Options for the step, cheapest first."""
        found = yield from flow(step, self._world)
        if found is None:
            found = self._world.options(step)
        legs = self._limits.legs
        if len(moves) >= legs and all(move.option.then for move in moves[-legs:]):
            found = [option for option in found if not option.then]
        ranked = sorted(found, key=lambda option: self._costs.of(option.doubts))[: self._limits.width]
        as_good = [option for option in ranked if self._cost_above(option, ranked[0]) < self._limits.close]
        if len(as_good) > 1:
            return (yield from self._world.choose(step, ranked))
        return ranked

    def _more(self, place: Place) -> Sequence[Option]:
        """What the place's step could mean by what is known now; what was found out once isn't asked again."""
        if any(isinstance(action, Decision) for action in place.taken):
            return ()
        return self._world.options(place.steps[0][1])

    def _cost_above(self, option: Option, best: Option) -> float:
        return self._costs.of(option.doubts) - self._costs.of(best.doubts)

    def _take(self, numbered: Numbered, option: Option) -> Doing[Move]:
        self.at = numbered
        outcome = yield from self._do(numbered[1], option, self._limits.earnest)
        move = Move(numbered[1], option, {**option.doubts, **outcome.doubts}, outcome)
        self.tried.append(move)
        return move

    def _do(self, step: Step, option: Option, earnest: bool) -> Doing[Outcome]:
        if isinstance(option.action, Decision):
            return Outcome(option.action.good, "" if option.action.good else option.action.words)
        return (yield from self._world.take(step, option, earnest))


class _Search:
    """The runs found so far, and whether it is worth going on."""

    def __init__(self, limits: Limits) -> None:
        self.runs: list[Run] = []
        self.best: Run | None = None
        self.stands: Run | None = None
        """The run that the world is as it left it."""
        self._tried = 0
        self._limits = limits

    def hopeless(self, cost: float) -> bool:
        best = self.best.cost if self.best else float("inf")
        over = self._tried >= self._limits.tries
        enough = best <= self._limits.sure and not self._limits.slack
        return over or enough or cost > best + self._limits.slack

    def note_try(self) -> None:
        self._tried += 1
        self.stands = None

    def found(self, run: Run) -> None:
        self.runs.append(run)
        self.stands = run
        if self.best is None or run.cost < self.best.cost:
            self.best = run

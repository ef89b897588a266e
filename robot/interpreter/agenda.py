"""What could be done next: the places where a choice is open, and which of their options to take."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from robot.interpreter.costs import Costs
from robot.interpreter.option import Doubts, Option
from robot.interpreter.world import Outcome
from robot.program import Step

Numbered = tuple[int, Step]


class Move(NamedTuple):
    """One option taken for one step, and how it went."""

    step: Step
    option: Option
    doubts: Doubts
    outcome: Outcome = Outcome(True)


class Place:
    """Where a choice is to be made: the way there, what is left to do, and the options not taken yet, cheapest first."""

    def __init__(
        self, steps: tuple[Numbered, ...], moves: tuple[Move, ...], cost: float, mark: Hashable, options: Sequence[Option]
    ) -> None:
        self.steps = steps
        self.moves = moves
        self.cost = cost
        self.mark = mark
        self.options = list(options)
        self.taken: list[object] = []

    def take(self) -> Option:
        """The cheapest option, which is none of those that are left from now on."""
        option = self.options.pop(0)
        self.taken.append(option.action)
        return option


class Agenda:
    """Depth first: the place reached last goes on until its options are used up."""

    def __init__(self, costs: Costs) -> None:
        self._costs = costs
        self._open: list[Place] = []

    def add(self, place: Place) -> None:
        self._open.append(place)

    def next(self) -> tuple[Place, float] | None:
        """Where to go on, and what taking its cheapest option would come to; None when nothing is left."""
        while self._open and not self._open[-1].options:
            self._open.pop()
        return (self._open[-1], self._cost(self._open[-1])) if self._open else None

    def drop(self, place: Place) -> None:
        """None of its options is worth it."""
        self._open.remove(place)

    def _cost(self, place: Place) -> float:
        return place.cost + self._costs.of(place.options[0].doubts)


class EarnestAgenda(Agenda):
    """Cheapest first, of equals the one reached last: where trying is doing, that spares going wrong and back.

    Whoever tries in earnest gets to know the world on the way. So when something speaks against all that is open, by more
    than `sure`, the places that were done with are looked at again: `more` says what else could be done there.
    """

    def __init__(self, costs: Costs, sure: float, more: Callable[[Place], Sequence[Option]]) -> None:
        super().__init__(costs)
        self._sure = sure
        self._more = more
        self._spent: list[Place] = []

    def next(self) -> tuple[Place, float] | None:
        best = self._best()
        if best is None or best[1] > self._sure:
            self._reconsider()
            best = self._best()
        return best

    def drop(self, place: Place) -> None:
        super().drop(place)
        self._spent.append(place)

    def _best(self) -> tuple[Place, float] | None:
        self._spent += [place for place in self._open if not place.options]
        self._open = [place for place in self._open if place.options]
        costs = [(place, self._cost(place)) for place in reversed(self._open)]
        return min(costs, key=lambda one: one[1], default=None)

    def _reconsider(self) -> None:
        for place in self._spent:
            found = [option for option in self._more(place) if option.action not in place.taken]
            place.options = sorted(found, key=lambda option: self._costs.of(option.doubts))
        self._open += [place for place in self._spent if place.options]
        self._spent = [place for place in self._spent if not place.options]

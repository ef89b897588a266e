"""Choices: a parser that asks "which of these?" is run several times to give the k cheapest readings.

The parser is plain code. Where words are ambiguous it calls `Choices.pick` with the options and their costs, best first, and
goes on with what it gets. `cheapest` runs it with the best options everywhere, then with one choice changed, then two, in
the order of the total cost, as a best-first search.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Option(NamedTuple, Generic[T]):
    value: T
    cost: float


class Choices:
    """What is chosen in one run: first as `plan` says, then always the first option."""

    def __init__(self, plan: tuple[int, ...] = ()) -> None:
        self._plan = plan
        self._costs: list[tuple[float, ...]] = []
        self.cost = 0.0

    def pick(self, options: Sequence[Option[T]]) -> T:
        """One of the options; the first must be the cheapest."""
        if len(options) == 1:
            return options[0].value
        turn = len(self._costs)
        index = self._plan[turn] if turn < len(self._plan) else 0
        option = options[min(index, len(options) - 1)]
        self._costs.append(tuple(each.cost for each in options))
        self.cost += option.cost
        return option.value

    def pay(self, cost: float) -> None:
        """Make this reading less likely."""
        self.cost += cost

    def others(self) -> Iterator[tuple[float, tuple[int, ...]]]:
        """Each plan that differs from this run in one of the choices made freely, and how much more it costs at least."""
        for turn in range(len(self._plan), len(self._costs)):
            costs = self._costs[turn]
            before = (*self._plan, *([0] * (turn - len(self._plan))))
            for index in range(1, len(costs)):
                yield costs[index] - costs[0], (*before, index)


def cheapest(run: Callable[[Choices], T], most_runs: int) -> Iterator[tuple[float, T]]:
    """The results of `run` in the order in which they are tried, each with its cost; at most `most_runs`."""
    waiting: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for _ in range(most_runs):
        if not waiting:
            return
        _, plan = heapq.heappop(waiting)
        choices = Choices(plan)
        result = run(choices)
        yield choices.cost, result
        for extra, other in choices.others():
            heapq.heappush(waiting, (choices.cost + extra, other))

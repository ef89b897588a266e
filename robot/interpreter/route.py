"""Runs instructions of several sentences: what a later sentence says may show that an earlier one was taken wrongly.

After each sentence the few likeliest places where it may have led are kept, and the next sentence is tried from each of them.
It costs walking: every place that is looked at is walked to.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from robot.interpreter.run import Hypothesis, Run, Runner
from robot.interpreter.world import Doing, World

KEPT = 4  # places after each sentence
SLACK = 3.0  # and none that costs so much more than the likeliest


class Trail(NamedTuple):
    """One way through the sentences so far: a run for each, and what they cost together."""

    runs: tuple[Run, ...] = ()
    cost: float = 0.0


class RouteRunner:
    """Carries out instructions of several sentences with `runner`, whose limits should leave some slack."""

    def __init__(self, world: World, runner: Runner, kept: int = KEPT, slack: float = SLACK) -> None:
        self._world = world
        self._runner = runner
        self._kept = kept
        self._slack = slack

    def run(self, sentences: Sequence[Sequence[Hypothesis]]) -> Doing[Trail]:
        """Leave the world where the cheapest trail ends. A sentence that can't be run at all is passed over."""
        start = self._world.mark()
        trails = [Trail()]
        for hypotheses in sentences:
            longer = yield from self._longer(start, trails, hypotheses)
            ranked = sorted(longer.values(), key=lambda trail: trail.cost)[: self._kept] or trails
            trails = [trail for trail in ranked if trail.cost <= ranked[0].cost + self._slack]
        yield from self._walk(start, trails[0], earnest=True)
        return trails[0]

    def _longer(
        self, start: Hashable, trails: Sequence[Trail], hypotheses: Sequence[Hypothesis]
    ) -> Doing[dict[Hashable, Trail]]:
        """The cheapest trail to every place where the next sentence may lead."""
        found: dict[Hashable, Trail] = {}
        for trail in trails:
            yield from self._walk(start, trail)
            runs = yield from self._runner.explore(hypotheses)
            for run in runs:
                longer = Trail((*trail.runs, run), trail.cost + run.cost)
                if run.end not in found or longer.cost < found[run.end].cost:
                    found[run.end] = longer
        return found

    def _walk(self, start: Hashable, trail: Trail, earnest: bool = False) -> Doing[None]:
        yield from self._world.go_back(start)
        for run in trail.runs:
            yield from self._runner.replay(run, earnest)

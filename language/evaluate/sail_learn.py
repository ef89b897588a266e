"""Learning from training maps: what each doubt costs, so that the run that costs least is the one people meant.

Of all runs of a training sentence, those that end in the right pose should be likely and the others not: costs are fitted
by gradient descent on the likelihood of the right ends, held near the costs they start from.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from language.evaluate.sail_follow import Skill, done
from language.evaluate.sail_map import Plan, SailMap
from language.evaluate.sail_teach import learn_names
from language.evaluate.sail_world import SailWorld
from language.routes.reader import read_route
from robot.interpreter.costs import Costs
from robot.interpreter.run import Limits, Run, Runner
from robot.interpreter.walker import Walker

LIMITS = Limits(tries=250, width=6, slack=5.0)
ROUNDS = 2  # explore, fit, explore again with the new costs
EPOCHS = 150
RATE = 0.05
HOLD = 0.02  # pull towards the costs it began with, per sentence-independent unit
Array = NDArray[np.float64]
Case = tuple[Array, NDArray[np.bool_]]  # the runs of one sentence: doubts (runs × names), and which end right


def learn(maps: Sequence[SailMap], skill: Skill) -> Skill:
    """The skill with what the maps' sentences teach: names first, then costs."""
    skill = skill._replace(names=learn_names(maps, skill.names))
    return skill._replace(costs=learn_costs(maps, skill))


def learn_costs(maps: Sequence[SailMap], skill: Skill) -> Costs:
    """Costs fitted to the sentences of the maps, starting from those of `skill`."""
    for _ in range(ROUNDS):
        names = sorted(skill.costs.names)
        cases = [case for sail_map in maps for case in _cases(sail_map, skill, names)]
        start = np.array([skill.costs.of({name: 1.0}) for name in names])
        fitted = fit(cases, start)
        skill = skill._replace(costs=Costs(dict(zip(names, fitted.tolist(), strict=True))))
    return skill.costs


def _cases(sail_map: SailMap, skill: Skill, names: list[str]) -> list[Case]:
    plan = Plan(sail_map)
    column = {name: index for index, name in enumerate(names)}
    cases = []
    for sentence in sail_map.sentences:
        world = SailWorld(plan, sentence.path[0], skill.names)
        runs = done(Runner(Walker(world), skill.costs, LIMITS).explore(read_route(sentence.text, skill.costs)))
        right = np.array([run.end == sentence.path[-1] for run in runs])
        if right.any() and not right.all():
            cases.append((_doubts(runs, column), right))
    return cases


def _doubts(runs: Sequence[Run], column: dict[str, int]) -> Array:
    table = np.zeros((len(runs), len(column)))
    for row, run in enumerate(runs):
        for name, amount in run.doubts.items():
            if name in column:
                table[row, column[name]] += amount
    return table


def fit(cases: Sequence[Case], start: Array) -> Array:
    """Costs that make right ends likely; never below zero."""
    costs = start.copy()
    momentum, square = np.zeros_like(costs), np.zeros_like(costs)
    for epoch in range(1, EPOCHS + 1):
        gradient = HOLD * (costs - start)
        for doubts, right in cases:
            gradient += _gradient(doubts, right, costs) / len(cases)
        momentum = 0.9 * momentum + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        step = (momentum / (1 - 0.9**epoch)) / (np.sqrt(square / (1 - 0.99**epoch)) + 1e-8)
        costs = np.maximum(0.0, costs - RATE * step)
    return costs


def _gradient(doubts: Array, right: NDArray[np.bool_], costs: Array) -> Array:
    """Of −log P(right end) by the costs: what right runs doubt less all runs' doubts, each by its share."""
    score = -doubts @ costs
    share = np.exp(score - score.max())
    everything = share / share.sum()
    of_right = np.where(right, share, 0.0)
    of_right /= max(float(of_right.sum()), 1e-300)
    change: Array = of_right @ doubts - everything @ doubts
    return change

"""A program under way."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from control.car_world import CarWorld
from control.knowledge import Knowledge
from control.orders import Order, Script
from control.route import completed
from robot.interpreter.costs import Costs
from robot.interpreter.run import Hypothesis, Limits, Run, Runner
from robot.interpreter.trace import trace
from robot.messages import Alternative
from robot.program import Expect, If, Program

LIMITS = Limits(tries=100_000, width=6, sure=1.0, legs=10_000, close=0.3, earnest=True)
"""A car tries what is likeliest and is content with what nothing speaks against."""


class Job:
    """Its runner, the order it waits for, and where it is."""

    def __init__(self, program: Program, alternatives: Sequence[Alternative], knowledge: Knowledge) -> None:
        self.program = program
        others = [Hypothesis(completed(one.program), MappingProxyType({"reading": one.cost})) for one in alternatives]
        self._costs = Costs()
        self._runner = Runner(CarWorld(knowledge), self._costs, LIMITS)
        self.script: Script[Run | None] = self._runner.run([Hypothesis(completed(program)), *others])
        self.order: Order | None = None
        self.faults: dict[str, int] = {}

    @property
    def step(self) -> int:
        return self._runner.at[0] if self._runner.at else 0

    @property
    def at(self) -> object:
        """Changes with every step, those inside a repeat too."""
        return len(self._runner.tried), self._runner.at

    @property
    def sentence(self) -> str:
        step = self._runner.at[1] if self._runner.at else None
        if isinstance(step, If | Expect):
            return f"I check this: {step.condition}."
        return f"I {step}." if step else "I begin."

    @property
    def failure(self) -> str:
        """Why the first thing that failed did, "" while nothing has."""
        return self._runner.failure

    @property
    def trace(self) -> tuple[str, ...]:
        """Every step that was tried, how, and what spoke against it."""
        return trace(self._runner.tried, self._costs)

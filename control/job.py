"""A program under way."""

from __future__ import annotations

from control.knowledge import Knowledge
from control.orders import Order
from control.script import Script, ScriptWriter
from robot.program import Expect, If, Program


class Job:
    """Its script, the order it waits for, and where it is."""

    def __init__(self, program: Program, knowledge: Knowledge) -> None:
        self.program = program
        self.writer = ScriptWriter(knowledge)
        self.script: Script = self.writer.program(program)
        self.order: Order | None = None
        self.since_ns = 0
        self.faults: dict[str, int] = {}

    @property
    def step(self) -> int:
        return self.writer.at[0] if self.writer.at else 0

    @property
    def sentence(self) -> str:
        step = self.writer.at[1] if self.writer.at else None
        if isinstance(step, If | Expect):
            return f"I check this: {step.condition}."
        return f"I {step}." if step else "I begin."

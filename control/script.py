"""A program as it is carried out: which order comes next, given how the last one went.

A script is a generator, like the navigator's routines one floor below: each `yield` hands over an order and comes back with
its result, the `return` tells how the whole ended. Repeats, branches and checks are ordinary loops and ifs here.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence

from control.knowledge import Knowledge
from control.orders import Check, Move, Order, Rest, Result, Shoot, Speak
from control.reference import unheeded
from robot.condition import Passed
from robot.landmark import Landmark
from robot.messages import Task
from robot.poses import Pose
from robot.program import (
    Expect,
    Face,
    Find,
    Goto,
    If,
    Photo,
    Program,
    Remember,
    Repeat,
    Return,
    Say,
    Step,
    Stop,
    Travel,
    Turn,
    Wait,
)

UNSAID_M = 0.5  # "go forward", nothing said of how far
AROUND_RAD = math.pi
MOST_REPEATS = 100  # "forever" ends some time, and a battery sooner
PLACES = ("in front of", "next to", "behind", "left of", "right of", "at")

Script = Generator[Order, Result, Result]
YET = "I can't {} yet."


class ScriptWriter:
    """Turns one program's steps into orders."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._start = knowledge.pose
        self.at: tuple[int, Step] | None = None
        """Number of the present step of the program (from 0), and the step, which may lie inside a repeat or an if."""

    def program(self, program: Program) -> Script:
        """Carry out all steps; the first that fails ends it."""
        self._start = self._knowledge.pose
        result = Result(True)
        for number, step in enumerate(program.steps):
            self.at = number, step
            result = yield from self._step(step)
            if not result.good:
                return result
        return result

    def _steps(self, steps: Sequence[Step]) -> Script:
        """Inner steps: they count as the outer one."""
        result = Result(True)
        for step in steps:
            self.at = (self.at[0] if self.at else 0), step
            result = yield from self._step(step)
            if not result.good:
                break
        return result

    def _step(self, step: Step) -> Script:
        order = self._order(step)
        if order is not None:
            return (yield order)
        match step:
            case Turn():
                return (yield from self._turn(step))
            case Travel():
                return (yield from self._travel(step))
            case Goto():
                return (yield from self._goto(step))
            case Find():
                return (yield from self._find(step.landmark))
            case Face():
                return (yield from self._face(step))
            case Remember():
                return (yield from self._remember(step))
            case Repeat():
                return (yield from self._repeat(step))
            case If() | Expect():
                return (yield from self._look(step))
        return Result(False, YET.format(f'carry out "{step}"'))

    def _order(self, step: Step) -> Order | None:
        """The order of a step that is done with one."""
        match step:
            case Photo():
                return Shoot("")
            case Wait(duration_s=duration_s, until=until):
                return Rest(duration_s or math.inf, until)
            case Say(text=text):
                return Speak(text)
            case Return():
                return Move(_place(self._start))
            case Stop():
                return Move(_task("stop"))
        return None

    def _look(self, step: If | Expect) -> Script:
        """Branch on a condition; what was expected and isn't so is told, and the rest is done all the same."""
        holds = yield Check(step.condition, step.words)
        if isinstance(step, Expect):
            return Result(True, holds.sentence)
        return (yield from self._steps(step.steps if holds.good else step.otherwise))

    def _turn(self, step: Turn) -> Script:
        if step.heading:
            return Result(False, f"I have no compass: I can't tell where {step.heading} is.")
        if step.onto is not None or step.at is not None:
            place = step.at or step.onto
            assert place is not None
            return Result(False, YET.format(f"tell where {place.name} is"))
        if step.until is None:
            return (yield Move(_task("turn", angle_rad=step.angle_rad)))
        angle_rad = math.copysign(math.tau, step.angle_rad or 1.0)
        return (yield Move(_task("turn", angle_rad=angle_rad), step.until, must=True))

    def _travel(self, step: Travel) -> Script:
        if step.blocks or step.through is not None or step.fraction:
            return Result(False, YET.format(f"carry out \"{step.words or step}\""))
        if step.toward is not None or step.away is not None:
            faced = yield from self._face(Face(landmark=(step.toward or step.away), away=step.away is not None))  # type: ignore[arg-type]
            if not faced.good:
                return faced
        until = step.until or (Passed(landmark=step.past) if step.past else None)
        unsaid_m = math.inf if until is not None or step.along is not None else UNSAID_M
        return (yield Move(_task("travel", distance_m=step.signed_m(unsaid_m)), until, must=until is not None))

    def _goto(self, step: Goto) -> Script:
        if step.fraction:
            return Result(False, YET.format("go a part of the way"))
        landmark = _thing(step.landmark)
        if landmark.kind in self._knowledge.places:
            return (yield Move(_place(self._knowledge.places[landmark.kind])))
        if unheeded(landmark):
            yield Speak(unheeded(landmark))
        return (yield Move(_task("goto", landmark, distance_m=step.distance_m)))

    def _find(self, landmark: Landmark) -> Script:
        if unheeded(landmark):
            yield Speak(unheeded(landmark))
        return (yield Move(_task("find", landmark)))

    def _face(self, step: Face) -> Script:
        result = yield from self._find(step.landmark)
        if result.good and step.away:
            result = yield Move(_task("turn", angle_rad=AROUND_RAD))
        return result

    def _remember(self, step: Remember) -> Script:
        if step.landmark is None:
            self._knowledge.places[step.name] = self._knowledge.pose
        else:
            found = self._knowledge.known(step.landmark)
            if not found:
                return Result(False, f"I don't see {step.landmark.name}, so I can't remember it.")
            self._knowledge.places[step.name] = Pose(found[0].x_m, found[0].y_m, 0.0)
        return (yield Speak(f'I will know it as "{step.name}".'))

    def _repeat(self, step: Repeat) -> Script:
        result = Result(True)
        for _ in range(step.count or MOST_REPEATS):
            if step.until is not None and (yield Check(step.until, step.words)).good:
                break
            result = yield from self._steps(step.steps)
            if not result.good:
                break
        return result


def _thing(landmark: Landmark) -> Landmark:
    """ "The place next to the sofa" is gone to by going to the sofa."""
    if landmark.kind == "place" and landmark.relations and landmark.relations[0].name in PLACES:
        return landmark.relations[0].others[0]
    return landmark


def _task(action: str, landmark: Landmark | None = None, **numbers: float) -> Task:
    return Task(t_ns=0, id=0, action=action, landmark=landmark, **numbers)  # type: ignore[arg-type]  # of Task's actions


def _place(pose: Pose) -> Task:
    return Task(t_ns=0, id=0, action="place", x_m=pose.x_m, y_m=pose.y_m)

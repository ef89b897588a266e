"""What carrying out a program asks for, one order at a time, and how an order went."""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, NamedTuple, TypeVar

from robot.condition import Condition
from robot.landmark import Landmark
from robot.messages import Task

T = TypeVar("T")


class Move(NamedTuple):
    """A task for the navigator; it ends early, well done, when `until` comes true."""

    task: Task
    until: Condition | None = None
    must: bool = False
    """Whether `until` has to come true: ending any other way is then a failure."""
    quiet: bool = False
    """Whether only a failure is worth a sentence."""


class Shoot(NamedTuple):
    """A photo of what is in front of the car."""

    caption: str


class Study(NamedTuple):
    """Something for the eyes to learn, to forget or to call something else."""

    action: Literal["teach", "forget", "rename"]
    name: str
    new_name: str = ""


class Rest(NamedTuple):
    """Stand for so long (s), or until the condition holds; inf and None: until told to go on."""

    duration_s: float
    until: Condition | None = None
    quiet: bool = False


class Speak(NamedTuple):
    """A sentence for the person."""

    text: str


class Check(NamedTuple):
    """Find out whether the condition holds, giving the camera a moment; `words` are what the person said."""

    condition: Condition
    words: str


class Ask(NamedTuple):
    """A question to the person: which of `choices` that fit `about` is meant, or yes or no where it is about nothing."""

    text: str
    about: Landmark | None = None
    choices: tuple[str, ...] = ()


Order = Move | Shoot | Study | Rest | Speak | Check | Ask


class Result(NamedTuple):
    """How an order went: `good` as it was meant, and a sentence about it."""

    good: bool
    sentence: str = ""
    thing: int = -1
    """Number of the map's thing that it led to, -1 where it led to none."""
    told: bool | None = None
    """What a check found out, None where there is no telling."""
    answer: Landmark | bool | None = None
    """What the person answered, None where nobody did."""


Script = Generator[Order, Result, T]
"""What takes orders: each `yield` hands one over and comes back with its result, the `return` tells how the whole ended."""

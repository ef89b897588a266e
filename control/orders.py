"""What a script asks for, one order at a time, and how an order went."""

from __future__ import annotations

from typing import NamedTuple

from robot.condition import Condition
from robot.messages import Task


class Move(NamedTuple):
    """A task for the navigator; it ends early, well done, when `until` comes true."""

    task: Task
    until: Condition | None = None
    must: bool = False
    """Whether `until` has to come true: ending any other way is then a failure."""


class Shoot(NamedTuple):
    """A photo of what is in front of the car."""

    caption: str


class Rest(NamedTuple):
    """Stand for so long (s), or until the condition holds; inf and None: until told to go on."""

    duration_s: float
    until: Condition | None = None


class Speak(NamedTuple):
    """A sentence for the person."""

    text: str


class Check(NamedTuple):
    """Find out whether the condition holds, giving the camera a moment; `words` are what the person said."""

    condition: Condition
    words: str


Order = Move | Shoot | Rest | Speak | Check


class Result(NamedTuple):
    """How an order went: `good` as it was meant, and a sentence about it."""

    good: bool
    sentence: str = ""

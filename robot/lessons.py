"""What is taught by showing: what the person wants known, how that went, and what the eyes know beside the trained kinds."""

from __future__ import annotations

from typing import Literal

from robot.messages import Message


class TaughtKinds(Message, frozen=True):
    """What the eyes were taught by showing: kinds that detections may have beside those of the network.

    `problem` says why some, or all, of it can't be used; "" where all is well.
    """

    kinds: tuple[str, ...]
    problem: str = ""


class Lesson(Message, frozen=True):
    """What the person wants the eyes to know from now on: `name` is what they called it; `new_name` is for `rename`."""

    id: int
    action: Literal["teach", "forget", "rename"]
    name: str
    new_name: str = ""


class Learned(Message, frozen=True):
    """How the lesson of that `id` went, with a sentence for the person."""

    id: int
    good: bool
    sentence: str

"""Options: the ways in which one step might be carried out from where one stands, each with what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from robot.program import Step

Doubts = Mapping[str, float]  # what speaks against something → how much of it; see `costs.py`


class Option(NamedTuple):
    """One way to carry out a step: an action of the world's own kind, that says in words what it is."""

    doubts: Doubts
    action: object = ""
    then: tuple[Step, ...] = ()
    """Steps to go on with before the rest of the program."""

    def __str__(self) -> str:
        return str(self.action)

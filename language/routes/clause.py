"""A clause: the words and landmarks around one verb, each in its role."""

from __future__ import annotations

from typing import NamedTuple

from robot.landmark import Landmark

STATIVE = ("be", "see", "pass")  # verbs that say what is so, not what to do


class Part(NamedTuple):
    """A landmark in its role: "along", "to", "until", … or "" for what stands on its own."""

    role: str
    landmark: Landmark


class Clause:
    """What was said around one verb. Built by `clauses.read_clauses`."""

    def __init__(self) -> None:
        self.verb = ""
        self.direction = ""  # left, right, around
        self.forward = False
        self.back = False
        self.ordinal = 0  # of the direction: "the second left"
        self.blocks = 0
        self.all = False
        self.only = False
        self.here = False  # "there", "in this intersection"
        self.put = False  # "put the wall on your right"
        self.out = False  # "follow the hall out"
        self.side = ""  # said before what is on that side: "to your left is …"
        self.lead = False  # whether the count was said before the verb: "two blocks down you will see …"
        self.again = False
        self.parts: list[Part] = []
        self.said: list[str] = []

    def __bool__(self) -> bool:
        said = self.verb or self.direction or self.blocks or self.parts or self.all or self.forward or self.back
        return bool(said or self.side or self.out)

    @property
    def words(self) -> str:
        return " ".join(self.said)

    def part(self, *roles: str) -> Landmark | None:
        """The first landmark in one of the roles."""
        return next((part.landmark for part in self.parts if part.role in roles), None)

    def all_parts(self, *roles: str) -> list[Landmark]:
        return [part.landmark for part in self.parts if part.role in roles]

    @property
    def position(self) -> bool:
        """Whether it speaks of the goal as a numbered position."""
        return any(part.landmark.kind == "position" for part in self.parts)

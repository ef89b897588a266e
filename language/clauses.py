"""A clause: what belongs to one verb, whatever the order it was said in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from language.tokens import Term
from robot.program import Condition, Landmark

Joined = Literal["", "and", "then", "step", "pause"]  # how a clause follows the one before; "pause" is "." or ","
QUANTITIES = ("length", "angle", "clock", "number", "block", "time", "extent")


@dataclass
class Clause:
    """One verb (or none) with what stands around it, each in its slot; `terms` by category, `ways` by link."""

    joined: Joined = ""
    verb: Term | None = None
    terms: dict[str, Term] = field(default_factory=dict)
    ways: dict[str, Landmark] = field(default_factory=dict)
    goal: Landmark | None = None
    thing: Landmark | None = None  # the object of the verb
    into: bool = False  # "into the room", "in the door": the goal is gone into
    near: bool = False  # "to two feet from"
    sought: Landmark | None = None  # "search the room for it"
    off_m: float = 0.0  # "two feet from the door"
    until: Condition | None = None
    when: Condition | None = None  # "once you see the chair"
    unless: Condition | None = None  # only if not
    condition: Condition | None = None  # only if
    dangling: str = ""  # a link that leads nowhere: "near"
    negated: bool = False
    corrects: bool = False
    start: int = 0
    words: str = ""

    @property
    def name(self) -> str:
        """What the verb means, "" without one."""
        return "" if self.verb is None else self.verb.value

    @property
    def said(self) -> str:
        return f'"{self.words}"'

    @property
    def empty(self) -> bool:
        return self.verb is None and self.bare

    @property
    def bare(self) -> bool:
        """Nothing but a verb, if that."""
        things = (self.goal, self.thing, self.until, self.when, self.condition, self.unless)
        return not self.terms and not self.ways and all(thing is None for thing in things)

    def value(self, category: str) -> str:
        term = self.terms.get(category)
        return "" if term is None else term.value

    @property
    def landmark(self) -> Landmark | None:
        return self.goal or self.thing

    @property
    def amounts(self) -> set[str]:
        return {category for category in QUANTITIES if category in self.terms}

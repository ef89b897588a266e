"""A cursor: where in the terms of a text the parser stands, and what it knows from before."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from language.choices import Choices
from language.tokens import Term
from robot.program import Landmark, Program

END = Term("join", "end", "")


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What was said before: the thing spoken of last, the program understood last, and what the car has offered to do."""

    landmark: Landmark | None = None
    program: Program | None = None
    offer: Program | None = None


class NotUnderstood(Exception):
    """The words can't be carried out; the message is the whole sentence for the person."""


class Cursor:
    """Reads terms one by one; `last` is the landmark that "it" means."""

    def __init__(self, terms: Sequence[Term], choices: Choices, context: Context) -> None:
        self.terms = terms
        self.choices = choices
        self.context = context
        self.last = context.landmark
        self.at = 0
        self.guessed: list[str] = []  # what would have to be asked
        self.refusals: list[str] = []  # what the car can't do
        self.problems: list[str] = []  # parts that were not understood
        self.ignored: list[str] = []  # words passed over
        self.questions = False  # a question was among the words

    @property
    def ended(self) -> bool:
        return self.at >= len(self.terms)

    def peek(self, ahead: int = 0) -> Term:
        index = self.at + ahead
        return self.terms[index] if 0 <= index < len(self.terms) else END

    def take(self) -> Term:
        term = self.peek()
        self.at += 1
        return term

    def accept(self, category: str, *values: str) -> Term | None:
        """Take the next term if it is of the category and, where values are given, has one of them."""
        term = self.peek()
        if term.category != category or (values and term.value not in values) or self.ended:
            return None
        return self.take()

    def skip(self, *categories: str) -> None:
        while not self.ended and self.peek().category in categories:
            self.at += 1

    def words(self, start: int, end: int | None = None) -> str:
        """What was said from term `start` to before `end` (default: here)."""
        return " ".join(term.words for term in self.terms[start : self.at if end is None else end])

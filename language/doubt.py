"""Whether a text was an order to the car at all, or talk in which an order was only guessed at."""

from __future__ import annotations

from collections.abc import Iterable

from language.lexicon import Category
from language.tokens import Term
from robot.program import Program

ORDERS: frozenset[Category] = frozenset({
    "kind", "place", "colour", "verb", "unable", "photo", "side", "beside", "along", "around", "circle", "heading", "length",
    "angle", "clock", "time", "block", "extent", "sense", "expect", "times", "when",
})  # fmt: skip
"""What makes an order, said plainly: a thing, a way, a deed, an amount. Not "in", "that", "who" or "two"."""
TALK: frozenset[Category] = frozenset({"reply", "remark", "means", "answer", "affirm", "lesson", "asks", "question"})


def only_guessed(terms: Iterable[Term]) -> bool:
    """Whether no word of an order stands there as it was said, and others are strange or ask something.

    Slips of the keyboard alone ("two feat") leave no doubt.
    """
    terms = list(terms)
    return any(map(_strange, terms)) and not any(map(_plain, terms))


def _plain(term: Term) -> bool:
    return term.category in ORDERS | TALK and not term.repaired and not _strange(term)


def _strange(term: Term) -> bool:
    return term.category == "unknown" or (term.category == "question" and term.value == "other")


def did_you_mean(program: Program) -> str:
    """What is asked where all of a program was guessed."""
    return f"I'm not sure that was for me. Did you mean: {program}?"

"""Terms become clauses: what belongs to one verb, whatever the order it was said in."""

from __future__ import annotations

from typing import Literal

from language.tokens import Term
from robot.program import Landmark

SLOTS = {
    "verb": "verb", "side": "direction", "along": "direction", "heading": "direction", "around": "around",
    "length": "quantity", "angle": "quantity", "number": "quantity", "extent": "quantity",
    "colour": "colour", "size": "size", "kind": "kind", "picture": "picture", "near": "near", "pronoun": "pronoun",
}  # fmt: skip
LANDMARK = ("colour", "size", "kind", "pronoun", "near")
MOTION = ("direction", "around", "quantity")


class NotUnderstood(Exception):
    """The words can't be carried out; the message is the whole sentence for the person."""


class Clause:
    """One verb (or none) with the terms around it, each in its slot."""

    def __init__(self) -> None:
        self._slots: dict[str, Term] = {}
        self._words: list[str] = []

    def __getitem__(self, slot: str) -> Term | None:
        return self._slots.get(slot)

    def __contains__(self, slot: str) -> bool:
        return slot in self._slots

    @property
    def verb(self) -> str:
        term = self["verb"]
        return "" if term is None else term.value

    @property
    def words(self) -> str:
        return " ".join(self._words)

    @property
    def said(self) -> str:
        return f'"{self.words}"'

    @property
    def only(self) -> frozenset[str]:
        """The filled slots besides the verb."""
        return frozenset(self._slots) - {"verb"}

    @property
    def landmark(self) -> Landmark | None:
        """The thing it speaks of; raises NotUnderstood for "the red" without a noun."""
        kind, colour, size = self["kind"], self["colour"], self["size"]
        said = [term.words for term in (size, colour, kind) if term is not None]
        if not said:
            return None
        if kind is None:
            raise NotUnderstood(f"The {' '.join(said)} what? Name the thing.")
        return Landmark(
            kind=kind.value,
            colour=colour.value if colour else "",
            size=size.value if size else "",
            words=" ".join(said),
        )

    def note(self, term: Term) -> None:
        """Keep the words of a term that fills no slot."""
        self._words.append(term.words)

    def put(self, term: Term) -> None:
        """Fill the term's slot; raises NotUnderstood when it already holds something else."""
        self.note(term)
        slot = SLOTS[term.category]
        quantity = self._slots.get("quantity")
        if slot == "kind" and quantity is not None and quantity.value == "little":  # "go to a little chair"
            self._slots["size"] = Term("size", "small", self._slots.pop("quantity").words)
        before = self._slots.get(slot)
        if before is not None and slot != "verb" and (before.value, before.amount) != (term.value, term.amount):
            raise NotUnderstood(f"I can't do both {before.said} and {term.said} at once. Say one after the other.")
        self._slots[slot] = term


def read_clauses(terms: list[Term]) -> list[Clause]:
    """Cut terms into clauses; terms that only hold speech together start none."""
    clauses = [Clause()]
    joined: Literal["", "and", "then"] = ""
    for term in terms:
        if term.category == "join":
            joined = "then" if "then" in (joined, term.value) else "and"
        elif term.category == "filler":
            clauses[-1].note(term)
        else:
            if _starts_clause(clauses[-1], term, joined):
                clauses.append(Clause())
            clauses[-1].put(term)
            joined = ""
    return [clause for clause in clauses if clause.verb or clause.only]


def _starts_clause(clause: Clause, term: Term, joined: str) -> bool:
    if not (clause.verb or clause.only):
        return False
    if term.category == "verb":
        return not _merges(clause, term, joined)
    if joined == "then":
        return True
    return bool(joined) and not _continues(clause, SLOTS[term.category])


def _merges(clause: Clause, term: Term, joined: str) -> bool:
    """Whether a second verb belongs to the clause: "go find", "turn to face", "make a left turn", "to the left turn"."""
    if clause.verb == "do" and "picture" not in clause and term.value == "turn" and joined != "then":
        return True
    if not clause.verb:
        return not joined and term.value in ("turn", "travel", "reverse") and not clause.only & {"picture", "kind"}
    bare = not clause.only
    light = clause.verb == "travel" or clause.verb == term.value or (clause.verb == "do" and term.value == "turn")
    return bare and light and joined != "then"


def _continues(clause: Clause, slot: str) -> bool:
    """Whether a term after a comma or "and" still belongs: "turn left, ninety degrees", "the big, red chair"."""
    if "picture" in clause or slot == "picture":
        return False
    if slot in MOTION:
        return slot not in clause and "kind" not in clause
    return slot in LANDMARK and "kind" not in clause and not clause.only & set(MOTION)

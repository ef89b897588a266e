"""Whether a text says stop. It is looked for in the words alone, whatever else they may mean, so that "stop" always wins."""

from __future__ import annotations

from collections.abc import Sequence

from language.tokens import Term

ORDERS = ("stop", "cancel")
ASIDE = ("filler", "pronoun", "pace")


def says_stop(terms: Sequence[Term]) -> bool:
    """Whether a plain "stop" stands anywhere: none that names a place ("stop by the chair") or a condition ("if …, stop")."""
    return bool(plain_stops(terms))


def plain_stops(terms: Sequence[Term]) -> list[Term]:
    """Every such "stop"."""
    return [term for index, term in enumerate(terms) if _orders(term) and _plain(terms, index)]


def halts(terms: Sequence[Term]) -> bool:
    """Whether a plain "stop" is the last word and comes after a pause: what was said before it is not to be done any more."""
    ends = [index for index, term in enumerate(terms) if term.category not in (*ASIDE, "join", "affirm")]
    if not ends or not _orders(terms[ends[-1]]) or not _plain(terms, ends[-1]):
        return False
    before = next((term for term in reversed(terms[: ends[-1]]) if term.category != "filler"), None)
    return before is None or before.words not in ("and", "then", "and then", "·")


def _orders(term: Term) -> bool:
    return term.category == "verb" and term.value in ORDERS


def _plain(terms: Sequence[Term], index: int) -> bool:
    after = next((term for term in terms[index + 1 :] if term.category not in ASIDE), None)
    if after is not None and after.category in ("link", "when", "length", "beside"):  # "stop two feet from the door"
        return False
    for term in reversed(terms[:index]):
        if term.category == "negation":
            return False
        if term.category == "when":
            return term.value == "otherwise"
        if term.category not in (
            *ASIDE,
            "kind",
            "place",
            "unknown",
            "colour",
            "size",
            "sense",
            "beside",
            "side",
            "ordinal",
            "link",
        ) and (term.words != ","):
            break
    return True

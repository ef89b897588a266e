"""Which thing of several is meant: "the blue one", "left", "number two", "no, the other one"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from language.choices import Choices
from language.cursor import Context, Cursor, NotUnderstood
from language.landmarks import read_landmark
from language.lexicon import Lexicon
from language.tokens import Term, read_terms
from robot.program import Landmark, plain

MOST_TERMS = 14  # longer texts pick nothing
ONE = {"one", "ones"}
THAT = ("it", "this", "that", "this one", "that one", "these", "those")
ASIDE = ("filler", "join", "pace")
FIELDS = {
    "colour": "colour", "size": "size", "material": "material", "quantifier": "quantifier", "ordinal": "ordinal",
    "side": "side", "beside": "side",
}  # fmt: skip
LONE = (*FIELDS, *ASIDE, "relative", "pronoun", "number")  # what says which one without a noun
NAMES = ("kind", "place", "unknown", "beside")
ANY_ONE = Term("pronoun", "one", "one")


def read_choice(terms: Sequence[Term], about: Landmark) -> Landmark | None:
    """The noun phrase that the terms are, whole, with "one" for `about`'s kind; None if they are anything else."""
    if all(term.category in LONE for term in terms):
        return _lone(terms, about)
    terms = [_one(term) for term in terms]
    if terms[0].category == "link":  # "next to the lamp"
        terms = [ANY_ONE, *terms]
    cursor = Cursor(terms, Choices(), Context(landmark=Landmark(kind=about.kind)))
    try:
        landmark = read_landmark(cursor)
    except NotUnderstood:
        return None
    if landmark is not None and not landmark.part and cursor.accept("pronoun", "one"):  # "the stripy one"
        landmark = msgspec.structs.replace(landmark, kind=about.kind, attributes=(*landmark.attributes, landmark.kind))
    cursor.skip(*ASIDE)
    return landmark if landmark is not None and cursor.ended else None


def _one(term: Term) -> Term:
    """ "One" is no number where a thing is to be picked."""
    return term._replace(category="pronoun", value="one") if term.words == "one" else term


def _lone(terms: Sequence[Term], about: Landmark) -> Landmark | None:
    """ "Blue", "the left one", "the second", "number two": what is said of the thing, without a noun."""
    said: dict[str, set[Any]] = defaultdict(set)
    for term in terms:
        if term.category in FIELDS and not (said and term.category == "ordinal"):  # "the red one first"
            said[FIELDS[term.category]].add(int(term.value) if term.category == "ordinal" else term.value)
    if len(terms) == 1 and terms[0].category == "number" and terms[0].amount.is_integer() and terms[0].amount >= 1:
        said["ordinal"].add(int(terms[0].amount))  # "number two"
    if not said or any(len(values) > 1 for values in said.values()):  # "red or blue"
        return None
    words = " ".join(term.words for term in terms)
    fields: dict[str, Any] = {name: values.pop() for name, values in said.items()}
    return msgspec.structs.replace(Landmark(kind=about.kind, words=words), **fields)


def read_correction(text: str, last: Landmark, words: Lexicon) -> Landmark | None:
    """The other thing that is meant instead of `last`, of the same kind: "no, the blue one", "the other chair"; else None."""
    _, terms = read_terms(text, words)
    thing = trimmed(terms)
    if not thing or len(thing) > MOST_TERMS or any(term.category in ("verb", "unable", "photo") for term in thing):
        return None
    corrects = any(term.category == "correction" for term in terms)
    if thing[0].category == "link" and not corrects:  # "behind the sofa" is a place to go to
        return None
    named = any(ONE & {*term.words.split()} or term.category in NAMES for term in thing)
    choice = read_choice(thing, last)
    if choice is None or choice.kind != last.kind or not (named or (corrects and not choice.side and not choice.ordinal)):
        return None
    if plain(choice) != Landmark(kind=last.kind):
        return None if choice.quantifier == "every" else choice
    wrong = any(term.words == "wrong" for term in terms)  # "the wrong chair"
    return msgspec.structs.replace(choice, quantifier="other", words=f"other {last.kind}") if wrong else None


def trimmed(terms: list[Term]) -> list[Term]:
    """Without yes, no, "not that one" and politeness at both ends; an article stays with its noun."""
    spoken = [index for index, term in enumerate(terms) if term.category not in ("reply", "affirm", "correction", *ASIDE)]
    if not spoken:
        return []
    while len(spoken) > 2 and terms[spoken[0]].category == "negation" and terms[spoken[1]].words in THAT:
        spoken = spoken[2:]
    first = spoken[0] - (spoken[0] > 0 and terms[spoken[0] - 1].value == "det")
    return terms[first : spoken[-1] + 1]

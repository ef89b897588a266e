"""What a short text means while the car waits for an answer: yes or no, which one, or the question once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from language.choices import Choices
from language.cursor import Context, Cursor, NotUnderstood
from language.landmarks import read_landmark
from language.lexicon import Lexicon
from language.tokens import Term, read_terms
from robot.messages import Question
from robot.program import Answer, Choose, Landmark, Program, Tell, plain

MOST_TERMS = 14  # longer texts answer no question
NAMES = ("kind", "place", "unknown", "beside")
GOING = ("travel", "reach", "find", "face", "inspect")
ONE = {"one", "ones"}
ORDERS = ("verb", "unable", "photo", "question", "correction")
ASIDE = ("filler", "join", "pace")
FIELDS = {
    "colour": "colour", "size": "size", "material": "material", "quantifier": "quantifier", "ordinal": "ordinal",
    "side": "side", "beside": "side",
}  # fmt: skip
LONE = (*FIELDS, *ASIDE, "relative", "pronoun", "number")  # what says which one without a noun


@cache
def reply_words(words: Lexicon) -> Lexicon:
    """The words as they are understood while a question is open."""
    return words.under(Path(__file__).with_name("replies.yaml"))


def read_reply(text: str, question: Question, words: Lexicon) -> Program | str | None:
    """The answer as a program of one step, a sentence that asks more exactly, or None if the text is no answer."""
    _, terms = read_terms(text, reply_words(words))
    if len(terms) > MOST_TERMS:
        return None
    told = ["yes" if term.category == "affirm" else term.value for term in terms if term.category in ("reply", "affirm")]
    thing = _trimmed(terms)
    if not thing:
        return _told(told, question, text) if told else None
    thing = _without_verb(thing)
    about = question.about
    if about is None or any(term.category == "reply" for term in thing) or {*told} - {"yes", "no"}:
        return None
    return _which(thing, about, question, text, words)


def bare_reply(text: str, words: Lexicon) -> str:
    """ "yes", "no", "any", … if the text is one of those and nothing else, else ""."""
    _, terms = read_terms(text, reply_words(words))
    told = [term.value for term in terms if term.category == "reply"]
    return told[-1] if told and all(term.category in ("reply", "affirm", "correction", *ASIDE) for term in terms) else ""


def _trimmed(terms: list[Term]) -> list[Term]:
    """Without yes, no, "not that one" and politeness at both ends; an article stays with its noun."""
    spoken = [index for index, term in enumerate(terms) if term.category not in ("reply", "affirm", "correction", *ASIDE)]
    if not spoken:
        return []
    while len(spoken) > 2 and terms[spoken[0]].category == "negation" and terms[spoken[1]].category == "pronoun":
        spoken = spoken[2:]
    first = spoken[0] - (spoken[0] > 0 and terms[spoken[0] - 1].value == "det")
    return terms[first : spoken[-1] + 1]


def _without_verb(terms: list[Term]) -> list[Term]:
    """ "Go to the blue one" picks the blue one; with a noun, "go to the blue sofa", it is an order of its own."""
    goes = terms[0].category == "verb" and terms[0].value in GOING and any(ONE & {*term.words.split()} for term in terms)
    return terms[2 if terms[1].category == "link" else 1 :] if goes and len(terms) > 2 else terms


def _told(told: list[str], question: Question, text: str) -> Program | str:
    """What yes, no, any and the like mean to this question."""
    kinds = {*told}
    if len(kinds) > 1 and kinds != {"no", "unsure"}:
        return question.text  # "yes, no"
    which = question.about is not None and len(question.choices) > 1
    match told[-1]:
        case "again":
            return Program(steps=(Tell(about="asked", words=text),))
        case "yes" if which:
            return f"Yes to which? {question.text}"
        case "any" if which and question.about is not None:
            return Program(steps=(Choose(landmark=Landmark(kind=question.about.kind, quantifier="any"), words=text),))
        case "yes" | "no" | "any":
            return Program(steps=(Answer(yes=told[-1] != "no", words=text),))
        case "both" if which:
            return f"I can take only one at a time. {question.text}"
    return 'Then say "any", and I choose.' if which else f"Say yes or no. {question.text}"


def _which(terms: list[Term], about: Landmark, question: Question, text: str, words: Lexicon) -> Program | str | None:
    """The thing that the terms pick out, if they do nothing else."""
    negated = terms[0].category == "negation"
    terms = terms[: next((at for at, term in enumerate(terms) if at and term.category == "negation"), len(terms))]
    chosen = read_choice(terms[1:] if negated else terms, about)
    if chosen is None:
        one = any(ONE & {*term.words.split()} for term in terms) and not any(term.category in ORDERS for term in terms)
        lost = question.choices and (one or all(term.category in (*LONE, "negation", "part") for term in terms))
        return f"I don't know which you mean. {question.text}" if lost else None
    offered = [read_choice(read_terms(phrase, words)[1], about) for phrase in question.choices]
    if chosen.kind not in {about.kind, *(choice.kind for choice in offered if choice)}:
        known = any(term.category in ("kind", "place") or term.value == "noun" for term in terms)
        return f"I asked about the {about.kind}. {question.text}" if question.choices and known else None
    if negated:
        left = [number for number, choice in enumerate(offered, start=1) if choice is None or not _fits(chosen, choice)]
        if len(left) != 1 or len(offered) != 2:
            return f"Then which? {question.text}"
        chosen = Landmark(kind=about.kind, ordinal=left[0])
    return Program(steps=(Choose(landmark=chosen, words=text),))


def _fits(said: Landmark, choice: Landmark) -> bool:
    """Whether all that was said is true of a choice as it was offered."""
    wanted = {name: value for name in said.__struct_fields__ if name != "words" and (value := getattr(said, name))}
    return all(plain(getattr(choice, name)) == plain(value) for name, value in wanted.items())


def read_choice(terms: Sequence[Term], about: Landmark) -> Landmark | None:
    """The noun phrase that the terms are, whole, with "one" for `about`'s kind; None if they are anything else."""
    if all(term.category in LONE for term in terms):
        return _lone(terms, about)
    terms = [_one(term) for term in terms]
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
    thing = _trimmed(terms)
    if not thing or len(thing) > MOST_TERMS or any(term.category in ("verb", "unable", "photo") for term in thing):
        return None
    corrects = any(term.category == "correction" for term in terms)
    named = any(ONE & {*term.words.split()} or term.category in NAMES for term in thing)
    choice = read_choice(thing, last)
    if choice is None or choice.kind != last.kind or not (named or (corrects and not choice.side and not choice.ordinal)):
        return None
    if plain(choice) != Landmark(kind=last.kind):
        return None if choice.quantifier == "every" else choice
    wrong = any(term.words == "wrong" for term in terms)  # "the wrong chair"
    return msgspec.structs.replace(choice, quantifier="other", words=f"other {last.kind}") if wrong else None

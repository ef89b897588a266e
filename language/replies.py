"""What a short text means while the car waits for an answer: yes or no, which one, or the question once more."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from language.lexicon import Lexicon
from language.tokens import Term, read_terms
from language.which import ASIDE, LONE, MOST_TERMS, ONE, read_choice, trimmed
from robot.messages import Question
from robot.program import Answer, Choose, Landmark, Program, Tell, plain

GOING = ("travel", "reach", "find", "face", "inspect")
ORDERS = ("verb", "unable", "photo", "question", "correction")


@cache
def reply_words(words: Lexicon) -> Lexicon:
    """The words as they are understood while a question is open."""
    return words.under(Path(__file__).with_name("replies.yaml"))


def read_reply(text: str, question: Question, words: Lexicon) -> Program | str | None:
    """The answer as a program of one step, a sentence that asks more exactly, or None if the text is no answer."""
    words = reply_words(words)
    _, terms = read_terms(text, words)
    if len(terms) > MOST_TERMS:
        return None
    told = ["yes" if term.category == "affirm" else term.value for term in terms if term.category in ("reply", "affirm")]
    thing = trimmed(terms)
    if not thing:
        return _told(told, question, text) if told else None
    thing = _without_verb(thing)
    about = question.about
    if about is not None and len(question.choices) < 2 and _agrees(thing):  # "Do you mean the red chair?" "That one."
        return _told([*told, "yes"], question, text)
    if about is None or any(term.category == "reply" for term in thing) or {*told} - {"yes", "no"}:
        return None
    return _which(thing, about, question, text, words)


def bare_reply(text: str, words: Lexicon) -> str:
    """ "yes", "no", "any", … if the text is one of those and nothing else, else ""."""
    _, terms = read_terms(text, reply_words(words))
    told = [term.value for term in terms if term.category == "reply"]
    return told[-1] if told and all(term.category in ("reply", "affirm", "correction", *ASIDE) for term in terms) else ""


def _without_verb(terms: list[Term]) -> list[Term]:
    """ "Go to the blue one" picks the blue one; with a noun, "go to the blue sofa", it is an order of its own."""
    goes = terms[0].category == "verb" and terms[0].value in GOING and any(ONE & {*term.words.split()} for term in terms)
    return terms[2 if terms[1].category == "link" else 1 :] if goes and len(terms) > 2 else terms


def _agrees(terms: list[Term]) -> bool:
    """ "That one", "right"."""
    return all(term.category == "pronoun" for term in terms) or (len(terms) == 1 and terms[0].words == "right")


def _told(told: list[str], question: Question, text: str) -> Program | str:
    """What yes, no, any and the like mean to this question."""
    kinds = {*told}
    if len(kinds) > 1 and kinds != {"no", "unsure"}:
        return question.text  # "yes, no"
    which = question.about is not None and len(question.choices) > 1
    match told[-1]:
        case "again":
            return Program(steps=(Tell(about="asked", words=text),))
        case "wait":
            return "I wait for your answer."
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
    """The thing that the terms pick out, if they do nothing else; `words` are those of replies."""
    negated = terms[0].category == "negation"
    terms = terms[: next((at for at, term in enumerate(terms) if at and term.category == "negation"), len(terms))]
    chosen = read_choice(terms[1:] if negated else terms, about)
    offered = [read_choice(read_terms(phrase, words)[1], about) for phrase in question.choices]
    lost = f"I don't know which you mean. {question.text}" if question.choices else None
    if chosen is None:
        return lost if _means_one(terms) else None
    near = [choice for choice in offered if choice is not None and _is_near(choice, chosen)]
    if len(near) == 1:
        chosen = near[0]
    if chosen.kind not in {about.kind, *(choice.kind for choice in offered if choice)}:
        known = any(term.category in ("kind", "place") or term.value == "noun" for term in terms)
        return f"I asked about the {about.kind}. {question.text}" if question.choices and known else None
    if negated:
        left = [number for number, choice in enumerate(offered, start=1) if choice is None or not _fits(chosen, choice)]
        if len(left) != 1:
            return f"Then which? {question.text}"
        chosen = offered[left[0] - 1] or Landmark(kind=about.kind, ordinal=left[0])
    if len(offered) > 1 and not chosen.quantifier and all(choice and _fits(chosen, choice) for choice in offered):
        return lost  # "the chair"
    return Program(steps=(Choose(landmark=chosen, words=text),))


def _means_one(terms: list[Term]) -> bool:
    """Whether the terms are about which one, though nobody can tell which: "that one", "the one I like"."""
    one = any(ONE & {*term.words.split()} for term in terms) and not any(term.category in ORDERS for term in terms)
    return one or all(term.category in (*LONE, "negation", "part") for term in terms)


def _is_near(choice: Landmark, said: Landmark) -> bool:
    """Whether only the thing beside a choice was named: "the lamp" or "the lamp one" for "the ball next to the lamp"."""
    named = said.attributes[-1] if said.attributes and said.kind == choice.kind else said.kind
    return any(other.kind == named for relation in choice.relations for other in relation.others)


def _fits(said: Landmark, choice: Landmark) -> bool:
    """Whether all that was said is true of a choice as it was offered."""
    wanted = {name: value for name in said.__struct_fields__ if name != "words" and (value := getattr(said, name))}
    return all(plain(getattr(choice, name)) == plain(value) for name, value in wanted.items())

"""Words become the typed program: the k likeliest readings, or a sentence that says what is missing."""

from __future__ import annotations

import math
from typing import NamedTuple

from language.cursor import Context
from language.doubt import did_you_mean, only_guessed
from language.lessons import lesson
from language.lexicon import Lexicon, lexicon
from language.listener import in_doubt
from language.motions import EXAMPLE
from language.numerals import ONES, SCALES, TENS
from language.ranker import Ranker, shipped_ranker
from language.routes.reader import read_route, speaks_of_ways
from language.runs import Run, read_runs
from language.stopping import halts, says_stop
from language.tokens import Term, as_mended, terms_of
from language.told import left_out, told
from language.words import Words, split_words
from robot.interpreter.costs import Costs
from robot.program import Program, Say, Stop, Tell

LIMIT_CHARACTERS = 1000
FOREIGN = 0.5  # a text of which so much is unknown is not in English
STRANGE = 0.8  # nor is one of which so much could only be guessed at
LEAST_ROUTE = 4  # words: fewer tell no way
NO_ANSWER = "I can't answer that yet."
NUMBERS = frozenset({*ONES, *TENS, *SCALES})


class Span(NamedTuple):
    """What a stretch of the text was taken to mean; `start` and `end` count its characters."""

    start: int
    end: int
    words: str
    meaning: str


class Hypothesis(NamedTuple):
    """One program that the words may stand for; the scores of all hypotheses add up to 1."""

    program: Program
    score: float


class Reading(NamedTuple):
    """What a text was taken to mean.

    `programs` are the likeliest readings, best first, guesses included. `program` is what to do: None where the car should
    ask or say no first, and then `sentence` says why. `doubtful`: it asks whether the likeliest reading was meant at all.
    `refusals` are parts that the car can't do. `stop`: stop at once, before anything else; `halts`: and do nothing of what was
    said before it, for it was the last word.
    """

    program: Program | None
    sentence: str
    stop: bool = False
    halts: bool = False
    programs: tuple[Hypothesis, ...] = ()
    refusals: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    doubtful: bool = False


def understand(
    text: str, words: Lexicon | None = None, k: int = 5, context: Context = Context(), ranker: Ranker | None = None
) -> Reading:
    """Read one instruction. Never raises on any text; what is not understood moves nothing.

    `ranker` orders the readings of words that may have been misheard; by default the one that ships with the car.
    """
    if len(text) > LIMIT_CHARACTERS:
        return Reading(
            None, f"That has {len(text):,} characters; that is too long: I read at most {LIMIT_CHARACTERS:,}.", _stops(text)
        )
    known = words or lexicon()
    taught = lesson(text, known)
    if taught is not None:
        return Reading(taught, told(taught), programs=(Hypothesis(taught, 1.0),))
    spoken = split_words(text)
    said = as_mended(spoken.words, known)
    terms = terms_of(spoken, said, known)
    if all(term.category in ("filler", "join", "pace") for term in terms):
        return Reading(None, f"{'There is nothing to do in that' if terms else 'You said nothing'}. {EXAMPLE}")
    strange = _strange(spoken, known)
    if strange:
        return Reading(None, f"I only understand English. {_unknown_words(strange)}", says_stop(terms))
    stop = says_stop(terms)
    runs = read_runs(terms, k, context)
    if not stop and in_doubt(spoken, said, known) and not speaks_of_ways(text):
        runs = (ranker or shipped_ranker()).ranked(spoken, said, runs, known, context, k)
    best = runs[0]
    terms = list(best.cursor.terms)
    programs = _scored([run for run in runs if run.steps])
    spans = tuple(_spans(spoken, terms))
    refusals = tuple(best.cursor.refusals)
    why_not = _why_not(best, terms)
    stop = stop or says_stop(terms)
    if why_not:
        route = () if stop or refusals or programs or only_guessed(terms) else _route(text, k)
        if route:
            return Reading(route[0].program, told(route[0].program), programs=route, spans=spans)
        return Reading(None, why_not, stop, False, programs, refusals, spans)
    program = Program(steps=best.steps)
    if not stop and only_guessed(terms):
        return Reading(None, did_you_mean(program), False, False, programs, refusals, spans, doubtful=True)
    sentence = " ".join(part for part in (*refusals, told(program), *_lost(best, terms)) if part)
    return Reading(program, sentence, stop, halts(terms), programs, refusals, spans)


def _lost(run: Run, terms: list[Term]) -> tuple[str, ...]:
    """What is said of words that change nothing but may have been meant to."""
    if all(isinstance(step, Stop | Tell | Say) for step in run.steps):
        return ()
    speed = "I have only one speed." if any(term.category == "pace" for term in terms) else ""
    return left_out([word for word in run.cursor.ignored if word not in str(Program(steps=run.steps))]), speed


def _route(text: str, k: int) -> tuple[Hypothesis, ...]:
    """The readings of a text about ways, such as "position 3 is at the end of the hall", where the words are no commands."""
    if len(text.split()) < LEAST_ROUTE or not speaks_of_ways(text):
        return ()
    costs = Costs()
    found = [(costs.of(reading.doubts), reading.program) for reading in read_route(text, costs) if reading.program.steps]
    weights = [math.exp(-cost) for cost, _ in found[:k]]
    return tuple(Hypothesis(program, weight / sum(weights)) for (_, program), weight in zip(found, weights, strict=False))


def _stops(text: str) -> bool:
    """Whether a text too long to be read says "stop" at all."""
    return " stop" in f" {text[:LIMIT_CHARACTERS]} {text[-LIMIT_CHARACTERS:]}".lower()


def _scored(runs: list[Run]) -> tuple[Hypothesis, ...]:
    weights = [math.exp(-run.cost) for run in runs]
    total = sum(weights) or 1.0
    return tuple(Hypothesis(Program(steps=run.steps), weight / total) for run, weight in zip(runs, weights, strict=True))


def _why_not(run: Run, terms: list[Term]) -> str:
    """The sentence instead of a program, "" where there is nothing against it."""
    cursor = run.cursor
    unknown = list(dict.fromkeys(term.words for term in terms if term.category == "unknown" and term.words[0].isalpha()))
    if _foreign([word for word in unknown if word in cursor.ignored or not run.steps], terms):
        return f"I only understand English. {_unknown_words(unknown)}"
    if cursor.problems:
        asks = next((term for term in terms if term.category != "filler"), None)
        return NO_ANSWER if asks is not None and asks.category == "question" else cursor.problems[0]
    if cursor.guessed:
        return cursor.guessed[0]
    if run.steps:
        return ""
    if cursor.refusals:
        return cursor.refusals[0]
    if any(term.category == "question" for term in terms):
        return NO_ANSWER
    if unknown:
        return _unknown_words(unknown)
    return f"There is nothing to do in that. {EXAMPLE}"


def _strange(spoken: Words, known: Lexicon) -> list[str]:
    """The words that are in no lexicon as they stand, if they are nearly all: a few slips of the keyboard are mended.

    What stands in quotes may be in any language.
    """
    parts = " ".join(spoken.words).split('"')
    plain_words = " ".join(parts[::2] if len(parts) % 2 else parts).split()
    names = [word for word in plain_words if word[0].isalpha()]
    strange = [word for word in names if word not in known.words and word not in NUMBERS]
    return list(dict.fromkeys(strange)) if len(strange) >= max(3.0, STRANGE * len(names)) else []


def _foreign(unknown: list[str], terms: list[Term]) -> bool:
    several = len(unknown) >= 3 and len(unknown) >= FOREIGN * len(terms)
    return several or any(not word.isascii() for word in unknown)


def _unknown_words(words: list[str]) -> str:
    shown = [word if len(word) <= 30 else word[:29] + "…" for word in words[:4]]
    if len(words) == 1:
        return f"I don't know the word {shown[0]}."
    if len(words) > len(shown):
        return f"I don't know the words {', '.join(shown)} and {len(words) - len(shown)} more."
    return f"I don't know the words {', '.join(shown[:-1])} and {shown[-1]}."


def _spans(words: Words, terms: list[Term]) -> list[Span]:
    """Of what was said; a word that got lost has none."""
    return [
        Span(words.spans[term.start][0], words.spans[term.end - 1][1], term.words, f"{term.category}: {term.value}")
        for term in terms
        if term.start < term.end
    ]

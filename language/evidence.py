"""What speaks for and against one reading of one way to hear the words: numbers that the ranker was trained on.

Each is named. `docs/models/ranker.md` lists the groups; a ranker's card lists the names it wants, in order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from language.habits import NUMERALS
from language.hearing import Hearing
from language.lexicon import Lexicon
from language.runs import Run
from robot.program import Face, Find, Goto, If, Photo, Repeat, Step, Stop, Travel, Turn

FOOT_M = 0.3048
FAR_M = 4.0
SMALL_DEG = 10.0
SLIPS = {"R": "replaced", "J": "joined", "P": "parted", "A": "added", "L": "lost"}
STEPS: dict[str, type[Step]] = {
    "photo": Photo, "turn": Turn, "travel": Travel, "stop": Stop, "goto": Goto, "find": Find, "face": Face,
}  # fmt: skip


class Candidate(NamedTuple):
    """A reading of a hearing. `place` is its place among that hearing's readings, `first` whether that is the plain one."""

    hearing: Hearing
    run: Run
    place: int
    first: bool


class Said(NamedTuple):
    """What all candidates share: the words as they were heard, the plain hearing, the lexicon."""

    words: tuple[str, ...]
    plain: Hearing
    lexicon: Lexicon

    def known(self, word: str) -> bool:
        return word in self.lexicon.words or word in NUMERALS

    def new(self, word: str) -> bool:
        """Whether it is a word that nobody knows."""
        return word.isalpha() and not self.known(word)


def evidence(candidates: Sequence[Candidate], said: Said) -> list[dict[str, float]]:
    """The numbers of each candidate by name."""
    lowest = min(candidate.hearing.total for candidate in candidates)
    return [
        _of_hearing(candidate, said, lowest) | _of_changes(candidate.hearing, said) | _of_reading(candidate.run)
        | _of_steps(list(_flat(candidate.run.steps)), candidate.hearing)
        for candidate in candidates
    ]  # fmt: skip


def _of_hearing(candidate: Candidate, said: Said, lowest: float) -> dict[str, float]:
    """How likely the words are, and to be heard so."""
    hearing, plain = candidate.hearing, said.plain
    return {
        "plain": candidate.first, "place": candidate.place, "cost": candidate.run.cost, "channel": hearing.channel,
        "habit": hearing.habit, "above_lowest": hearing.total - lowest, "habit_per_word": hearing.habit / len(hearing.words),
        "words": len(hearing.words), "oddest": hearing.oddest, "oddest_plain": plain.oddest,
        "oddest_more": hearing.oddest - plain.oddest, "channel_more": hearing.channel - plain.channel,
        "habit_more": hearing.habit - plain.habit, "same_words": hearing.words == plain.words,
    } | {name: hearing.slips.count(letter) for letter, name in SLIPS.items()}  # fmt: skip


def _of_changes(hearing: Hearing, said: Said) -> dict[str, float]:
    """Which sort of word was taken for which."""
    pairs = [
        (said.words[start] if start < end else "", word)
        for word, cost, (start, end) in zip(hearing.words, hearing.costs, hearing.origins, strict=True)
        if cost > 0
    ]
    heard = {index for origin in hearing.origins for index in range(*origin)}
    gone = [word for index, word in enumerate(said.words) if index not in heard]
    return {
        "known_replaced": sum(said.known(old) for old, _ in pairs), "numerals_new": sum(new in NUMERALS for _, new in pairs),
        "numerals_old": sum(old in NUMERALS for old, _ in pairs),
        "sides_new": sum(new in ("left", "right") for _, new in pairs),
        "known_gone": sum(said.known(word) for word in gone), "numerals_gone": sum(word in NUMERALS for word in gone),
        "unknown_gone": sum(not said.known(word) for word in gone),
    }  # fmt: skip


def _of_reading(run: Run) -> dict[str, float]:
    """How much of the words the parser could use."""
    cursor = run.cursor
    categories = [term.category for term in cursor.terms]
    return {
        "problems": len(cursor.problems), "guesses": len(cursor.guessed), "refusals": len(cursor.refusals),
        "ignored": len(cursor.ignored), "unknown": categories.count("unknown"), "filler": categories.count("filler"),
        "things": categories.count("kind") + categories.count("place"), "numbers": categories.count("number"),
        "unable": categories.count("unable"), "units": sum(t.category == "filler" and t.value == "unit" for t in cursor.terms),
    }  # fmt: skip


def _of_steps(steps: list[Step], hearing: Hearing) -> dict[str, float]:
    """What sort of program it is, and how usual its numbers are."""
    counts = {name: float(sum(isinstance(step, kind) for step in steps)) for name, kind in STEPS.items()}
    pauses = 1 + hearing.words.count(".")
    return counts | _of_turns(steps) | _of_travels(steps) | {
        "steps": len(steps), "other_steps": len(steps) - sum(counts.values()), "empty": not steps, "pauses": pauses,
        "steps_more_than_pauses": len(steps) - pauses,
    }  # fmt: skip


def _of_turns(steps: list[Step]) -> dict[str, float]:
    turns = [step for step in steps if isinstance(step, Turn)]
    degrees = [abs(math.degrees(turn.angle_rad)) for turn in turns if not turn.heading and 0 < abs(turn.angle_rad) < math.inf]
    grain = [next((g for g in (90, 45, 15, 10, 5) if _multiple(angle, g)), 0) for angle in degrees]
    return {
        "turns_90": grain.count(90), "turns_45": grain.count(45), "turns_10_15": grain.count(15) + grain.count(10),
        "turns_5": grain.count(5), "turns_odd": grain.count(0), "turns_small": sum(angle < SMALL_DEG for angle in degrees),
        "headings": sum(bool(turn.heading) for turn in turns),
    }  # fmt: skip


def _of_travels(steps: list[Step]) -> dict[str, float]:
    travels = [step for step in steps if isinstance(step, Travel)]
    metres = [travel.distance_m for travel in travels if 0 < travel.distance_m < math.inf]
    whole = sum(_multiple(distance, FOOT_M) or _multiple(distance, 1.0) for distance in metres)
    return {
        "distances_whole": whole, "distances_odd": len(metres) - whole, "distances_far": sum(x > FAR_M for x in metres),
        "distances_missing": sum(not travel.distance_m and travel.until is None for travel in travels),
    }  # fmt: skip


def _multiple(number: float, of: float) -> bool:
    return abs(number / of - round(number / of)) < 1e-3


def _flat(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps, and those within repetitions and conditions in their place."""
    for step in steps:
        if isinstance(step, Repeat | If):
            yield from _flat(step.steps)
        else:
            yield step

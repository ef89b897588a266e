"""Texts with what they mean: SCOUT's commands with their operator's answer, and others whose plain reading is to be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from language.evaluate.canonical import canonical, same
from language.evaluate.score import read_lines
from language.evaluate.scout import OFFER, Unit
from language.lexicon import lexicon
from language.parser import understand
from language.ranker import Ranker
from models.train.ranker.household import Household
from robot.program import Program, plain

NOISES = re.compile(r"<[^>]*>?|\S*>")  # "<pause .92>", "<laughter>"
COMMAND_RATES = (0.0, 0.1, 0.2, 0.3)  # how many words are misheard; each text is drawn once at each rate
OTHER_RATES = (0.0, 0.2)
HOUSEHOLD = 1500  # sentences made up
EVERY = 4  # whole units, of which the commands are a part
NOBODY = ""


class Case(NamedTuple):
    """A text as it was said, by whom, whether a program is what was meant, and how often to mishear its words."""

    commander: str
    text: str
    right: Callable[[Program], bool]
    rates: tuple[float, ...]


class _Whole(msgspec.Struct, frozen=True):
    """A whole unit of SCOUT: everything that was said, also what no command answers."""

    id: str
    commander: tuple[str, ...]


def from_commands(path: Path) -> list[Case]:
    """Right is what the operator sent."""
    units: list[Unit] = read_lines(path, Unit)
    return [Case(unit.commander, unit.text, _matches(unit), COMMAND_RATES) for unit in units]


def from_units(path: Path) -> list[Case]:
    """Right is what the rules read in the words as they were transcribed, where they read all of it."""
    units: list[_Whole] = read_lines(path, _Whole)[::EVERY]
    texts = ((unit.id.partition("_")[0], " . ".join(filter(None, map(_cleaned, unit.commander)))) for unit in units)
    return list(_kept(texts))


def from_household(seed: int) -> list[Case]:
    """Right is what the rules read in sentences that are made up."""
    household = Household(lexicon(), np.random.default_rng(seed))
    return list(_kept((NOBODY, text) for text in household.sentences(HOUSEHOLD)))


def _matches(unit: Unit) -> Callable[[Program], bool]:
    return lambda program: same(canonical(program), unit.gold)


def _kept(texts: Iterable[tuple[str, str]]) -> Iterator[Case]:
    rules = Ranker(None)
    for commander, text in texts:
        programs = understand(text, context=OFFER, ranker=rules).programs
        if programs:
            yield Case(commander, text, _equals(programs[0].program), OTHER_RATES)


def _equals(program: Program) -> Callable[[Program], bool]:
    wanted: Any = plain(program)
    return lambda other: bool(plain(other) == wanted)


def _cleaned(words: str) -> str:
    return " ".join(NOISES.sub(" ", words).lower().split())

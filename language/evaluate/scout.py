"""SCOUT: what people said to a wheeled robot, against what its operator sent it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from language.cursor import Context
from language.evaluate.canonical import Gold, canonical, same
from language.evaluate.noise import Mishearing, noisy
from language.evaluate.rankers import Rankers, shipped
from language.evaluate.score import Evaluation, Miss, Row, read_lines, row
from language.parser import understand
from language.ranker import Ranker
from robot.program import Photo, Program

# The robot of the corpus opens each session with "Would you like me to send a picture?", and "yes" answers that.
OFFER = Context(offer=Program(steps=(Photo(),)))


class Unit(msgspec.Struct, frozen=True):
    """One unit: the words up to a command of the operator's. `gold` is that command."""

    id: str
    commander: str
    text: str
    gold: tuple[Gold, ...]


def evaluate(path: Path, noise: float = 0.0, seed: int = 0, rankers: Callable[[list[str]], Rankers] = shipped) -> Evaluation:
    """Exact programs among all units of a file, and by class; deterministic for a seed."""
    units: list[Unit] = read_lines(path, Unit)
    chosen = rankers([unit.commander for unit in units])
    heard = _heard(units, noise, seed)
    counts: dict[str, list[bool]] = defaultdict(list)
    misses: list[Miss] = []
    for unit, text in zip(units, heard, strict=True):
        mine = canonical(best(text, chosen.of(unit.commander)))
        right = same(mine, unit.gold)
        for name in ("exact", *_classes(unit.gold)):
            counts[name].append(right)
        if not right:
            misses.append(Miss(unit.id, text, _printed(unit.gold), _printed(mine)))
    rows: list[Row] = [row(name, sum(rights), len(rights)) for name, rights in counts.items()]
    hit = f", {noise:.0%} of words dropped or misheard, seed {seed}" if noise else ""
    title = f"SCOUT {path.name}{hit}; {chosen.told}"
    return Evaluation(title, tuple(rows), tuple(misses))


def best(text: str, ranker: Ranker | None = None) -> Program | None:
    """The likeliest reading, guesses included: where the car would ask first, the reading it would ask about."""
    programs = understand(text, k=1, context=OFFER, ranker=ranker).programs
    return programs[0].program if programs else None


def _heard(units: Sequence[Unit], noise: float, seed: int) -> list[str]:
    texts = [unit.text for unit in units]
    if not noise:
        return texts
    mishearing, generator = Mishearing(texts), np.random.default_rng(seed)
    return [noisy(text, noise, mishearing, generator) for text in texts]


def _classes(gold: tuple[Gold, ...]) -> list[str]:
    """The sort of unit: its one action, "compass" for a turn to a heading, or "several"."""
    if len(gold) != 1:
        return ["several actions"]
    (action,) = gold
    return ["compass turn" if action.heading else action.action]


def _printed(actions: tuple[Gold, ...]) -> str:
    return " · ".join(str(action) for action in actions) or "nothing"

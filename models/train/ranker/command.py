"""`python -m models.train ranker`: train the ranker on everybody, or one for each fold of the commanders."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from language.lexicon import lexicon
from models.train.ranker.cases import Case, from_commands, from_household, from_units
from models.train.ranker.examples import examples, parts
from models.train.ranker.habits import learn

DEFAULT = Path("models/ranker.onnx")


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb and its arguments."""
    verb = verbs.add_parser("ranker", help="train the ranker of readings on SCOUT commands")
    verb.add_argument("--commands", type=Path, required=True, metavar="FILE", help="SCOUT commands, one JSON object a line")
    verb.add_argument("--units", type=Path, required=True, metavar="FILE", help="SCOUT's whole units, one JSON object a line")
    verb.add_argument("--folds", type=int, default=0, help="one for each of so many parts of the commanders, from the others")
    verb.add_argument("--out", type=Path, default=DEFAULT, help="the network; with --folds a folder")
    verb.add_argument("--seed", type=int, default=0)
    verb.add_argument("--workers", type=int, default=2, help="folds trained at the same time")


def run(asked: argparse.Namespace) -> None:
    cases = partial(_cases, asked.commands, asked.units, asked.seed)
    if not asked.folds:
        print(train(cases(()), asked.seed, asked.out))
        return
    commanders = [case.commander for case in from_commands(asked.commands)]
    work = partial(_fold, cases, asked.seed, asked.out)
    with ProcessPoolExecutor(asked.workers) as pool:
        for card in pool.map(work, enumerate(parts(commanders, asked.folds))):
            print(card)


def _cases(commands: Path, units: Path, seed: int, without: Sequence[str]) -> list[Case]:
    """Everything to learn from that none of the commanders `without` said."""
    cases = [*from_commands(commands), *from_units(units), *from_household(seed)]
    return [case for case in cases if case.commander not in without]


def _fold(cases: Callable[[Sequence[str]], list[Case]], seed: int, out: Path, fold: tuple[int, list[str]]) -> Path:
    number, tested = fold
    return train(cases(tested), seed, out / f"fold{number}.onnx")


def train(cases: Sequence[Case], seed: int, out: Path) -> Path:
    """Train on the cases and write the network, its habits and its card, whose path is returned."""
    import torch

    from models.train.ranker.export import Trained, write
    from models.train.ranker.network import train as trained

    torch.set_num_threads(1)
    found = list(examples(cases, seed))
    learned = tuple(sorted({case.commander for case in cases if case.commander}))
    how = f"on {len(found):,} texts in doubt, from {len(cases):,} texts of {len(learned)} commanders and our own, seed {seed}"
    habits = learn([case.text for case in cases if case.commander], lexicon())
    ranker = Trained(scorer=trained(found, seed), names=found[0].names, habits=habits, learned=learned, how=how)
    return write(ranker, found, out)

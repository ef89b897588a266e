"""The arguments of `python -m language evaluate …`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from language.evaluate.score import Evaluation, write_errors, write_json
from language.evaluate.sounds import noise_option


def run(arguments: list[str]) -> Evaluation:
    """Evaluate as the arguments say, and write the files they ask for.

    Raises ValueError or OSError for a file that can't be read or isn't what it should be; exits for wrong arguments.
    """
    asked = _parser().parse_args(arguments)
    evaluate: Callable[[argparse.Namespace], Evaluation] = asked.evaluate
    evaluation = evaluate(asked)
    if asked.errors is not None:
        write_errors(evaluation, asked.errors)
    if asked.json is not None:
        write_json(evaluation, asked.json)
    return evaluation


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m language evaluate")
    benchmarks = parser.add_subparsers(required=True, metavar="scout|huric|sail|speech")
    sail = benchmarks.add_parser("sail", help="SAIL route instructions")
    sail.add_argument("--test", type=Path, required=True, metavar="MAP.json", help="the map to follow instructions on")
    sail.add_argument("--train", type=Path, nargs="+", default=[], metavar="MAP.json", help="maps to learn from first")
    sail.set_defaults(evaluate=_sail)
    scout = benchmarks.add_parser("scout", help="what people said to a wheeled robot")
    scout.add_argument("file", type=Path, metavar="FILE", help="commands, one JSON object a line")
    scout.add_argument("--noise", type=float, default=0.0, metavar="RATE", help="drop or mishear so many of the words, 0 to 1")
    scout.add_argument("--seed", type=int, default=0, help="of the noise")
    rankers = scout.add_mutually_exclusive_group()
    rankers.add_argument("--rankers", type=Path, metavar="FOLDER", help="made by `python -m models.train ranker --folds 5`")
    rankers.add_argument("--no-ranker", action="store_true", help="hand-set costs alone")
    scout.set_defaults(evaluate=_scout)
    huric = benchmarks.add_parser("huric", help="household commands with grounded entities")
    huric.add_argument("file", type=Path, metavar="FILE", help="commands, one JSON object a line")
    huric.set_defaults(evaluate=_huric)
    speech = benchmarks.add_parser("speech", help="recordings of people, through the recogniser")
    speech.add_argument("file", type=Path, metavar="MANIFEST", help="recordings, one JSON object a line")
    speech.add_argument("--noise", type=noise_option, metavar="NAME:DB", help="such as motor:10, so many dB below the speech")
    speech.add_argument("--seed", type=int, default=0, help="of the noise")
    speech.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    speech.add_argument("--every", type=int, default=1, metavar="N", help="only one recording in N")
    speech.set_defaults(evaluate=_speech)
    for benchmark in (sail, scout, huric, speech):
        benchmark.add_argument("--errors", type=Path, metavar="FILE", help="write every miss there, one JSON object a line")
        benchmark.add_argument("--json", type=Path, metavar="FILE", help="write the table there")
    return parser


def _sail(asked: argparse.Namespace) -> Evaluation:
    from language.evaluate.sail import evaluate

    return evaluate(asked.test, asked.train)


def _scout(asked: argparse.Namespace) -> Evaluation:
    from language.evaluate import rankers
    from language.evaluate.scout import evaluate

    chosen = rankers.without if asked.no_ranker else partial(rankers.folds, asked.rankers) if asked.rankers else rankers.shipped
    return evaluate(asked.file, asked.noise, asked.seed, chosen)


def _huric(asked: argparse.Namespace) -> Evaluation:
    from language.evaluate.huric import evaluate

    return evaluate(asked.file)


def _speech(asked: argparse.Namespace) -> Evaluation:
    from language.evaluate.sounds import Sounds
    from language.evaluate.speech import evaluate
    from language.speech.vosk_recogniser import load

    return evaluate(asked.file, Sounds(asked.noise, asked.seed), load(asked.model), max(1, asked.every))

"""`python -m language parse TEXT`: the program that the words stand for, readable or as JSON."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import Any

import msgspec

from language.own_words import with_own_words
from language.parser import Reading, understand


def parse(arguments: list[str]) -> int:
    """Exit status: 0 understood, 1 not understood. Raises LexiconError for a wrong file of words."""
    parser = argparse.ArgumentParser(prog="python -m language parse")
    parser.add_argument("text", nargs="+", metavar="TEXT")
    parser.add_argument("-k", type=int, default=1, metavar="N", help="show so many readings")
    parser.add_argument("--json", action="store_true", help="print programs, scores and spans as JSON")
    parser.add_argument("--lexicon", type=Path, metavar="FILE", help="words of your own: YAML like language/lexicon.yaml")
    asked = parser.parse_args(arguments)
    words = None if asked.lexicon is None else with_own_words(asked.lexicon)
    reading = understand(" ".join(asked.text), words, k=max(1, asked.k))
    sys.stdout.write(_json(reading) if asked.json else _readable(reading, asked.k))
    return 0 if reading.program is not None else 1


def _readable(reading: Reading, k: int) -> str:
    if reading.program is None and (k <= 1 or not reading.programs):
        return f"{reading.sentence}\n"
    steps = reading.program.steps if reading.program else ()
    lines = [*reading.refusals, *(f"{number}. {step}" for number, step in enumerate(steps, start=1))]
    if reading.program is None:
        lines = [reading.sentence]
    if k > 1:
        lines += [f"{hypothesis.score:5.1%}  {hypothesis.program}" for hypothesis in reading.programs]
    return "".join(f"{line}\n" for line in lines)


def _json(reading: Reading) -> str:
    told = {
        "understood": reading.program is not None, "sentence": reading.sentence, "stop": reading.stop,
        "refusals": reading.refusals,
        "programs": [
            {"score": round(score, 4), "text": str(program), "steps": _finite(msgspec.to_builtins(program.steps))}
            for program, score in reading.programs
        ],
        "spans": [span._asdict() for span in reading.spans],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _finite(thing: Any) -> Any:
    """JSON knows no infinity: "as far as possible" becomes the word."""
    if isinstance(thing, float) and math.isinf(thing):
        return "inf" if thing > 0 else "-inf"
    if isinstance(thing, dict):
        return {key: _finite(value) for key, value in thing.items()}
    return [_finite(value) for value in thing] if isinstance(thing, list | tuple) else thing

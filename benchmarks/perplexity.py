"""How usual commands are to the recogniser's sentence book: `python benchmarks/perplexity.py COMMANDS.jsonl… [--top N]`.

Of JSON lines with `text` (SCOUT's, HuRIC's commands), part by part: `perplexity` of each word or class after the two before it,
the part of the commands that would be asked about for being unusual, and which pairs of words cost most: what the book lacks.
Commands with words that the speech model doesn't know are left out, and counted.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.commands import commands
from language.lexicon import lexicon
from language.speech.grammar import grammar
from language.speech.heeding import UNUSUAL
from language.speech.phrasing import Phrasing
from language.speech.vosk_recogniser import load
from language.words import split_words

DEAR = 4.0
"""Nats above which a word counts among the pairs that cost most."""


def spoken_parts(files: Iterable[Path]) -> Iterator[str]:
    """Every text's parts, which " . " joins."""
    for file in files:
        for text in commands(file):
            for part in text.split(" . "):
                words = " ".join(split_words(part.replace(" , ", " ")).words)
                if words:
                    yield words


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="perplexity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="COMMANDS.jsonl")
    parser.add_argument("--top", type=int, default=20, metavar="N", help="so many pairs that cost most")
    asked = parser.parse_args(argv)
    model = load()
    usual = Phrasing(grammar(lexicon(), model.knows).sentences, lexicon())
    try:
        said = list(spoken_parts(asked.files))
    except (OSError, ValueError) as error:
        parser.error(f"these are no JSON lines with a text each: {error}")
    known = [text for text in said if all(map(model.knows, text.split()))]
    if not known:
        parser.error(f"none of the {len(said)} commands is in words that the speech model knows")
    nats, words, dear = 0.0, 0, dict[tuple[str, ...], float]()
    for text in known:
        for row, cost in usual.costs(text):
            nats, words = nats + cost, words + 1
            dear[row[1:]] = dear.get(row[1:], 0.0) + max(0.0, cost - DEAR)
    strange = sum(usual.unusual(text) > UNUSUAL for text in known)
    print(f"{len(known)} commands, {len(said) - len(known)} left out")
    print(f"perplexity {math.exp(nats / words):.1f} of {words} words")
    print(f"asked about {100 * strange / len(known):.1f} %")
    for row, cost in sorted(dear.items(), key=lambda pair: -pair[1])[: asked.top]:
        print(f"{cost:8.0f}  {' '.join(row)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

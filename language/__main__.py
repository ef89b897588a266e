"""`python -m language parse TEXT`: what the car takes the words to mean. `… evaluate BENCHMARK …`: how often that is right."""

from __future__ import annotations

import sys

from language.parse import parse
from robot.errors import SetupError

USAGE = """usage: python -m language parse "go to the red chair" [-k N] [--json] [--lexicon FILE]
       python -m language evaluate BENCHMARK … (--help says more)"""


def main(arguments: list[str]) -> int:
    """Exit status: 0 understood, 1 not understood, 2 bad usage."""
    if arguments[:1] == ["evaluate"]:
        return _evaluate(arguments[1:])
    if len(arguments) < 2 or arguments[0] != "parse":
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return parse(arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2


def _evaluate(arguments: list[str]) -> int:
    from language.evaluate.command import run  # numpy, which parsing does without
    from language.evaluate.score import table

    try:
        print(table(run(arguments)))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

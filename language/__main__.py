"""`python -m language parse TEXT`: what the car takes the words to mean. `… evaluate BENCHMARK …`: how often that is right.

`… transcribe FILE…`: the words in sound files. `… listen`: what the microphone hears, live.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from language.parse import parse
from robot.errors import SetupError

USAGE = """usage: python -m language parse "go to the red chair" [-k N] [--json] [--lexicon FILE]
       python -m language transcribe FILE… [--json] [--free] [--model FOLDER]
       python -m language listen [--device NAME] [--model FOLDER] [--seconds S]
       python -m language evaluate BENCHMARK … (--help says more)"""


def main(arguments: list[str]) -> int:
    """Exit status: 0 understood, 1 not understood, 2 bad usage."""
    if arguments[:1] == ["evaluate"]:
        return _evaluate(arguments[1:])
    if arguments[:1] != ["listen"] and (len(arguments) < 2 or arguments[0] not in ("parse", "transcribe")):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return _command(arguments[0])(arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2


def _command(name: str) -> Callable[[list[str]], int]:
    if name == "listen":
        from language.speech.listen import listen  # numpy, which parsing does without

        return listen
    if name == "transcribe":
        from language.speech.transcribe import transcribe

        return transcribe
    return parse


def _evaluate(arguments: list[str]) -> int:
    from language.evaluate.command import run  # numpy, which parsing does without
    from language.evaluate.score import table

    try:
        print(table(run(arguments)))
    except (OSError, ValueError, SetupError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

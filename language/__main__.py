"""`python -m language parse TEXT`: what the car takes the words to mean."""

from __future__ import annotations

import sys

from language.parser import understand

USAGE = 'usage: python -m language parse "go to the red chair"'


def main(arguments: list[str]) -> int:
    """Exit status: 0 understood, 1 not understood, 2 bad usage."""
    if len(arguments) < 2 or arguments[0] != "parse":
        print(USAGE, file=sys.stderr)
        return 2
    reading = understand(" ".join(arguments[1:]))
    if reading.program is None:
        print(reading.sentence)
        return 1
    for number, step in enumerate(reading.program.steps, start=1):
        print(f"{number}. {step}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The eyes from the command line: `python -m perception teach NAME --images DIR`, `python -m perception taught`.

Exit code 0: done; 1: refused, with the reason; 2: something given or installed is not right.
"""

from __future__ import annotations

import argparse
import sys

from perception import teach_command
from perception.imprint import TeachingError
from robot.errors import SetupError


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m perception", description=__doc__.splitlines()[0] if __doc__ else "")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    teach_command.add(verbs)
    arguments = parser.parse_args(argv)
    try:
        print(arguments.run(arguments))
    except TeachingError as error:
        print(error, file=sys.stderr)
        return 1
    except SetupError as error:
        print(f"perception: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

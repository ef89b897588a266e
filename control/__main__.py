"""`python -m control COMMAND`: what a person or the system asks of the car's hands without a drive.

Exit code 0: done; 2: it could not be done, and the one line on stderr says why and what to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from control.calibration import command
from control.motors_off import bridge_settings, motors_off
from robot.config import LAUNCH_FOLDER, load
from robot.errors import SetupError

DONE, NOT_DONE = 0, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    arguments = parse(argv)
    try:
        if arguments.command == "motors-off":
            print(motors_off(bridge_settings(load(arguments.file, arguments.set)), arguments.file))
        if arguments.command == "calibrate":
            command.calibrate(arguments, command.told)
    except SetupError as error:
        print(f"heed: {error}", file=sys.stderr)
        return NOT_DONE
    return DONE


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m control", description="The car's hands, without a drive.")
    commands = parser.add_subparsers(dest="command", required=True)
    off = commands.add_parser("motors-off", help="put every pin of the motor bridge low", description=(
        "Put every pin of the motor bridge low. Works while nothing else runs: for systemd's ExecStopPost."))
    off.add_argument("file", nargs="?", type=Path, default=LAUNCH_FOLDER / "car.yaml", help="a launch file (launch/car.yaml)")
    off.add_argument("--set", action="append", default=[], metavar="A.B=C", help="override one setting")
    command.add(commands)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())

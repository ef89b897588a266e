"""`python -m robot.doctor [--json]`: what is installed and connected here, what is missing, and the command that mends it.

Exit status 0 when the car (on a car) or the simulation (elsewhere) can run here, 1 otherwise. Only the standard library is
imported, and everything that might not survive its own import is tried in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import sys

from robot.doctor.check import Check
from robot.doctor.examination import examine
from robot.doctor.machine import Machine


def line(check: Check) -> str:
    """One check for people: state, name, what was found and means, and what to do where something is to be done."""
    text = f"{check.state:<9}{check.name:<18}{check.detail}"
    return f"{text}\n{'':<27}→ {check.mend}" if check.mend and check.state in ("warn", "fail") else text


def main(argv: list[str] | None = None, machine: Machine | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m robot.doctor", description="What is installed here, what is missing.")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(argv)
    machine = machine or Machine()
    found: list[Check] = []
    for check in examine(machine):
        found.append(check)
        if not options.json:
            print(line(check), flush=True)
    if options.json:
        print(json.dumps(report(machine, found), indent=1, ensure_ascii=False))
    else:
        print(f"\n{conclusion(machine, found)}")
    return 1 if stopping(machine, found) else 0


def stopping(machine: Machine, found: list[Check]) -> list[str]:
    """What keeps this machine from what it is for."""
    return [check.name for check in found if check.stops("car" if machine.board.is_car else "simulation")]


def report(machine: Machine, found: list[Check]) -> dict[str, object]:
    """`can_drive` is null where there is no car."""
    return {
        "board": machine.board.model,
        "can_drive": not any(check.stops("car") for check in found) if machine.board.is_car else None,
        "can_simulate": not any(check.stops("simulation") for check in found),
        "checks": [check._asdict() for check in found],
    }


def conclusion(machine: Machine, found: list[Check]) -> str:
    who, then = ("The car", "python -m robot.launch") if machine.board.is_car else ("Simulation", "make sim")
    names = stopping(machine, found)
    return f"{who} can't run here yet: {', '.join(names)}." if names else f"{who} can run here: {then}"


if __name__ == "__main__":
    sys.exit(main())

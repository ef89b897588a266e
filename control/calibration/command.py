"""The verb `calibrate` of `python -m control`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from control.calibration import cars
from control.calibration.course import STEPS, Course, Settings, run
from control.calibration.run import Bench, Stopped
from robot import sheet
from robot.calibration import Calibration, read, write
from robot.clock import local_date_time
from robot.config import LAUNCH_FOLDER
from robot.errors import SetupError

OUT = Path("calibration.yaml")
SHEET_M = 0.35


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Give the verb to a parser."""
    verb = verbs.add_parser("calibrate", help="measure this car and write its calibration file", description=(
        "Walk through the measurements of this car, docs/calibration.md, and write its calibration file."))
    verb.add_argument("file", nargs="?", type=Path, default=LAUNCH_FOLDER / "car.yaml", help="a launch file (launch/car.yaml)")
    verb.add_argument("--set", action="append", default=[], metavar="A.B=C", help="override one of its settings")
    verb.add_argument("--sim", action="store_true", help="a simulated car, with a hand that puts it where it has to be")
    verb.add_argument("--seed", type=int, default=0, metavar="N", help="which simulated car: sizes ±25 %%, wired anyhow")
    verb.add_argument("--out", type=Path, default=OUT, metavar="FILE", help="the calibration file (default %(default)s)")
    verb.add_argument("--only", nargs="+", choices=STEPS, metavar="STEP", help=f"some of {', '.join(STEPS)}, into the old file")
    verb.add_argument("--sheet-m", type=float, default=SHEET_M, metavar="M",
                      help="from the axle to the sheet's near edge (default %(default)s)")
    verb.add_argument("--sheet", type=Path, metavar="FILE.svg", help="only write the sheet to print, for any browser")


def calibrate(arguments: argparse.Namespace, say: Callable[[str], None]) -> None:
    """Do it; `say` gets what was found, a line each. Raises SetupError."""
    if arguments.sheet is not None:
        return _write_sheet(arguments.sheet, say)
    if not 0.15 <= arguments.sheet_m <= 1.0:
        raise SetupError(f"--sheet-m {arguments.sheet_m}: the sheet lies between 0.15 and 1 m ahead of the axle")
    known = read(arguments.out) if arguments.only and arguments.out.exists() else Calibration()
    if arguments.sim:
        return _course(cars.simulated(arguments.seed), Settings(), known, arguments, say)
    with cars.wired(arguments.file, arguments.set, arguments.sheet_m) as (bench, settings):
        return _course(bench, settings, known, arguments, say)


def _course(
    bench: Bench, settings: Settings, known: Calibration, arguments: argparse.Namespace, say: Callable[[str], None]
) -> None:
    course = Course(settings, msgspec.structs.replace(known, made=local_date_time()), say)
    known = course.known
    try:
        run(bench, course, arguments.only or STEPS, partial(_keep, arguments.out))
    except (Stopped, KeyboardInterrupt):
        kept = f"; {arguments.out} has the steps that were done" if course.known != known else ""
        raise SetupError(f"stopped, the motors are off{kept}") from None
    say(f"wrote {arguments.out}; name it in the launch file, `calibration: {arguments.out}`")


def _keep(path: Path, calibration: Calibration) -> None:
    write(calibration, path)


def _write_sheet(path: Path, say: Callable[[str], None]) -> None:
    try:
        sheet.write(path)
    except OSError as error:
        raise SetupError(f"{path}: can't be written: {error.strerror or error}") from None
    say(f"wrote {path}: open it in a browser, print it at 100 %, and check a cell with a ruler")


def told(line: str) -> None:
    """One line for the terminal."""
    sys.stdout.write(f"   {line}\n")
    sys.stdout.flush()

"""Python and its packages: there, alive, and of a version that was tested."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from typing import NamedTuple

from robot.doctor.check import BOTH, SIMULATION, Check, Purpose
from robot.doctor.machine import Machine

PYTHONS = ((3, 11), (3, 13))
DEBIAN_PACKAGES = "apt-get install -y --no-install-recommends libegl1 libgl1 libglib2.0-0 libportaudio2 espeak-ng"
SETUP_MEND = "make setup"
IMPORTS = {"onnxruntime": "onnxruntime", "opencv-python": "cv2", "mujoco-core": "mujoco", "vosk": "vosk"}
EXTRAS: dict[str, tuple[Purpose, ...]] = {"": BOTH, "sim": SIMULATION, "car": (), "speech": ()}
USES = {"sim": "the simulated car", "car": "the car's motors and sensors", "speech": "speech"}
LOOKED_AT_ELSEWHERE = ("rpi-lgpio", "lgpio")  # robot/doctor/gpio.py


class Requirement(NamedTuple):
    """A package with the versions that were tested, `extra` "" where everybody needs it."""

    name: str
    versions: str
    extra: str


def checks(machine: Machine) -> Iterator[Check]:
    yield python_check(machine.python)
    yield from package_checks(machine)


def python_check(version: tuple[int, ...]) -> Check:
    first, last = PYTHONS
    tested = f"{first[0]}.{first[1]} to {last[0]}.{last[1]}"
    here = ".".join(map(str, version))
    if version[:2] < first:
        return Check("python", "fail", f"{here} is too old", f"install Python {tested}, then {SETUP_MEND}", BOTH)
    if version[:2] > last:
        return Check("python", "warn", f"{here}; tested: {tested}", needed=BOTH)
    return Check("python", "ok", here, needed=BOTH)


def package_checks(machine: Machine) -> Iterator[Check]:
    """Every package that Heed asks for, but for those of developers, with the range it was tested in."""
    lines = machine.requirements()
    if lines is None:
        yield Check("heed", "fail", "not installed in this environment", SETUP_MEND, BOTH)
        return
    for line in lines:
        requirement = read_requirement(line, machine.processor)
        if requirement is not None and requirement.extra in EXTRAS and requirement.name not in LOOKED_AT_ELSEWHERE:
            yield package_check(requirement, machine)


def read_requirement(line: str, processor: str) -> Requirement | None:
    """A line as packages state what they need; None where it is not meant for this machine."""
    requirement, _, marker = line.partition(";")
    name = re.match(r"[\w.-]+", requirement.strip())
    meant_for = re.search(r'platform_machine == "(\w+)"', marker)
    if name is None or (meant_for is not None and meant_for[1] != processor):
        return None
    extra = re.search(r"""extra == ["']([\w-]+)["']""", marker)
    return Requirement(name[0], requirement.strip()[name.end() :].strip(), extra[1] if extra else "")


def package_check(requirement: Requirement, machine: Machine) -> Check:
    """A package that is missing fails only where something can't do without it: not the simulation's on a car, nor a car's
    on a laptop."""
    name, versions, extra = requirement
    purpose: Purpose = "car" if machine.board.is_car else "simulation"
    vital = purpose in EXTRAS[extra] or (extra == "car" and machine.board.is_car)
    needed = EXTRAS[extra]
    mend = SETUP_MEND if needed else f"for {USES[extra]}: {sys.executable} -m pip install {shlex.quote(name + versions)}"
    version = machine.version(name)
    if version is None:
        return Check(name, "fail" if vital else "skipped" if extra == "car" else "warn", "not installed", mend, needed)
    if name in IMPORTS:
        result = machine.probe(f"import {IMPORTS[name]}")
        if not result.ok:
            return Check(name, "fail", f"{version}: {result.text}", import_mend(result.text, requirement, machine), needed)
    if not in_range(version, versions):
        return Check(name, "warn", f"{version}; tested: {versions}", mend, needed)
    return Check(name, "ok", version, needed=needed)


def in_range(version: str, versions: str) -> bool:
    """Whether "1.32.0" is within "<1.33,>=1.22"; numbers are compared, what follows them is not."""
    for bound in filter(None, re.split(r"[,\s]+", versions)):
        relation, limit = re.match(r"(>=|<=|==|<|>|!=)?(.*)", bound).groups()  # type: ignore[union-attr]  # it always matches
        here, there = _numbers(version), _numbers(limit)
        length = max(len(here), len(there))
        here, there = (numbers + (0,) * (length - len(numbers)) for numbers in (here, there))
        held = {">=": here >= there, "<=": here <= there, "<": here < there, ">": here > there, "!=": here != there}
        if not held.get(relation or "==", here == there):
            return False
    return True


def import_mend(error: str, requirement: Requirement, machine: Machine) -> str:
    if "cannot open shared object file" in error:
        return machine.as_root(DEBIAN_PACKAGES)
    if "illegal instruction" in error:
        wanted = shlex.quote(requirement.name + requirement.versions)
        return f"another build or an older version: {sys.executable} -m pip install --force-reinstall {wanted}"
    return SETUP_MEND


def _numbers(version: str) -> tuple[int, ...]:
    leading = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in leading[0].split(".")) if leading else ()

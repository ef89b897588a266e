"""What is installed here, what is missing, and what to do about it: `python -m robot.doctor [--json]`.

Exit status 0 when simulation can run here, 1 otherwise. Only the standard library is imported, and everything that might
not survive its own import (a wheel built for another processor dies with "illegal instruction") is tried in a process of
its own.
"""

from __future__ import annotations

import argparse
import glob
import importlib.metadata
import json
import os
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

PYTHONS = ((3, 11), (3, 13))
DEBIAN_MEND = "apt-get install -y --no-install-recommends libegl1 libgl1 libglib2.0-0 libportaudio2 espeak-ng"
SYSTEM_MEND = DEBIAN_MEND if hasattr(os, "geteuid") and os.geteuid() == 0 else f"sudo {DEBIAN_MEND}"
SETUP_MEND = "make setup"
PROBE_TIMEOUT_S = 60.0
IMPORTS = {"onnxruntime": "onnxruntime", "opencv-python": "cv2", "mujoco-core": "mujoco", "vosk": "vosk"}
EXTRAS = {"": "", "sim": "", "car": "the car's motors and sensors", "speech": "speech"}  # what each is for
GL_PROBE = """
from robot.sim.gl import context
made = context(64, 48)
from OpenGL import GL
print(GL.glGetString(GL.GL_RENDERER).decode())
"""
MODEL_PROBE = """
import numpy
from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Eyes
eyes = Eyes()
eyes(numpy.zeros((HEIGHT_PX, WIDTH_PX, 3), numpy.uint8))
print(f"our own network, {len(eyes.prototypes)} kinds")
"""
AUDIO_PROBE = """
import sounddevice
found = [device for device in sounddevice.query_devices() if device["max_input_channels"]]
print(f"{len(found)} microphone(s)" if found else "")
"""


class Check(NamedTuple):
    """One line of the report. Where `needed`, simulation does not run unless `state` is ok (or untested)."""

    name: str
    state: Literal["ok", "untested", "missing", "broken"]
    detail: str
    mend: str = ""
    needed: bool = False

    @property
    def stops(self) -> bool:
        return self.needed and self.state in ("missing", "broken")


class Probe(NamedTuple):
    """How a piece of Python did in a process of its own: its last line, or the last line of its error."""

    ok: bool
    text: str


def probe(code: str, timeout_s: float = PROBE_TIMEOUT_S) -> Probe:
    """Run `code` in a fresh interpreter; never raises, whatever becomes of it."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, errors="replace", timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        return Probe(False, f"no answer within {timeout_s:.0f} s")
    except OSError as error:
        return Probe(False, str(error))
    if done.returncode == -signal.SIGILL:
        return Probe(False, "illegal instruction: this build is for another processor")
    if done.returncode < 0:
        return Probe(False, f"killed by {signal.Signals(-done.returncode).name}")
    lines = (done.stderr if done.returncode else done.stdout).strip().splitlines()
    return Probe(done.returncode == 0, lines[-1] if lines else "")


# ---- the checks --------------------------------------------------------------------------------------------------


def checks() -> Iterator[Check]:
    """Everything there is to look at, one after the other."""
    yield python_check(sys.version_info[:2])
    yield from package_checks()
    yield gl_check(probe(GL_PROBE))
    yield model_check(probe(MODEL_PROBE))
    yield camera_check(sorted(glob.glob("/dev/video*")))
    yield audio_check(probe(AUDIO_PROBE))
    yield voice_check(shutil.which("espeak-ng") or shutil.which("espeak"))
    yield gpio_check(board(), probe("import RPi.GPIO"))


def python_check(version: tuple[int, ...]) -> Check:
    first, last = PYTHONS
    tested = f"{first[0]}.{first[1]} to {last[0]}.{last[1]}"
    if version < first:
        return Check("python", "broken", platform.python_version(), f"install Python {tested}, then {SETUP_MEND}", needed=True)
    if version > last:
        return Check("python", "untested", f"{platform.python_version()}; tested: {tested}", needed=True)
    return Check("python", "ok", platform.python_version(), needed=True)


def package_checks() -> Iterator[Check]:
    """Every package that Heed asks for, but for those of developers, with the range it was tested in."""
    try:
        requirements = importlib.metadata.requires("heed") or []
    except importlib.metadata.PackageNotFoundError:
        yield Check("heed", "missing", "not installed in this environment", SETUP_MEND, needed=True)
        return
    for line in requirements:
        requirement = read_requirement(line)
        if requirement is not None and requirement.extra in EXTRAS:
            yield package_check(requirement)


class Requirement(NamedTuple):
    """A package with the versions that were tested, `extra` "" where everybody needs it."""

    name: str
    versions: str
    extra: str


def read_requirement(line: str) -> Requirement | None:
    """A line as packages state what they need; None where it is not meant for this machine."""
    requirement, _, marker = line.partition(";")
    name = re.match(r"[\w.-]+", requirement.strip())
    machine = re.search(r'platform_machine == "(\w+)"', marker)
    if name is None or (machine is not None and machine[1] != platform.machine()):
        return None
    extra = re.search(r"""extra == ["']([\w-]+)["']""", marker)
    return Requirement(name[0], requirement.strip()[name.end() :].strip(), extra[1] if extra else "")


def package_check(requirement: Requirement) -> Check:
    name, versions, extra = requirement
    needed = extra in ("", "sim")
    mend = SETUP_MEND if needed else f"for {EXTRAS[extra]}: {sys.executable} -m pip install {shlex.quote(name + versions)}"
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Check(name, "missing", "not installed", mend, needed)
    if name in IMPORTS:
        result = probe(f"import {IMPORTS[name]}")
        if not result.ok:
            return Check(name, "broken", f"{version}: {result.text}", _import_mend(result.text, requirement), needed)
    if not in_range(version, versions):
        return Check(name, "untested", f"{version}; tested: {versions}", mend, needed)
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


def gl_check(result: Probe) -> Check:
    if result.ok:
        return Check("OpenGL", "ok", result.text, needed=True)
    return Check("OpenGL", "missing", result.text, SYSTEM_MEND, needed=True)


def model_check(result: Probe) -> Check:
    if result.ok:
        return Check("model", "ok", result.text, needed=True)
    return Check("model", "broken", result.text, "git checkout models/ (and see the lines above)", needed=True)


def camera_check(devices: list[str]) -> Check:
    if not devices:
        return Check("camera", "missing", "no /dev/video*", "plug in a USB camera; simulation needs none")
    locked = [device for device in devices if not os.access(device, os.R_OK | os.W_OK)]
    if locked:
        return Check("camera", "broken", f"{locked[0]} may not be read", "sudo usermod -aG video $USER, then log in again")
    return Check("camera", "ok", ", ".join(devices))


def audio_check(result: Probe) -> Check:
    if result.ok and result.text:
        return Check("microphone", "ok", result.text)
    if result.ok:
        return Check("microphone", "missing", "no device to record from", "plug one in; typed instructions need none")
    if "PortAudio" in result.text:
        return Check("microphone", "missing", result.text, SYSTEM_MEND)
    return Check("microphone", "missing", result.text, "for speech: the package sounddevice, see above")


def voice_check(program: str | None) -> Check:
    if program is None:
        return Check("voice", "missing", "no espeak-ng", SYSTEM_MEND)
    return Check("voice", "ok", program)


def gpio_check(model: str, result: Probe) -> Check:
    if not model:
        return Check("GPIO", "missing", "this is no Raspberry Pi", "run on the car; simulation needs none")
    if result.ok:
        return Check("GPIO", "ok", model)
    mend = f"{sys.executable} -m pip install '.[car]' (rpi-lgpio; never RPi.GPIO beside it)"
    return Check("GPIO", "missing", f"{model}: {result.text}", mend)


def board(path: Path = Path("/proc/device-tree/model")) -> str:
    """The Raspberry Pi we run on, or ""."""
    try:
        model = path.read_text(encoding="utf-8", errors="replace").rstrip("\0")
    except OSError:
        return ""
    return model if "Raspberry Pi" in model else ""


def _numbers(version: str) -> tuple[int, ...]:
    leading = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in leading[0].split(".")) if leading else ()


def _import_mend(error: str, requirement: Requirement) -> str:
    if "cannot open shared object file" in error:
        return SYSTEM_MEND
    if "illegal instruction" in error:
        wanted = shlex.quote(requirement.name + requirement.versions)
        return f"another build or an older version: {sys.executable} -m pip install --force-reinstall {wanted}"
    return SETUP_MEND


# ---- the report --------------------------------------------------------------------------------------------------


def line(check: Check) -> str:
    """One check for people: state, name, what was found, and what to do where something is to be done."""
    text = f"{check.state:<9}{check.name:<18}{check.detail}"
    return f"{text}\n{'':<27}→ {check.mend}" if check.mend and check.state != "ok" else text


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m robot.doctor", description="What is installed here, what is missing.")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(argv)
    found: list[Check] = []
    for check in checks():
        found.append(check)
        if not options.json:
            print(line(check), flush=True)
    stopping = [check.name for check in found if check.stops]
    if options.json:
        print(json.dumps({"can_simulate": not stopping, "checks": [check._asdict() for check in found]}, indent=1))
    elif stopping:
        print(f"\nSimulation can't run here yet: {', '.join(stopping)}.")
    else:
        print("\nSimulation can run here: make sim")
    return 1 if stopping else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the program itself needs: OpenGL for the simulated camera, the networks, room on the disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from robot.doctor.check import BOTH, SIMULATION, Check, skipped
from robot.doctor.machine import Machine
from robot.doctor.packages import DEBIAN_PACKAGES
from robot.doctor.probe import Probe

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
LITTLE_BYTES, LEAST_BYTES = 1_000_000_000, 100_000_000
"""An hour of driving with pictures writes some hundred MB; below the least even a receipt may not fit."""


def checks(machine: Machine) -> Iterator[Check]:
    yield gl_check(machine)
    yield model_check(machine.probe(MODEL_PROBE))
    yield checksums_check(machine)
    yield disk_check(machine)
    yield from mount_check(machine)


def gl_check(machine: Machine) -> Check:
    if machine.board.is_car:
        return skipped("OpenGL", "only the simulation draws")
    result = machine.probe(GL_PROBE)
    if result.ok:
        return Check("OpenGL", "ok", result.text, needed=SIMULATION)
    return Check("OpenGL", "fail", result.text, machine.as_root(DEBIAN_PACKAGES), SIMULATION)


def model_check(result: Probe) -> Check:
    if result.ok:
        return Check("model", "ok", result.text, needed=BOTH)
    return Check("model", "fail", result.text, "git checkout models/ (and see the lines above)", BOTH)


def checksums_check(machine: Machine) -> Check:
    """Every network that is here is the one that the registry describes, byte for byte."""
    done = machine.run(sys.executable, "-m", "models", "verify")
    lines = [line.partition(" (")[0] for line in done.text.splitlines() if ": " in line]
    if done.status == 0 and lines:
        here = [line.partition(":")[0] for line in lines if line.endswith(": here")]
        return Check("checksums", "ok", f"right for {', '.join(here)}", needed=BOTH)
    bad = [line for line in lines if not line.endswith((": here", ": not here"))] or done.text.splitlines()[-1:]
    mend = "git checkout models/ for our own; python -m models pull NAME for another"
    return Check("checksums", "fail", "; ".join(bad) or "python -m models verify said nothing", mend, BOTH)


def disk_check(machine: Machine) -> Check:
    free = machine.free_bytes(machine.home)
    text = f"{free / 1e9:.1f} GB free"
    mend = "du -sh runs/* | sort -h shows which drives to delete"
    if free < LEAST_BYTES:
        return Check("disk", "fail", f"{text}: drives can't be kept any more", mend)
    if free < LITTLE_BYTES:
        return Check("disk", "warn", f"{text}: enough for a few drives", mend)
    return Check("disk", "ok", text)


def mount_check(machine: Machine) -> Iterator[Check]:
    """A worn SD card makes the kernel go on read-only: nothing is kept, and the card won't last."""
    mounts = [line.split() for line in (machine.read("/proc/mounts") or "").splitlines()]
    root = [fields[3].split(",") for fields in mounts if len(fields) > 3 and fields[1] == "/"]
    if root and "ro" in root[-1]:
        mend = f"{machine.as_root('dmesg')} | grep -i mmc; a worn SD card wants replacing"
        yield Check("disk writable", "warn", "the system runs read-only: no drive is kept, nothing can be installed", mend)

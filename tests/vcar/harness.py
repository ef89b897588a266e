"""The host's side of the virtual car: finds its kernel, runs programs inside it, and reads what they measured.

The virtual car is a Linux kernel that runs as an ordinary process (User-Mode Linux) with simulated GPIO lines, an I2C bus, a
camera and a watchdog; README.md beside this file says how it is made. A program of `tests/vcar/guest/` measures and reports
rows (see `guest/report.py`); the test that asked for it says what they should have been.
"""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
I2C_ADDRESSES = (0x40, 0x60, 0x68)
"""INA219, PCA9685 on a motor hat, MPU-6050: as the boards come that people buy."""

Row = dict[str, Any]


class Kernel(NamedTuple):
    """A folder with `vcar-linux`, `vcar.dtb` and `i2c-stub.ko`."""

    folder: Path

    @property
    def missing(self) -> list[str]:
        return [name for name in ("vcar-linux", "vcar.dtb", "i2c-stub.ko") if not (self.folder / name).is_file()]


class Outcome(NamedTuple):
    """What came of one boot: the rows that its programs reported, and all that was written to its console."""

    rows: tuple[Row, ...]
    console: str

    def named(self, check: str) -> list[Row]:
        """The rows of one check; none of them is an error, for then the program did not get that far."""
        rows = [row for row in self.rows if row["check"] == check]
        assert rows, f"the virtual car reported no {check!r}; its console said:\n{self.console}"
        return rows

    def one(self, check: str) -> Row:
        rows = self.named(check)
        assert len(rows) == 1, rows
        return rows[0]


def find_kernel() -> Kernel:
    """Where `HEED_VCAR` says, or in `../shared/vcar` beside the checkout; nothing is sure to be there."""
    folder = os.environ.get("HEED_VCAR") or ROOT.parent / "shared" / "vcar"
    return Kernel(Path(folder).resolve())


def why_not(kernel: Kernel) -> str:
    """Why the virtual car can't run here, "" where it can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "the virtual car is a Linux x86-64 program"
    if missing := kernel.missing:
        return f"no virtual car in {kernel.folder} ({', '.join(missing)} missing): see tests/vcar/README.md, or set HEED_VCAR"
    if absent := [name for name in ("RPi", "lgpio", "smbus2") if find_spec(name) is None]:
        return f"the drivers' modules are not installed ({', '.join(absent)}): '.[dev]' has them for Python 3.11 and 3.12"
    if any(" " in str(path) for path in (kernel.folder, ROOT, sys.executable)):
        return "a kernel's command line can't hold a path with spaces"
    return ""


def run(kernel: Kernel, scratch: Path, programs: Sequence[str], *, limit_s: float, virtual_time: bool = True) -> Outcome:
    """Boot, run `programs` (modules of `tests.vcar.guest`, each with its arguments after a colon) one after the other, halt.

    With `virtual_time` the car's clock moves only while all its programs sleep: what they measure is exact and the same on
    every machine. `limit_s` is real time; a car that takes longer is ended and what it reported until then is returned.
    """
    results = scratch / "results"
    results.mkdir(parents=True, exist_ok=True)
    with (scratch / "console").open("wb") as console:
        process = subprocess.Popen(
            _command(kernel, results, programs, virtual_time), cwd=scratch, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(scratch)},
        )
        try:
            process.wait(limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    rows = results / "rows"
    lines = rows.read_bytes().splitlines() if rows.exists() else []
    return Outcome(tuple(msgspec.json.decode(line) for line in lines), (scratch / "console").read_text(errors="replace"))


def _command(kernel: Kernel, results: Path, programs: Sequence[str], virtual_time: bool) -> list[str]:
    """The kernel's command line; what it does not know itself becomes the first process's environment."""
    return [
        str(kernel.folder / "vcar-linux"), "mem=768M", f"uml_dir={results.parent}/uml", f"dtb={kernel.folder}/vcar.dtb",
        "rootfstype=hostfs", "rootflags=/", "ro", "con=null", "con0=null,fd:1", "con1=null", "quiet", f"init={HERE}/init.sh",
        f"VCAR_I2C_STUB={kernel.folder}/i2c-stub.ko", f"VCAR_I2C={','.join(map(hex, I2C_ADDRESSES))}",
        f"VCAR_RESULTS={results}",
        f"VCAR_ROOT={ROOT}", f"VCAR_PYTHON={sys.executable}", f"VCAR_PROGRAMS={','.join(programs)}",
        *(["time-travel=inf-cpu"] if virtual_time else []),
    ]  # fmt: skip

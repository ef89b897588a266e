"""What the virtual car's first process does once the file systems are there: loads the I2C bus, runs the programs, halts.

It must never end: the kernel panics without a first process. A car that boots a second time was reset by its watchdog; it
says so and halts.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import platform
import sys
import traceback
from multiprocessing import Process
from pathlib import Path

from tests.vcar.guest.report import FOLDER, report

_FINIT_MODULE = 313  # system call numbers of x86-64
_HALT = 0xCDEF0123  # LINUX_REBOOT_CMD_HALT


def main() -> None:
    try:
        _work()
    except Exception:  # the edge of the first process: whatever went wrong is said, and the car halts
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    ctypes.CDLL(None).reboot(ctypes.c_int(_HALT - (1 << 32)))


def _work() -> None:
    if (FOLDER / "booted").exists():
        report("booted again")
        return
    (FOLDER / "booted").touch()
    report("booted", kernel=platform.release(), model=Path("/proc/device-tree/model").read_text().strip("\0"))
    _insert_module(os.environ["VCAR_I2C_STUB"], f"chip_addr={os.environ['VCAR_I2C']}")
    for program in os.environ["VCAR_PROGRAMS"].split(","):
        name, *arguments = program.split(":")
        process = Process(target=_run, args=(name, *arguments))  # a fork: Python starts slowly here
        process.start()
        process.join()
        report("program", name=program, status=process.exitcode)


def _run(name: str, *arguments: str) -> None:
    importlib.import_module(f"tests.vcar.guest.{name}").main(*arguments)


def _insert_module(file: str, options: str) -> None:
    """As `insmod` does, which a small host lacks."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open(file, "rb") as module:
        if libc.syscall(_FINIT_MODULE, module.fileno(), options.encode(), 0) < 0:
            raise OSError(ctypes.get_errno(), f"the kernel did not take {file}")


if __name__ == "__main__":
    main()

"""Everything the checks look at, so that a test can hand them a machine with any fault."""

from __future__ import annotations

import functools
import getpass
import grp
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from robot.doctor import i2c_bus, v4l2
from robot.doctor.board import Board
from robot.doctor.probe import HOME, Probe, probe

NOT_FOUND = 127
PIP = f"{sys.executable} -m pip"
RUN_TIMEOUT_S = 20.0


class Done(NamedTuple):
    """How a command did: its exit status (127 where there is no such program) and what it wrote."""

    status: int
    text: str


def run(*command: str) -> Done:
    """Run a program and wait for it; never raises."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=RUN_TIMEOUT_S, check=False, cwd=HOME
        )
    except FileNotFoundError:
        return Done(NOT_FOUND, f"{command[0]}: not found")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Done(1, str(error))
    return Done(done.returncode, (done.stdout + done.stderr).strip())


def version(package: str) -> str | None:
    """The installed version of a package, None where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def requirements() -> list[str] | None:
    """What Heed asks for, as packages state it; None where Heed is not installed."""
    try:
        return importlib.metadata.requires("heed") or []
    except importlib.metadata.PackageNotFoundError:
        return None


def own_groups() -> frozenset[str]:
    """The names of the groups that this process is in."""
    names: set[str] = set()
    for number in {os.getgid(), os.getegid(), *os.getgroups()}:
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:  # a group without a name opens nothing by name
            continue
    return frozenset(names)


def user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in containers
        return str(os.getuid())


def may_use(path: Path) -> bool:
    """Whether this process may read and write the device."""
    return os.access(path, os.R_OK | os.W_OK)


def free_bytes(path: Path) -> int:
    return shutil.disk_usage(path).free


@dataclass(frozen=True)
class Machine:
    """A machine: its files below `root`, its programs, its Python. The defaults are the one we run on."""

    root: Path = Path("/")
    run: Callable[..., Done] = run
    probe: Callable[[str], Probe] = probe
    version: Callable[[str], str | None] = version
    requirements: Callable[[], list[str] | None] = requirements
    which: Callable[[str], str | None] = shutil.which
    may_use: Callable[[Path], bool] = may_use
    free_bytes: Callable[[Path], int] = free_bytes
    i2c: Callable[[Path], i2c_bus.Bus] = i2c_bus.Bus
    video: Callable[[Path], v4l2.Video] = v4l2.describe
    home: Path = HOME
    user: str = field(default_factory=user_name)
    groups: frozenset[str] = field(default_factory=own_groups)
    is_root: bool = field(default_factory=lambda: os.geteuid() == 0)
    python: tuple[int, ...] = tuple(sys.version_info[:3])
    processor: str = field(default_factory=platform.machine)

    def read(self, path: str) -> str | None:
        """A file's text without the zeros and line ends at its end; None where it can't be read."""
        try:
            return (self.root / path.lstrip("/")).read_text(encoding="utf-8", errors="replace").rstrip("\0\n")
        except OSError:
            return None

    def glob(self, pattern: str) -> list[Path]:
        """The files that fit, such as `/dev/i2c-*`, in the order of their numbers."""
        return sorted(self.root.glob(pattern.lstrip("/")), key=lambda path: (len(path.name), path.name))

    def shown(self, path: Path) -> str:
        """A file's path as the machine itself has it."""
        return "/" + path.relative_to(self.root).as_posix()

    def as_root(self, command: str) -> str:
        return command if self.is_root else f"sudo {command}"

    @functools.cached_property
    def board(self) -> Board:
        return Board(self.read("/proc/device-tree/model") or "")

"""setup.sh, where something is missing and may not be installed: a clear message that names it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import ROOT

PYTHON_WITHOUT_GL = """#!/bin/sh
[ "$1" = - ] && printf 'libEGL.so.1 '
exit 0
"""
PYTHON_WITHOUT_VENV = """#!/bin/sh
case "$*" in *ensurepip*) exit 1 ;; esac
exit 0
"""
OLD_PYTHON = """#!/bin/sh
exit 1
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with nothing but a shell: no apt-get, no Python, and a checkout."""
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname", "id"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    shutil.copy(ROOT / "setup.sh", tmp_path)
    return tmp_path


def setup(machine: Path, python: str | None) -> subprocess.CompletedProcess[str]:
    if python is not None:
        (machine / "bin" / "python3").write_text(python)
        (machine / "bin" / "python3").chmod(0o755)
    command = ["sh", str(machine / "setup.sh")]
    environment = {"PATH": str(machine / "bin")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize(
    ("python", "complaint", "remedy"),
    [
        (None, "Heed needs Python 3.11, 3.12 or 3.13", "apt-get install python3 python3-venv"),
        (OLD_PYTHON, "Heed needs Python 3.11, 3.12 or 3.13", "make PYTHON="),
        (PYTHON_WITHOUT_GL, "libEGL.so.1", "sudo apt-get install libegl1 libgl1 libglib2.0-0"),
        (PYTHON_WITHOUT_VENV, "can't make virtual environments", "sudo apt-get install python3-venv"),
    ],
)
def test_what_is_missing_is_named(bare: Path, python: str | None, complaint: str, remedy: str) -> None:
    done = setup(bare, python)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert remedy in done.stderr


def test_the_makefile_sets_up_only_once() -> None:
    """A stamp newer than what it depends on means that nothing is done."""
    done = subprocess.run(["make", "-n", "-o", ".venv/heed-ready", "sim"], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "setup.sh" not in done.stdout
    assert "robot.launch --sim" in done.stdout

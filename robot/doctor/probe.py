"""A piece of Python tried in a process of its own, where its death harms nobody.

A wheel that was built for another processor dies of an illegal instruction when it is imported: no exception can be caught.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

TIMEOUT_S = 60.0
HOME = Path(__file__).resolve().parents[2]
"""Where our own packages lie: what is tried may need them."""


class Probe(NamedTuple):
    """How it did: its last line, or the last line of its error."""

    ok: bool
    text: str


def probe(code: str, timeout_s: float = TIMEOUT_S) -> Probe:
    """Run `code` in a fresh interpreter; never raises, whatever becomes of it."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, errors="replace", timeout=timeout_s, check=False, cwd=HOME,
        )  # fmt: skip
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

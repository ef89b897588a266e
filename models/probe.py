"""Whether onnxruntime lives on this processor, tried where its death harms nobody: in a process of its own.

A wheel built for other processors dies of an illegal instruction when it is imported, or in its first convolution, and takes
the whole program with it: no exception can be caught. What was found good is remembered in a file with the versions and the
processor that it holds for, so that only the first start after a change pays for the trial.
"""

from __future__ import annotations

import importlib.metadata
import platform
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from models.remembered import remember, remembered
from models.runtime import DEFAULT_CARD, ModelError

TIMEOUT_S = 60.0
TRIAL = """
import sys
from pathlib import Path
import numpy, onnxruntime
from models.runtime import session
network = Path(sys.argv[1])
if network.exists():  # one that is missing is told better by whoever needs it
    loaded = session(network.read_bytes())
    given = loaded.get_inputs()[0]
    loaded.run(None, {given.name: numpy.zeros(given.shape, numpy.uint8)})
"""
"""Imports it, loads the network in the file it is told, and asks that once: the very instructions that the car needs."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was tried and found good."""

    onnxruntime: str
    python: str
    processor: str


def default_file() -> Path:
    return Path.home() / ".cache" / "heed" / "onnxruntime.json"


def here() -> Verdict:
    """What would be tried; ModelError where onnxruntime is not installed."""
    try:
        version = importlib.metadata.version("onnxruntime")
    except importlib.metadata.PackageNotFoundError:
        raise ModelError("onnxruntime is not installed: `make setup`, or `pip install onnxruntime`") from None
    return Verdict(onnxruntime=version, python=platform.python_version(), processor=_processor())


def check(file: Path | None = None, network: Path | None = None, trial: str = TRIAL) -> None:
    """Return if onnxruntime runs here; ModelError with what to do if it dies or fails. It is tried on our own `network`."""
    file, found = file or default_file(), here()
    if remembered(file, Verdict) == found:
        return
    network = network or DEFAULT_CARD.with_suffix(".onnx")
    try:
        done = subprocess.run([sys.executable, "-c", trial, str(network)], capture_output=True, text=True, errors="replace",
                              timeout=TIMEOUT_S, check=False, cwd=Path(__file__).parents[1])
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ModelError(f"onnxruntime {found.onnxruntime} could not be tried: {error}; run `make doctor`") from error
    if done.returncode:
        raise ModelError(_told(found, done.returncode, done.stderr))
    remember(file, found)


def _told(found: Verdict, status: int, errors: str) -> str:
    which = f"onnxruntime {found.onnxruntime} does not run on this processor ({found.processor})"
    if status == -signal.SIGILL:
        return (f"{which}: its wheel uses instructions that this processor lacks. Install another version, for example "
                f"`.venv/bin/pip install 'onnxruntime!={found.onnxruntime}'`, and try again; nothing was started")
    if status < 0:
        return f"{which}: it was killed by {signal.Signals(-status).name}. Install another version; nothing was started"
    last = errors.strip().splitlines()[-1] if errors.strip() else f"exit status {status}"
    return f"onnxruntime {found.onnxruntime} fails: {last}; `make setup` installs it anew"



def _processor() -> str:
    """Its name and what it can do, as Linux tells it; elsewhere what Python knows."""
    from models.benchmark import processor

    return f"{platform.machine()} {processor()}"

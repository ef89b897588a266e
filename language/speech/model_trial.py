"""Whether Vosk survives a model, tried where its death harms nobody: in a process of its own.

Vosk's C++ doesn't raise over a bad model; it aborts, or reads beyond its memory. So another process loads the model once and
gives it half a second of sound. What was found good is remembered in a file, so that only the first start after a change pays.
"""

from __future__ import annotations

import importlib.metadata
import platform
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import msgspec

from language.speech.model_folder import ModelFolder, SpeechModelError
from models.remembered import remember, remembered

TIMEOUT_S = 120.0
INSTALL = "`pip install vosk` (or `pip install heed[speech]`)"
TRIAL = """
import sys
import numpy
import vosk
vosk.SetLogLevel(-1)
model = vosk.Model(sys.argv[1])
grammars = [(), ('["stop", "[unk]"]',)] if sys.argv[2] == "grammar" else [()]
for grammar in grammars:
    recogniser = vosk.KaldiRecognizer(model, 16000.0, *grammar)
    noise = numpy.random.default_rng(0).normal(0.0, 1000.0, 8000).astype(numpy.int16)
    recogniser.AcceptWaveform(noise.tobytes())
    recogniser.FinalResult()
"""


class Verdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was tried and found good: a state of the model's files, with a version of Vosk, on a machine."""

    model: str
    vosk: str
    python: str
    machine: str


def default_file() -> Path:
    return Path.home() / ".cache" / "heed" / "speech.json"


def check(model: ModelFolder, file: Path | None = None, trial: str = TRIAL) -> None:
    """Return if Vosk can use the model here; SpeechModelError with what to do if it dies or fails."""
    file, found = file or default_file(), _verdict(model)
    good = remembered(file, list[Verdict]) or []
    if found in good:
        return
    kind = "grammar" if model.takes_grammar else "static"
    try:
        done = subprocess.run([sys.executable, "-c", trial, str(model.path), kind], capture_output=True, text=True,
                              errors="replace", timeout=TIMEOUT_S, check=False)
    except (subprocess.TimeoutExpired, OSError) as error:
        raise SpeechModelError(f"the speech model {model.path} could not be tried: {error}") from error
    if done.returncode:
        raise SpeechModelError(_told(model.path, found.vosk, done.returncode, done.stderr))
    remember(file, [found, *good][:16])


def _verdict(model: ModelFolder) -> Verdict:
    try:
        version = importlib.metadata.version("vosk")
    except importlib.metadata.PackageNotFoundError:
        raise SpeechModelError(f"speech needs the package vosk, which is not installed: {INSTALL}") from None
    stats = [(str(file.relative_to(model.path)), file.stat()) for file in model.files]
    state = "".join(f"{name} {stat.st_size} {stat.st_mtime_ns}\n" for name, stat in stats)
    return Verdict(
        model=f"{model.path.resolve()} {zlib.crc32(state.encode()):08x}", vosk=version, python=platform.python_version(),
        machine=platform.machine(),
    )  # fmt: skip


def _told(path: Path, version: str, status: int, errors: str) -> str:
    if status == -signal.SIGILL:
        return f"vosk {version} uses instructions that this processor lacks; install another version of vosk"
    if "vosk_cffi" in errors or "libvosk" in errors:
        return f"vosk {version} can't be loaded: {_last(errors)}; on Debian `sudo apt-get install libatomic1` may mend it"
    how = f"was killed by {signal.Signals(-status).name} over it" if status < 0 else _last(errors)
    return f"Vosk {version} can't use the speech model {path}: {how}. It is damaged or not whole: unpack or copy it anew"


def _last(errors: str) -> str:
    told = [line for line in errors.strip().splitlines() if "ERROR" in line or "Error" in line or "Exception" in line]
    return (told or errors.strip().splitlines() or ["it failed"])[-1].strip()

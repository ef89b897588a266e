"""The drive's log: `log.jsonl` for programs, `robot.log` for people, both in the drive's own folder under `runs/`.

`log.jsonl` is one JSON object a line: first `{"header": …}` (versions, settings, seed), then one line a message
`{"t_ns": …, "topic": …, "n": …, "message": …}`, last `{"footer": …}` (outcome and how many messages were published). A topic
keeps one message in `log_every`; arrays are summarised by shape, type and checksum; infinite and undefined numbers are null.
Every line is written out at once, so the log of a drive that crashed ends in its last message, without a footer.
"""

from __future__ import annotations

import platform
import re
import threading
import zlib
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from robot import clock
from robot import messages as m
from robot.bus import Envelope, Topic
from robot.program import Resume, Stop, Tell
from robot.speech import Heard

AT_ONCE = (Resume, Stop, Tell)  # steps that are answered by what the car says next
PACKAGES = ("heed", "numpy", "msgspec", "onnxruntime", "opencv-python", "mujoco-core")


def new_folder(root: Path, name: str) -> Path:
    """Make the folder of a drive, `root/<date>-<time>-<name>`; a number is added where that exists already."""
    stem = f"{clock.local_date_time()}-{slug(name)}"
    for number in range(1, 1000):
        folder = root / (stem if number == 1 else f"{stem}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"{root}: there are a thousand drives named {stem} already")


def slug(name: str) -> str:
    """A name that is safe for files: `Go to the ball!` becomes `go-to-the-ball`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].rstrip("-") or "drive"


class Recorder:
    """An observer of the bus that writes the log of one drive; `record` may be called from any thread."""

    def __init__(self, folder: Path, settings: dict[str, Any], seed: int | None = None, began_ns: int = 0) -> None:
        """The times for people count from `began_ns`."""
        self.folder = folder
        self._began_ns = began_ns
        self._json = msgspec.json.Encoder(enc_hook=summarise)
        self._published: Counter[str] = Counter()
        self._writing = threading.Lock()
        self._log = (folder / "log.jsonl").open("wb", buffering=0)
        self._text = (folder / "robot.log").open("w", encoding="utf-8", buffering=1)
        self._write({"header": {"started": clock.local_date_time(), "seed": seed, "settings": settings} | versions()})

    def record(self, topic: Topic[Any], envelope: Envelope) -> None:
        """Log one message if it is its topic's turn; after `close` nothing happens."""
        with self._writing:
            if self._log.closed:
                return
            self._published[topic.name] += 1
            if (envelope.sequence - 1) % topic.log_every == 0:
                line = {"t_ns": envelope.published_ns, "topic": topic.name, "n": envelope.sequence}
                self._write(line | {"message": envelope.message})
            sentence = describe(envelope.message)
            if sentence:
                self._text.write(f"{clock.to_s(envelope.published_ns - self._began_ns):8.2f} s  {sentence}\n")

    def note(self, sentence: str) -> None:
        """Add a line of our own to `robot.log`; after `close` nothing happens."""
        with self._writing:
            if not self._text.closed:
                self._text.write(f"{sentence}\n")

    def close(self, outcome: dict[str, Any]) -> None:
        """Write the footer and close the files; a second call does nothing."""
        with self._writing:
            if self._log.closed:
                return
            self._write({"footer": {"outcome": outcome, "published": dict(sorted(self._published.items()))}})
            self._log.close()
            self._text.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._log.write(self._json.encode(line) + b"\n")


def versions() -> dict[str, Any]:
    """What the drive ran on: Python, machine, and the packages that can change a result (null where not installed)."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": {package: _version(package) for package in PACKAGES},
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def summarise(value: Any) -> Any:
    """`enc_hook` for msgspec: an array by what it looks like; anything else in words, for the settings."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        checksum = zlib.crc32(np.ascontiguousarray(value).tobytes())
        return {"shape": value.shape, "dtype": str(value.dtype), "crc32": checksum}
    return str(value)


def describe(message: Any) -> str:
    """The line for people about a message, "" where there is nothing to tell."""
    match message:
        case m.Instruction():
            return f"you  {message.text}  ({message.source})"
        case Heard(final=True, addressed=True):
            return f"you  {message.text}  (heard)"
        case m.Understanding(program=program) if program is not None and all(isinstance(s, AT_ONCE) for s in program.steps):
            return ""  # the answer says it all
        case m.Understanding(program=program) if program is not None:
            return f"car  {message.sentence or program}"  # what was not understood, the mission says
        case m.Say():
            return f"car  {message.text}"
        case m.StopRequest():
            return f"stop from {message.source}{', until resumed' if message.latched else ''}"
        case m.Resume():
            return f"resume from {message.source}"
        case m.Fault(restarting=True):
            return f"FAULT {message.node}: {message.error}"
        case m.Fault():
            return f"{message.node} runs again"
        case m.TaskStatus(state="failed" | "succeeded"):
            return f"task {message.id} {message.state}: {message.reason}"
        case _:
            return ""

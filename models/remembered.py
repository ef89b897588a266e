"""Small notes beside the program, such as what was tried and found good: losing one costs a trial, no more."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


def remembered(file: Path, kind: type[T]) -> T | None:
    """What the file holds; None where it is missing, can't be read or is damaged."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def remember(file: Path, value: object) -> None:
    """Write it whole; where the disk can't be written to nothing is remembered."""
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(msgspec.json.encode(value))
        part.replace(file)
    except OSError:
        return  # the next start tries again

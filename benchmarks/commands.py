"""What people said, from files of JSON lines such as SCOUT's and HuRIC's commands."""

from __future__ import annotations

from pathlib import Path

import msgspec

from language.evaluate.score import read_lines


class Command(msgspec.Struct, frozen=True):
    """One line; what else stands in it is somebody else's."""

    text: str


def commands(path: Path) -> list[str]:
    """The texts of a file, one a line. Raises OSError, or ValueError naming the line that is wrong."""
    return [each.text for each in read_lines(path, Command)]

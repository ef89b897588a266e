"""A manifest of recordings: one JSON object a line, as in the data's README."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from language.evaluate.score import read_lines
from language.words import split_words

NO_COMMAND = ("_unknown_", "_silence_")


class Recording(msgspec.Struct, frozen=True):
    """One line: `text` is what is said, None where nobody wrote that down; `label` may be a command word."""

    path: str
    text: str | None = None
    set: str = ""
    label: Any = None
    speaker: str = ""

    @property
    def said(self) -> str:
        """The words, as a recogniser writes them."""
        return " ".join(split_words(self.text or "").words)

    @property
    def is_command(self) -> bool:
        """Whether it is one word, named by its label."""
        return isinstance(self.label, str) and self.label == self.text and " " not in self.label

    @property
    def is_no_command(self) -> bool:
        """Whether it is there to be taken for none: another word, silence, or speech that nobody wrote down."""
        return (isinstance(self.label, str) and self.label in NO_COMMAND) or (self.text is None and self.label is None)

    @property
    def is_sentence(self) -> bool:
        """Whether it is written down, and neither of these."""
        return bool(self.said) and not self.is_command and not self.is_no_command


def read(path: Path) -> list[Recording]:
    """All recordings, their paths from here; raises ValueError naming the line, OSError where there is no such file."""
    found = read_lines(path, Recording)
    if not found:
        raise ValueError(f"{path}: there is no recording in it; one JSON object a line is wanted, with `path` and `text`")
    return [msgspec.structs.replace(recording, path=str(path.parent / recording.path)) for recording in found]


def by_set(recordings: Sequence[Recording]) -> dict[str, list[Recording]]:
    """The recordings of each set, in the order of the file."""
    sets: defaultdict[str, list[Recording]] = defaultdict(list)
    for recording in recordings:
        sets[recording.set or "all"].append(recording)
    return dict(sets)

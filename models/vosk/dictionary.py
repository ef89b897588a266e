"""Dictionaries in CMU's form: a word and its sounds on a line, `word(2)` for a second way to say it."""

from __future__ import annotations

import re

from models.vosk.graph import Pronunciations, Sounds
from models.vosk.phones import ARPABET

MOST = 3
"""Ways to say a word that are kept."""


def dictionary(text: str) -> dict[str, tuple[Sounds, ...]]:
    """Every word with the ways to say it; raises ValueError naming a line with a sound that we don't have."""
    found: dict[str, list[Sounds]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        word, *sounds = line.split() or [""]
        if not set(sounds) <= set(ARPABET):
            raise ValueError(f"line {number}: {line!r} has sounds that are not ARPAbet")
        if sounds:
            found.setdefault(re.sub(r"\(\d+\)$", "", word), []).append(tuple(sounds))
    return {word: tuple(ways[:MOST]) for word, ways in found.items()}


def dictionary_text(pronunciations: Pronunciations) -> str:
    """What `dictionary` reads."""
    lines = []
    for word, ways in sorted(pronunciations.items()):
        for number, sounds in enumerate(ways, start=1):
            lines.append(f"{word}{f'({number})' if number > 1 else ''} {' '.join(sounds)}")
    return "\n".join(lines) + "\n"

"""Pronunciations of the words a model knows, by rules: as espeak-ng reads them in America and in Britain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.vosk.espeak import PronunciationError, pronounce
from models.vosk.graph import Sounds

ACCENTS = ("en-us", "en-gb")
WITHIN = "go {} box"
"""Words said alone and words within a sentence sound otherwise."""


def pronunciations(words: Iterable[str]) -> dict[str, tuple[Sounds, ...]]:
    """Every way to say each word; raises PronunciationError for a word nobody can read."""
    return {word: tuple(dict.fromkeys(_read(word))) for word in sorted(set(words))}


def _read(word: str) -> Iterator[Sounds]:
    for accent in ACCENTS:
        yield pronounce(word, accent)
        try:
            yield pronounce(word, accent, WITHIN)
        except PronunciationError:  # read as one with its neighbour: no word of its own there
            continue

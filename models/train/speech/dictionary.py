"""Pronunciations of the words a model knows: from CMUdict (as pocketsphinx ships it, BSD licence), else from espeak-ng."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.train.data import DataError
from models.vosk.dictionary import dictionary
from models.vosk.espeak import pronounce
from models.vosk.graph import Sounds


def cmudict() -> dict[str, tuple[Sounds, ...]]:
    """CMUdict; raises DataError when pocketsphinx isn't installed."""
    try:
        from pocketsphinx import get_model_path
    except ImportError:
        raise DataError("the dictionary comes with pocketsphinx: pip install 'heed[train]'") from None
    return dictionary(Path(str(get_model_path("en-us/cmudict-en-us.dict"))).read_text(encoding="utf-8"))


def pronunciations(words: Iterable[str]) -> dict[str, tuple[Sounds, ...]]:
    """For each word what CMUdict has, else what espeak-ng reads; raises PronunciationError for a word nobody can read."""
    known = cmudict()
    return {word: known[word] if word in known else (pronounce(word),) for word in sorted(set(words))}

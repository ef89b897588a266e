"""Words for a model that it was not made with: names that the car was taught.

Vosk's own run-time grammar can only choose among the words of the model's graph; it ignores others with a warning. So the graph
is made anew, which takes a fraction of a second, in a copy of the folder. New words come after the known ones, so that the
numbers of those stay; they are heard where a grammar names them, not without one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from models.vosk.espeak import pronounce
from models.vosk.folder import Words, read_words, write_words


def with_words(folder: Path, words: Iterable[str], out: Path) -> Path:
    """A copy of a model folder that knows further words (single ones, lower case); `folder` itself where none is new.

    Raises WordsError where the folder isn't one of ours, PronunciationError where espeak-ng is missing or can't read a word.
    """
    known = read_words(folder)
    new = sorted(set(words) - set(known.numbers))
    if not new:
        return folder
    numbers = dict(known.numbers)
    for word in new:
        numbers[word] = len(numbers) + 1
    said = {**known.pronunciations, **{word: (pronounce(word),) for word in new}}
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(folder, part, copy_function=_linked)
    (part / "graph" / "HCLr.fst").unlink()
    for name in ("words.txt", "pronunciations.txt", "graph.json", "disambig_tid.int", "phones/word_boundary.int"):
        (part / "graph" / name).unlink()
    write_words(part, Words(said, numbers, known.settings))
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)
    return out


def _linked(source: str, target: str) -> str:
    """A hard link, which takes no room; a copy where there can't be one."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target

"""A Vosk model folder: `am/`, `graph/` and `conf/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from models.vosk.dictionary import dictionary, dictionary_text
from models.vosk.grammar import bigrams
from models.vosk.graph import GraphSettings, Pronunciations, sound_graph
from models.vosk.openfst import lookahead_file, vector_file
from models.vosk.phones import PHONES, word_boundaries
from robot.errors import SetupError


class WordsError(SetupError, RuntimeError):
    """A model's words can't be read or changed; the text says which folder and why."""


FEATURES = {
    "sample-frequency": 16000, "use-energy": "false", "num-mel-bins": 40, "num-ceps": 40, "low-freq": 20, "high-freq": 7600,
    "dither": 0, "allow-downsample": "true",
}  # fmt: skip
"""Without dither the same sound gives the same text each time."""
DECODING: dict[str, float | str] = {
    "phone-determinize": "false", "min-active": 200, "max-active": 2000, "beam": 11.0, "lattice-beam": 4.0,
    "acoustic-scale": 0.7,
    "frame-subsampling-factor": 3, "frames-per-chunk": 12,
    "endpoint.silence-phones": 1, "endpoint.rule2.min-trailing-silence": 0.5, "endpoint.rule3.min-trailing-silence": 0.75,
    "endpoint.rule4.min-trailing-silence": 1.0,
}  # fmt: skip
"""Chunks of 120 ms: Kaldi's 200 ms would be that much later to hear a "stop", and 90 ms cost a fifth more. Lattices are not
made deterministic by phones, only by words: `[unk]` is so many sequences of phones that this would take gigabytes."""


class Words(NamedTuple):
    """What a folder's graph knows: how words are said, their numbers, and what else it is made with."""

    pronunciations: Pronunciations
    numbers: dict[str, int]
    settings: GraphSettings


def write_words(folder: Path, words: Words) -> None:
    """Write the graph of sounds and what it was made of."""
    (folder / "graph" / "phones").mkdir(parents=True, exist_ok=True)
    graph = folder / "graph"
    transducer = sound_graph(words.pronunciations, words.numbers, words.settings)
    (graph / "HCLr.fst").write_bytes(lookahead_file(transducer, len(words.numbers)))
    lines = [f"{word} {number}" for word, number in {"<eps>": 0, **words.numbers}.items()]
    (graph / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (graph / "disambig_tid.int").write_text(f"{2 * len(PHONES) + 1}\n", encoding="utf-8")  # there is none: a number never used
    (graph / "phones" / "word_boundary.int").write_text(word_boundaries(), encoding="utf-8")
    (graph / "pronunciations.txt").write_text(dictionary_text(words.pronunciations), encoding="utf-8")
    (graph / "graph.json").write_bytes(msgspec.json.encode(words.settings))


def read_words(folder: Path) -> Words:
    """What `write_words` wrote; raises WordsError for a folder that another program made."""
    try:
        pronunciations = dictionary((folder / "graph" / "pronunciations.txt").read_text(encoding="utf-8"))
        settings = msgspec.json.decode((folder / "graph" / "graph.json").read_bytes(), type=GraphSettings)
        pairs = [line.split() for line in (folder / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()]
        numbers = {word: int(number) for word, number in pairs if number != "0"}
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise WordsError(f"{folder} can't be taught words, only models made by models.train.speech can: {error}") from None
    return Words(pronunciations, numbers, settings)


def write_grammar(folder: Path, numbers: Mapping[str, int], sentences: Iterable[str]) -> None:
    """Write which words follow which when no grammar is given, counted in sentences."""
    (folder / "graph" / "Gr.fst").write_bytes(vector_file(bigrams(sentences, numbers)))


LATE = "conf/late_ms.txt"
"""How much later a network tells of a sound than it hears it, in ms. Vosk knows nothing of it, and its own models lack it."""


def write_settings(folder: Path, late_ms: int = 0, **changed: float) -> None:
    """Write `conf/`; `changed` settings of decoding have underscores for their hyphens."""
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    decoding = DECODING | {name.replace("_", "-"): value for name, value in changed.items()}
    for name, settings in (("mfcc", FEATURES), ("model", decoding)):
        lines = [f"--{option}={value}" for option, value in settings.items()]
        (folder / "conf" / f"{name}.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / LATE).write_text(f"{late_ms}\n", encoding="utf-8")


def read_late_s(folder: Path) -> float:
    """By how much the words of a model folder are told too late, in seconds. Raises WordsError."""
    file = folder / LATE
    try:
        return int(file.read_text(encoding="utf-8")) / 1000 if file.exists() else 0.0
    except (OSError, ValueError) as error:
        raise WordsError(f"{file} should hold a number of milliseconds: {error}") from None

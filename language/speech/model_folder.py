"""Whether a folder holds a Vosk model: looked at before Vosk's C++ does, which ends the whole program over a bad one.

A model is a Kaldi chain model in one of two layouts: with the folders `am`, `conf` and `graph`, or, in old ones, with all
files side by side. Its graph is one network (`HCLG.fst`), or two that are joined while it listens (`HCLr.fst` and `Gr.fst`);
only the latter kind takes a grammar.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from robot.errors import SetupError

FST_MAGIC = (2125659606).to_bytes(4, "little")
"""What every OpenFst file begins with."""
NETWORK_BEGINS = (b"\x00B<TransitionModel>", b"<TransitionModel>")
"""A Kaldi model, binary or as text."""
HINT = "leave `model` out to use the one that ships with the car, or name the unpacked folder of a Vosk model"


class SpeechModelError(SetupError):
    """There is no usable speech model where one was looked for."""


class Layout(NamedTuple):
    """Where the files of a model lie, from its folder."""

    network: str
    features: str
    settings: str
    graph: str


LAYOUTS = (Layout("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/"), Layout("final.mdl", "mfcc.conf", "", ""))


class ModelFolder(NamedTuple):
    """A folder that looks like a Vosk model. `takes_grammar`: its words can be restricted to what the car may be told."""

    path: Path
    takes_grammar: bool
    files: tuple[Path, ...]


def look_into(path: Path) -> ModelFolder:
    """The model in a folder; SpeechModelError with what is missing or wrong and what to do."""
    layout = _layout(path)
    graph = path / layout.graph
    static = graph / "HCLG.fst"
    graphs = [static] if static.exists() else [graph / "HCLr.fst", graph / "Gr.fst"]
    lists = [] if static.exists() else [graph / "disambig_tid.int"]
    texts = [path / name for name in (layout.features, layout.settings) if name]
    files = [path / layout.network, *texts, *graphs, *lists]
    missing = [str(file.relative_to(path)) for file in files if not file.is_file()]
    if missing:
        raise SpeechModelError(f"{path} is only part of a Vosk model: {', '.join(missing)} missing; unpack or copy it anew")
    _begins(path / layout.network, NETWORK_BEGINS, "no Kaldi model")
    for file in graphs:
        _begins(file, (FST_MAGIC,), "no graph of OpenFst")
    for file in (*texts, *lists):
        _readable(file)
    return ModelFolder(path, not static.exists(), tuple(sorted(file for file in path.rglob("*") if file.is_file())))


def _layout(path: Path) -> Layout:
    if not path.exists():
        raise SpeechModelError(f"there is no speech model {path}; {HINT}")
    if not path.is_dir():
        raise SpeechModelError(f"{path} is a file; a speech model is a folder: unpack it, and name the folder")
    found = [layout for layout in LAYOUTS if (path / layout.network).exists()]
    if found:
        return found[0]
    inside = sorted(folder for folder in path.iterdir() if any((folder / layout.network).exists() for layout in LAYOUTS))
    if inside:
        raise SpeechModelError(f"{path} is no Vosk model, but {inside[0]} looks like one: name that folder")
    raise SpeechModelError(f"{path} is no Vosk model: it has neither am/final.mdl nor final.mdl; {HINT}")


def _begins(file: Path, heads: tuple[bytes, ...], otherwise: str) -> None:
    head = _head(file, max(map(len, heads)))
    if not head:
        raise SpeechModelError(f"{file} is empty; copy the model anew")
    if not head.startswith(heads):
        raise SpeechModelError(f"{file} is {otherwise}: it is damaged, or belongs to another program; copy the model anew")


def _readable(file: Path) -> None:
    text = _head(file, 1 << 20)
    if b"\0" in text or not text.isascii():
        raise SpeechModelError(f"{file} should be text and is not; copy the model anew")


def _head(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise SpeechModelError(f"{file} can't be read: {error.strerror}") from None

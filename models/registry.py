"""Which networks there are: models/registry.yaml, read and checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from models.recipe import Recipe
from models.runtime import HERE, ModelError, read_card, read_struct

REGISTRY = HERE / "registry.yaml"

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
FILE_NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
FileName = Annotated[str, msgspec.Meta(pattern=FILE_NAME.pattern)]
"""A plain name: a file of the registry never leaves its folder."""
Pixels = Annotated[int, msgspec.Meta(ge=8, le=4096)]


class Input(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a picture becomes the network's input: (value - mean) / std, channel by channel, in `order`."""

    width_px: Pixels
    height_px: Pixels
    fit: Literal["stretch", "letterbox"]
    """letterbox keeps the shape, puts the picture at the top left and fills the rest with grey."""
    order: Literal["rgb", "bgr"] = "bgr"
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One network, as told to whoever thinks of using it."""

    task: Literal["detect"]
    decoder: Literal["eyes", "nanodet_plus", "fastestdet", "yolox"]
    file: FileName
    bytes: Annotated[int, msgspec.Meta(gt=0)]
    sha256: Sha256
    beside: dict[FileName, Sha256] = {}
    """Files without which it is nothing, and their checksums."""
    licence: str
    source: str
    """In words: whose it is, where it comes from, how it was made."""
    url: Annotated[str, msgspec.Meta(pattern="^(https://.+)?$")] = ""
    """Where `pull` may fetch it; empty where nobody offers this very file."""
    input: Input
    classes: str
    """In words: what it tells apart."""
    latency_ms: dict[str, float]
    """Median of one run on one thread, by machine: what to expect."""
    card: str
    """The page that tells more."""
    features: tuple[str, ...] = ()
    """Tensors inside it that tell things apart, one for each stride: what teaching by showing rests on."""
    int8: Recipe | None = None
    """How it is rounded to integers (`python -m models.train integers`)."""
    no_int8: str = ""
    """Why it is not."""


class Own(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the registry says of our own network; file, size and checksum are its card's."""

    described_by: FileName
    licence: str
    source: str
    input: Input
    classes: str
    latency_ms: dict[str, float]
    card: str


class Registry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    own: dict[str, Own]
    models: dict[str, Entry]
    speech: dict[str, Any] = {}
    """What models/archive.py reads."""


def read(path: Path = REGISTRY) -> dict[str, Entry]:
    """All entries by name, our own first; ModelError with the path and the field where the file is wrong."""
    registry = read_struct(path, Registry, f"compare it with {REGISTRY}")
    twice = registry.own.keys() & registry.models.keys()
    if twice:
        raise ModelError(f"{path}: {', '.join(sorted(twice))} is described twice")
    return {name: _entry(own, path.parent / own.described_by) for name, own in registry.own.items()} | registry.models


def find(name: str, path: Path = REGISTRY) -> Entry:
    """The entry of a name; ModelError that lists the names where there is none."""
    entries = read(path)
    if name not in entries:
        raise ModelError(f"there is no model {name!r}; there are {', '.join(entries)} (python -m models list)")
    return entries[name]


def is_own(entry: Entry) -> bool:
    """Whether the file lies in the repository and not in the user's folder."""
    return entry.decoder == "eyes"


def _entry(own: Own, card_path: Path) -> Entry:
    card = read_card(card_path)
    beside = {card.look: card.look_sha256, card.prototypes: card.prototypes_sha256}
    files = [card_path.parent / name for name in (card.network, *beside)]
    for file in files:
        if not file.exists():
            raise ModelError(f"{file} is missing; get the repository's own with `git checkout models/`")
    return Entry(
        task="detect", decoder="eyes", file=card.network, bytes=sum(file.stat().st_size for file in files),
        sha256=card.network_sha256, beside=beside, licence=own.licence, source=own.source, input=own.input,
        classes=own.classes, latency_ms=own.latency_ms, card=own.card,
    )

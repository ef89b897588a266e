"""Vectors of what is known, kept beside a network: what a new thing must not be taken for (models/train/replay.py makes them).

A few for each kind, eight bits a number, some tens of kilobytes in all; they mean something only to the network that made them.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.layout import EMBEDDING

_STEPS = 127.0


def path_of(card: Path) -> Path:
    """Where the vectors of a card's network are: `eyes.yaml` has `eyes.replay.npz` beside it."""
    return card.with_suffix(".replay.npz")


def write(card: Path, network_sha256: str, vectors: npt.NDArray[np.float32]) -> None:
    """Keep unit vectors (M, EMBEDDING) for a card's network."""
    rounded = np.round(vectors * _STEPS).astype(np.int8)
    np.savez_compressed(path_of(card), network=np.array(network_sha256), vectors=rounded)


def read(card: Path, network_sha256: str) -> npt.NDArray[np.float32]:
    """(M, EMBEDDING) unit vectors; none where there is no file, or one of another network, or a damaged one."""
    none = np.empty((0, EMBEDDING), dtype=np.float32)
    try:
        with path_of(card).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            network, vectors = str(kept["network"]), kept["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return none
    if network != network_sha256 or vectors.ndim != 2 or vectors.shape[1] != EMBEDDING:
        return none
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1.0), dtype=np.float32)


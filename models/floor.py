"""How far the floor is free, told by the features of a detector that others trained: a small head of ours on its maps.

A head means nothing on other features than those it learnt from, so its card names the files whose features these are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import COLUMNS
from models.runtime import HERE, ModelError, checked, read_struct, session

FLOOR_CARD = HERE / "floor_head.yaml"
MAPS = ("maps8", "maps16", "maps32")
"""The head's inputs: the maps that the registry names, of strides 8, 16 and 32."""
_REPAIR = "get the repository's own with `git checkout models/`, or make a new one with `python -m models.train floor-head`"

Floats = npt.NDArray[np.float32]


class FloorCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a trained head: its file (beside the card), its checksum, and whose features it reads."""

    network: str
    network_sha256: str
    backbones: dict[str, str]
    """Name in the registry to SHA-256 of the file."""
    trained: str
    """In words: when, on what, for how long."""


class FloorHead:
    """The head, ready to read maps of the network whose file has this checksum; ModelError if it learnt from others."""

    def __init__(self, backbone_sha256: str, card: Path = FLOOR_CARD) -> None:
        self.card = read_struct(card, FloorCard, _REPAIR)
        if backbone_sha256 not in self.card.backbones.values():
            raise ModelError(f"{card} reads the features of {', '.join(self.card.backbones)}, not those of the file with "
                             f"SHA-256 {backbone_sha256[:12]}…: use one of these, or train a head for it "
                             "(python -m models.train floor-head)")
        self._session = session(checked(card.parent / self.card.network, self.card.network_sha256, _REPAIR))
        names = tuple(given.name for given in self._session.get_inputs())
        shapes = [output.shape for output in self._session.get_outputs()]
        if names != MAPS or shapes != [[1, 2, COLUMNS]]:
            raise ModelError(f"{card.parent / self.card.network} reads {', '.join(names)} and gives {shapes}: it is no such "
                             f"head; {_REPAIR}")

    def __call__(self, maps: Sequence[Floats]) -> Floats:
        """Maps (1, channels, rows, columns) of one picture to (2, COLUMNS), as our own eyes' `free` (models/layout.py)."""
        (columns,) = self._session.run(None, dict(zip(MAPS, maps, strict=True)))
        return np.asarray(columns[0], dtype=np.float32)

"""Kaldi's binary files: tokens, numbers, vectors and matrices, as `kaldi/src/base/io-funcs` and `matrix` read them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class KaldiFile:
    """Gathers what a file is to hold; `content` is all of it."""

    def __init__(self) -> None:
        self._parts = [b"\0B"]

    @property
    def content(self) -> bytes:
        return b"".join(self._parts)

    def token(self, *names: str) -> None:
        self._parts += [f"{name} ".encode() for name in names]

    def lines(self, *lines: str) -> None:
        """Text as it stands, each line ended."""
        self._parts += [f"{line}\n".encode() for line in lines]

    def integer(self, *values: int) -> None:
        self._parts += [struct.pack("<bi", 4, value) for value in values]

    def number(self, *values: float) -> None:
        self._parts += [struct.pack("<bf", 4, value) for value in values]

    def integers(self, values: Sequence[int]) -> None:
        """What Kaldi calls an integer vector."""
        self._parts.append(struct.pack(f"<bi{len(values)}i", 4, len(values), *values))

    def vector(self, values: Floats) -> None:
        self.token("FV")
        self.integer(len(values))
        self._parts.append(values.astype("<f4").tobytes())

    def matrix(self, values: Floats) -> None:
        """A matrix in 16-bit steps between its least and greatest value: what Kaldi calls compressed, half the size."""
        low, high = float(values.min()), float(values.max())
        steps = np.rint((values - low) * (65535 / max(high - low, 1e-12)))
        self.token("CM2")
        self._parts.append(struct.pack("<ffii", low, high - low, *values.shape))
        self._parts.append(steps.astype("<u2").tobytes())

"""How a network becomes one of 8-bit integers: written in registry.yaml, followed by models/train/sensitivity.py."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weights are signed and have a scale for each channel; activations are unsigned bytes with one for each tensor."""

    ranges: Literal["percentile", "minmax", "entropy"] = "percentile"
    percentile: Annotated[float, msgspec.Meta(gt=50.0, le=100.0)] = 99.99
    """Of the values of a tensor: what lies beyond is cut off."""
    reduce_range: bool = True
    """Weights of 7 bits: x86 processors without VNNI add pairs of products in 16 bits, which 8-bit weights would overflow."""
    floats: tuple[str, ...] = ()
    """Names of nodes that stay in floats."""
    floats_from: tuple[str, ...] = ()
    """Names of nodes that stay in floats together with everything that follows them, as a rule the last convolutions."""

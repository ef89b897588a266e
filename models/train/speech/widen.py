"""A wider network that hears what a narrower one hears, to go on learning from (Net2Net; Chen, Goodfellow & Shlens 2016)."""

from __future__ import annotations

from torch import Tensor

State = dict[str, Tensor]


def widened(narrow: State, fresh: State) -> State:
    """The weights of `narrow` inside those of `fresh`, which has the same layers with more channels each.

    What the new channels say counts nothing at first, so the outputs are those of the narrower network; what they hear stays as
    it was in `fresh`, so they learn to be of use.
    """
    return {name: _inside(narrow[name], weights) for name, weights in fresh.items()}


def _inside(narrow: Tensor, wide: Tensor) -> Tensor:
    """The narrower tensor in the corner of the wider one; the old channels don't hear the new ones."""
    result = wide.clone()
    if narrow.ndim > 1:
        result[: len(narrow), narrow.shape[1] :] = 0
    result[tuple(slice(size) for size in narrow.shape)] = narrow
    return result

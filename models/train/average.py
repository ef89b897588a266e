"""A copy of a network's weights that follows them slowly: what is shipped, for it errs less than any single step."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Average:
    """The weights of a model, averaged over its steps (Polyak & Juditsky 1992), faster at the beginning."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        """`keep` of the average stays at each step."""
        self._model, self._keep = model, keep
        self.weights: dict[str, Tensor] = {}
        self.restart()

    def restart(self) -> None:
        """Begin with the model's present weights."""
        self.weights = {name: value.clone() for name, value in self._model.state_dict().items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Move a little towards the present weights, after so many steps."""
        keep = min(self._keep, (1 + step) / (10 + step))
        for name, value in self._model.state_dict().items():
            if value.is_floating_point():
                self.weights[name].lerp_(value, 1 - keep)
            else:
                self.weights[name].copy_(value)

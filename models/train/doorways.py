"""What the third head, which sees doorways, learns from."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models import layout
from models.train import thresholds
from models.train.data import Example
from models.train.loss import laplace

_WEIGHTS = {"crossed": 2.0, "sill": 1.0, "angle": 0.5, "posts": 0.25}


def truth(batch: list[Example]) -> tuple[Tensor, Tensor]:
    """States (B, COLUMNS) as in models/train/thresholds.py; sill, angle, left, right (B, 4, COLUMNS) as the head tells them.

    Pictures without such labels are not asked.
    """
    nothing = np.full((layout.COLUMNS, thresholds.FIELDS), thresholds.UNKNOWN, dtype=np.float32)
    found = np.stack([nothing if example.doorways is None else thresholds.told(example) for example in batch])
    states, shapes = torch.from_numpy(found[..., 0]), torch.from_numpy(found[..., 1:])
    return states, shapes.transpose(1, 2)


def losses(found: Tensor, states: Tensor, shapes: Tensor) -> dict[str, Tensor]:
    """The weighted terms; their sum is the loss. `found` is the head's (B, DOORWAY, COLUMNS)."""
    asked, crossed = states != thresholds.UNKNOWN, states == thresholds.YES
    crossing = F.binary_cross_entropy_with_logits(found[:, layout.CROSSED], crossed.float(), reduction="none")
    count = crossed.sum().clamp(min=1)

    def mean(value: int, spread: int, true: Tensor) -> Tensor:
        return torch.where(crossed, laplace(found[:, value], found[:, spread], true), 0.0).sum() / count

    sill, angle, left, right = shapes.unbind(1)
    terms = {
        "crossed": torch.where(asked, crossing, 0.0).sum() / asked.sum().clamp(min=1),
        "sill": mean(layout.SILL, layout.SILL_SPREAD, sill),
        "angle": mean(layout.ANGLE, layout.ANGLE_SPREAD, angle),
        "posts": mean(layout.LEFT, layout.POST_SPREAD, left) + mean(layout.RIGHT, layout.POST_SPREAD, right),
    }
    return {name: _WEIGHTS[name] * term for name, term in terms.items()}

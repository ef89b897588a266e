"""What the fourth head, which sees what the floor is made of, learns from."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.layout import SURFACE_COLUMNS, SURFACE_ROWS
from models.train.data import Example

_UNKNOWN = 255
_WEIGHT = 0.5


def surface_loss(log_odds: Tensor, batch: list[Example]) -> Tensor:
    """The weighted cross entropy of (B, SURFACES, SURFACE_ROWS, SURFACE_COLUMNS); pictures without labels are not asked."""
    shape = (SURFACE_ROWS, SURFACE_COLUMNS)
    true = np.stack([np.full(shape, _UNKNOWN) if example.surfaces is None else example.surfaces for example in batch])
    labels = torch.from_numpy(true.astype(np.int64))
    asked = (labels != _UNKNOWN).sum().clamp(min=1)
    return _WEIGHT * F.cross_entropy(log_odds, labels, ignore_index=_UNKNOWN, reduction="sum") / asked

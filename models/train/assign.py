"""Which cells answer for which true box: those that already predict it best (task-aligned assignment, Feng et al. 2021)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

_CELLS_PER_BOX = 10
_POWER = 4.0


class Assignment(NamedTuple):
    """For each cell: the true box it answers for, how much its answer counts, and how it should be rated."""

    box: Tensor
    """(B, N) index of the true box; meaningless where `share` is 0."""
    share: Tensor
    """(B, N) 0…1: 1 for the best cell of every box, however badly it knows the box yet; 0 where nothing is shown."""
    quality: Tensor
    """(B, N) 0…1: the score that the cell should give."""


def overlap(a: Tensor, b: Tensor) -> Tensor:
    """Intersection over union of boxes (…, 4) and (…, 4), broadcast."""
    shared = _shared(a, b)
    return shared / (area(a) + area(b) - shared).clamp(min=1e-6)


def area(box: Tensor) -> Tensor:
    return (box[..., 2] - box[..., 0]).clamp(min=0) * (box[..., 3] - box[..., 1]).clamp(min=0)


def _shared(a: Tensor, b: Tensor) -> Tensor:
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    return (high - low).clamp(min=0).prod(-1)


@torch.no_grad()
def assign(log_odds: Tensor, boxes: Tensor, centres: Tensor, strides: Tensor, true: Tensor, valid: Tensor) -> Assignment:
    """log_odds (B, N), boxes (B, N, 4), centres (N, 2), strides (N,), true (B, M, 4), valid (B, M)."""
    iou = overlap(true[:, :, None], boxes[:, None])
    fit = log_odds.sigmoid()[:, None].sqrt() * iou.pow(_POWER) + 1e-9
    fit = fit * (_inside(centres, strides, true) & valid[..., None])
    best, cells = fit.topk(_CELLS_PER_BOX, dim=2)
    chosen = torch.zeros_like(fit).scatter_(2, cells, best)
    claimed = torch.where(chosen > 0, iou + 1e-6, 0.0)
    most, box = claimed.max(1)  # a cell that two boxes want answers for the one it overlaps more
    chosen = chosen * torch.zeros_like(chosen).scatter_(1, box[:, None], 1.0)
    share = chosen / chosen.amax(2, keepdim=True).clamp(min=1e-12)
    rating = (iou * (chosen > 0)).amax(2).sqrt()  # the root, or small boxes, never hit exactly, would hardly be spoken of
    quality = (share * rating[..., None]).amax(1)
    return Assignment(box, torch.where(most > 0, share.amax(1), 0.0), torch.where(most > 0, quality.clamp(0.0, 1.0), 0.0))


def _inside(centres: Tensor, strides: Tensor, true: Tensor) -> Tensor:
    """(B, M, N) True for cells whose centre is in the box; a box smaller than a cell also takes the cell around it."""
    middle, half = (true[..., :2] + true[..., 2:]) / 2, (true[..., 2:] - true[..., :2]) / 2
    reach = torch.maximum(half[:, :, None], 0.6 * strides[:, None])
    return ((centres - middle[:, :, None]).abs() <= reach).all(-1)

"""What training makes smaller."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from models.layout import BOX, GLANCED, GLANCED_COLOUR, RANGE, SPREAD, THING
from models.train.assign import Assignment, area, assign, overlap
from models.train.labels import NO_COLOUR
from models.train.network import Prototypes

_WEIGHTS = {"thing": 1.0, "box": 2.0, "kind": 1.0, "colour": 0.5, "range": 0.3, "free": 1.0}
_SPREAD_RANGE = (-4.0, 2.0)


class Truth(NamedTuple):
    """The labels of a batch; M boxes at most in a picture, padded."""

    boxes: Tensor
    """(B, M, 4) pixels."""
    kinds: Tensor
    """(B, M) index of the kind, -1 for padding, -2 for things too small or too hidden to ask for."""
    colours: Tensor
    """(B, M) index in COLOURS, or NO_COLOUR."""
    log_scale: Tensor
    """(B, M) log(focal length / distance), nan where unknown."""
    free: Tensor
    """(B, COLUMNS) log of pixels below the horizon, nan where unknown."""


def losses(cells: Tensor, free: Tensor, truth: Truth, prototypes: Prototypes, grid: tuple[Tensor, Tensor],
           kind_weights: Tensor) -> dict[str, Tensor]:
    """The weighted terms; their sum is the loss. `grid` is `network.cell_centres()`."""
    boxes = decoded(cells[..., BOX], *grid)
    found = assign(cells[..., THING], boxes.detach(), *grid, truth.boxes, truth.kinds >= 0)
    total = found.quality.sum().clamp(min=1.0)
    batch, cell = (found.share > 0.01).nonzero(as_tuple=True)
    which = found.box[batch, cell]
    weight = found.share[batch, cell] * _emphasis(truth.boxes[batch, which])
    shares = weight.sum().clamp(min=1.0)
    rows = cells[batch, cell]
    kinds = truth.kinds[batch, which]
    kind_weight = kind_weights[kinds] * weight
    terms = {
        "thing": _thing(cells[..., THING], found, _ignored(grid[0], truth)) / total,
        "box": (_box(boxes[batch, cell], truth.boxes[batch, which]) * weight).sum() / shares,
        "kind": (F.cross_entropy(prototypes(rows[:, GLANCED]), kinds, reduction="none") * kind_weight).sum() / shares,
        "colour": (_colour(rows[:, GLANCED_COLOUR], truth.colours[batch, which]) * weight).sum() / shares,
        "range": _range(rows, truth.log_scale[batch, which], weight),
        "free": _free(free, truth.free),
    }
    return {name: _WEIGHTS[name] * term for name, term in terms.items()}


def decoded(distances: Tensor, centres: Tensor, strides: Tensor) -> Tensor:
    """(B, N, 4) distances to the edges in strides to (B, N, 4) boxes in pixels."""
    edges = distances * strides[:, None]
    return torch.cat([centres - edges[..., :2], centres + edges[..., 2:]], dim=-1)


def _thing(log_odds: Tensor, found: Assignment, ignored: Tensor) -> Tensor:
    """Quality focal loss (Li et al. 2020): the score should equal the quality of the box."""
    error = (log_odds.sigmoid() - found.quality).abs().square()
    loss = F.binary_cross_entropy_with_logits(log_odds, found.quality, reduction="none") * error
    return torch.where(ignored & (found.quality == 0), 0.0, loss).sum()


def _emphasis(boxes: Tensor) -> Tensor:
    """(N,) more for small boxes, which few cells see: 1 at 64x64 pixels, 2 at 16x16."""
    return (area(boxes).clamp(min=64.0) / 4096.0).pow(-0.25).clamp(0.6, 2.0)


def _ignored(centres: Tensor, truth: Truth) -> Tensor:
    """(B, N) True for cells inside a box that nobody asks for."""
    low, high = truth.boxes[:, :, None, :2], truth.boxes[:, :, None, 2:]
    inside = ((centres >= low) & (centres <= high)).all(-1)
    return (inside & (truth.kinds == -2)[..., None]).any(1)


def _box(boxes: Tensor, true: Tensor) -> Tensor:
    """1 - generalised intersection over union (Rezatofighi et al. 2019)."""
    low, high = torch.minimum(boxes[:, :2], true[:, :2]), torch.maximum(boxes[:, 2:], true[:, 2:])
    around = (high - low).prod(-1).clamp(min=1e-6)
    iou = overlap(boxes, true)
    union = (area(boxes) + area(true)) / (1 + iou)
    return 1 - iou + (around - union) / around


def _colour(log_odds: Tensor, true: Tensor) -> Tensor:
    """(N,) nothing where the colour does not show."""
    return F.cross_entropy(log_odds, true, ignore_index=NO_COLOUR, reduction="none")


def laplace(mean: Tensor, log_spread: Tensor, true: Tensor) -> Tensor:
    """Negative log-likelihood of a Laplace distribution, without its constant."""
    log_spread = log_spread.clamp(*_SPREAD_RANGE)
    return (mean - true).abs() * (-log_spread).exp() + log_spread


def _range(rows: Tensor, true: Tensor, weight: Tensor) -> Tensor:
    known = true.isfinite()
    loss = laplace(rows[:, RANGE], rows[:, SPREAD], torch.where(known, true, 0.0))
    weight = torch.where(known, weight, 0.0)
    return (loss * weight).sum() / weight.sum().clamp(min=1.0)


def _free(free: Tensor, true: Tensor) -> Tensor:
    known = true.isfinite()
    loss = laplace(free[:, 0], free[:, 1], torch.where(known, true, 0.0))
    return torch.where(known, loss, 0.0).sum() / known.sum().clamp(min=1)

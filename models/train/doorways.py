"""Teaches the third head to see doorways, while the rest of the network stays exactly as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models import layout
from models.train import thresholds
from models.train.data import Example, Pictures
from models.train.loss import laplace
from models.train.team import Team
from models.train.train import Plan, Trainer, pixels

_WEIGHTS = {"crossed": 2.0, "sill": 1.0, "angle": 0.5, "posts": 0.25}


class HeadTrainer(Trainer):
    """Trains the doorway head alone, on features that it cannot change."""

    def __init__(self, pictures: Pictures, plan: Plan, checkpoint: Path, team: Team = Team()) -> None:
        super().__init__(pictures, plan, checkpoint, team)
        self._model.requires_grad_(False)
        self._model.eyes.doorways.requires_grad_(True)

    def _terms(self, batch: list[Example]) -> dict[str, Tensor]:
        eyes = self._model.eval().eyes
        eyes.doorways.train()
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                x4, p8, _, _ = eyes.features(pixels(batch))
            found = eyes.doorways(x4, p8)
        return losses(found.float(), *truth(batch))


def train(folders: tuple[Path, ...], plan: Plan, checkpoint: Path, start: Path, team: Team) -> None:
    """One process's part of the training, which begins from the weights in `start` or goes on from `checkpoint`."""
    trainer = HeadTrainer(Pictures(*folders), plan, checkpoint, team)
    if not checkpoint.exists():
        trainer.begin_from(start)
    trainer.resume()
    trainer.run()


def truth(batch: list[Example]) -> tuple[Tensor, Tensor]:
    """States (B, COLUMNS) as in models/train/thresholds.py; sill, angle, left, right (B, 4, COLUMNS) as the head tells them."""
    found = np.stack([thresholds.told(example) for example in batch])
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

"""The ranker's network: three layers over the evidence of one candidate, so that right candidates outscore wrong ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from models.train.ranker.examples import Example

HIDDEN = 32
EPOCHS = 20
BATCH = 64
RATE, DECAY, DROPOUT = 2e-3, 3e-2, 0.1
MOST = 6.0  # deviations from the mean; what lies farther out counts as so much


class Scorer(nn.Module):
    """Evidence (candidates, names) to scores (candidates, 1)."""

    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.layers = nn.Sequential(
            nn.Linear(len(mean), HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT),
            nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1),
        )  # fmt: skip

    def forward(self, features: Tensor) -> Tensor:
        normal = ((features - self.mean) / self.deviation).clamp(-MOST, MOST)
        scores: Tensor = self.layers(normal)
        return scores


def train(examples: Sequence[Example], seed: int) -> Scorer:
    """A scorer that makes the right candidates of each example likely, together, among all of them (softmax)."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    features = pad_sequence([torch.from_numpy(example.features) for example in examples], batch_first=True)
    right = pad_sequence([torch.from_numpy(example.right) for example in examples], batch_first=True)
    real = pad_sequence([torch.ones(len(example.right), dtype=torch.bool) for example in examples], batch_first=True)
    scorer = Scorer(features[real].mean(dim=0), features[real].std(dim=0) + 0.1)
    optimizer = torch.optim.AdamW(scorer.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        batch = torch.randint(0, len(examples), (BATCH,), generator=generator)
        scores = scorer(features[batch])[..., 0].masked_fill(~real[batch], -np.inf)
        likely = torch.log_softmax(scores, dim=1).masked_fill(~right[batch], -np.inf)
        optimizer.zero_grad()
        (-torch.logsumexp(likely, dim=1).mean()).backward()
        optimizer.step()
        schedule.step()
    scorer.eval()
    return scorer

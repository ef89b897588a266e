"""The head for the free floor on a foreign backbone's maps: its layers, what it learns, and how it becomes a file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.floor import MAPS
from models.layout import COLUMNS
from models.recipe import Recipe
from models.train.export import OPSET
from models.train.floor_cache import Cache, Floats, Halves
from models.train.loss import laplace
from models.train.sensitivity import Calibrated
from models.train.train import schedule

LAST = "/out/Conv"
"""The node that stays in floats."""


class FloorPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How to train: over after so many passes through all pictures, or minutes."""

    passes: int = 12
    minutes: float = 12.0
    batch: int = 32
    rate: float = 3e-3
    decay: float = 0.02
    seed: int = 1


class FloorNetwork(nn.Module):
    """Maps of strides 8, 16 and 32 to (B, 2, COLUMNS): the log row and its log spread, two sub-columns per cell.

    The maps are laid over one another, then a whole column of cells is looked at, then the columns beside it.
    """

    def __init__(self, channels: int = 96, width: int = 16, rows: int = 40) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(channels, width, 1, bias=False) for _ in MAPS)
        self.norm = nn.BatchNorm2d(width)
        self.column = nn.Sequential(nn.Conv2d(width, 64, (rows, 1)), nn.ReLU(inplace=True))
        self.beside = nn.Sequential(nn.Conv2d(64, 24, (1, 5), padding=(0, 2)), nn.ReLU(inplace=True))
        self.out = nn.Conv2d(24, 4, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        assert self.out.bias is not None
        self.out.bias.data = torch.tensor([3.3, 3.3, 0.0, 0.0])

    def forward(self, maps8: Tensor, maps16: Tensor, maps32: Tensor) -> Tensor:
        x = self.lateral[0](maps8)
        for scale, (lateral, maps) in zip((2.0, 4.0), ((self.lateral[1], maps16), (self.lateral[2], maps32)), strict=True):
            x = x + F.interpolate(lateral(maps), scale_factor=scale, mode="nearest")
        out: Tensor = self.out(self.beside(self.column(F.relu(self.norm(x)))))
        return out.reshape(-1, 2, 2, COLUMNS // 2).transpose(2, 3).reshape(-1, 2, COLUMNS)


def trained(cache: Cache, plan: FloorPlan) -> tuple[FloorNetwork, str]:
    """A head that learnt from the cache, and in words how."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    network, generator = FloorNetwork(), np.random.default_rng(plan.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=plan.decay)
    before, step, loss = time.monotonic(), 0, torch.zeros(())
    of = plan.passes * (len(cache) // plan.batch)
    spent, recent = 0.0, 0.0
    while step < of and spent < plan.minutes:
        for rows in _batches(len(cache), plan.batch, generator):
            spent = (time.monotonic() - before) / 60
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * schedule(max(step / of, spent / plan.minutes), step, 50)
            loss = _loss(network, *cache.batch(rows))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            step += 1
            recent += (float(loss.detach()) - recent) / min(step, 100)
        print(f"{60 * spent:6.0f} s  {step} of {of} steps  loss {recent:.3f}", flush=True)
    return network.eval(), f"{step * plan.batch:,} looks at {len(cache):,} pictures in {spent:.0f} minutes"


def write_float(network: FloorNetwork, shapes: Sequence[tuple[int, ...]], path: Path) -> None:
    """The head in floats; `shapes` (channels, rows, columns) of the maps."""
    maps = tuple(torch.zeros(1, *shape) for shape in shapes)
    torch.onnx.export(network, maps, str(path), input_names=list(MAPS), output_names=["free"], opset_version=OPSET,
                      dynamo=False)


def write(network: FloorNetwork, calibration: Sequence[Sequence[Floats]], path: Path) -> None:
    """The head in integers, but for its last layer; `calibration`: the maps (1, channels, rows, columns) of some pictures."""
    with tempfile.TemporaryDirectory() as folder:
        floats = Path(folder) / "float.onnx"
        write_float(network, [array.shape[1:] for array in calibration[0]], floats)
        feeds = [dict(zip(MAPS, maps, strict=True)) for maps in calibration]
        path.write_bytes(Calibrated(floats, feeds, Recipe(floats_from=(LAST,))).rounded())


def _batches(pictures: int, batch: int, generator: np.random.Generator) -> list[np.ndarray[tuple[int], np.dtype[np.intp]]]:
    order = generator.permutation(pictures)
    return [np.sort(order[start : start + batch]) for start in range(0, pictures - batch + 1, batch)]


def _loss(network: FloorNetwork, maps: list[Halves], free: Floats) -> Tensor:
    out, true = network(*(torch.from_numpy(array).float() for array in maps)), torch.from_numpy(free)
    known = true.isfinite()
    loss = laplace(out[:, 0], out[:, 1], torch.where(known, true, 0.0))
    return torch.where(known, loss, 0.0).sum() / known.sum().clamp(min=1)

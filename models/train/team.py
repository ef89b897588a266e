"""Several processes that train one network: each learns from its own pictures, and all take the mean step.

On a busy machine two processes of one thread each lose less than one process of two threads, which waits at every layer
for the slower one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from torch import Tensor, distributed, multiprocessing, nn


class Team:
    """One process's view of the others; `rank` 0 is the one that saves and talks."""

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank, self.size = rank, size

    def mean(self, parameters: Iterable[nn.Parameter], number: float) -> float:
        """Replace all gradients, and a number, by their means over the team."""
        if self.size == 1:
            return number
        gradients: list[Tensor] = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients] + [torch.tensor([number])])
        distributed.all_reduce(flat)
        flat /= self.size
        parts = flat[:-1].split([gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))
        return float(flat[-1])


def together(size: int, work: Callable[[Team], None]) -> None:
    """Run `work` in `size` processes of one thread each, and wait. `work` must be importable (or a partial of it)."""
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(_member, args=(size, Path(folder) / "meeting", work), nprocs=size)


def _member(rank: int, size: int, meeting: Path, work: Callable[[Team], None]) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=size)
    work(Team(rank, size))
    distributed.destroy_process_group()

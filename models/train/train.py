"""The training loop: mixed precision on a CPU, a warm-up and a cosine, an averaged copy of the weights, resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor, nn

from models.train.augment import Augmenter
from models.train.average import Average
from models.train.checkpoint import write_checkpoint
from models.train.data import Example, Pictures
from models.train.doorways import losses as doorway_losses
from models.train.doorways import truth as doorway_truth
from models.train.loss import Truth, losses
from models.train.mosaic import mosaic
from models.train.narrow import narrowed
from models.train.network import Eyes, Prototypes, cell_centres
from models.train.surface_loss import surface_loss
from models.train.team import Team


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How to train. It ends after so many `passes` (pictures seen, not batches) or `minutes`, whatever is over first."""

    passes: int = 150_000
    batch: int = 8
    mosaics: int = 4
    """How many of a batch are put together from parts of four pictures."""
    rate: float = 1.5e-3
    decay: float = 0.02
    warmup: int = 300
    average: float = 0.999
    seed: int = 1
    minutes: float = 60.0
    compile: bool = False
    save_every_s: float = 180.0


class Model(nn.Module):
    """The network together with the prototypes it is trained against."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.eyes = Eyes()
        self.prototypes = Prototypes(kinds)


class Trainer:
    """Trains on the pictures of a folder and keeps `checkpoint` up to date."""

    def __init__(self, pictures: Pictures, plan: Plan, checkpoint: Path, team: Team = Team()) -> None:
        torch.manual_seed(plan.seed)
        self._pictures, self._plan, self._checkpoint, self._team = pictures, plan, checkpoint, team
        self._model = Model(len(pictures.kinds))
        self._model.eyes.to(memory_format=torch.channels_last)
        self._average = Average(self._model, plan.average)
        self._optimizer = torch.optim.AdamW(groups(self._model, plan.decay), lr=plan.rate)
        self._grid = cell_centres()
        self._kind_weights = kind_weights(pictures.counts())
        self._see: Callable[[Tensor], tuple[Tensor, Tensor, Tensor, Tensor]] = self._model.eyes
        if plan.compile:
            self._see = torch.compile(self._model.eyes)
        self._step = 0
        self._spent_s = 0.0
        self._before = time.monotonic()

    @property
    def done(self) -> float:
        """The share of the plan that is done: of its passes or of its time."""
        plan = self._plan
        return max(self._step * plan.batch * self._team.size / plan.passes, self._spent_s / (60 * plan.minutes))

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if self._checkpoint.exists():
            state = torch.load(self._checkpoint, weights_only=True)
            self._model.load_state_dict(state["model"])
            self._average.weights = state["average"]
            self._optimizer.load_state_dict(state["optimizer"])
            self._step, self._spent_s = state["step"], state["spent_s"]

    def begin_from(self, checkpoint: Path) -> None:
        """Take the averaged weights of another training, and the prototypes of the kinds it knew; begin at the first step.

        Heads that were wider are narrowed; one that the other network did not have stays as it is.
        """
        state = torch.load(checkpoint, weights_only=True)
        average, vectors = dict(state["average"]), self._model.prototypes.vectors.detach().clone()
        for row, kind in enumerate(self._pictures.kinds):
            if kind in state["kinds"]:
                vectors[row] = average["prototypes.vectors"][state["kinds"].index(kind)]
        own = self._model.state_dict()
        self._model.load_state_dict({**own, **narrowed(average, own), "prototypes.vectors": vectors})
        self._average.restart()

    def run(self) -> None:
        """Train until the plan is done or its time is up; save now and then and at the end."""
        self._before = saved = said = time.monotonic()
        recent: dict[str, float] = {}
        for batch in self._batches():
            terms = self._learn(batch)
            recent = {name: 0.98 * recent.get(name, value) + 0.02 * value for name, value in terms.items()}
            now = time.monotonic()
            if now - said > 20 and self._team.rank == 0:
                said = now
                shown = " ".join(f"{name} {value:.3f}" for name, value in recent.items())
                print(f"{self._spent_s:6.0f} s  step {self._step}  {self.done:.1%} done  {shown}", flush=True)
            if now - saved > self._plan.save_every_s:
                saved = now
                self.save()
        self.save()

    def save(self) -> None:
        if self._team.rank > 0:
            return
        state = {"model": self._model.state_dict(), "average": self._average.weights, "step": self._step,
                 "spent_s": self._spent_s, "optimizer": self._optimizer.state_dict(), "kinds": self._pictures.kinds}
        write_checkpoint(state, self._checkpoint)

    def _batches(self) -> Iterator[list[Example]]:
        seeds, plan = [self._plan.seed, self._step, self._team.rank], self._plan
        augment, generator = Augmenter(np.random.default_rng(seeds)), np.random.default_rng(seeds)
        joined = 4 * plan.mosaics
        while True:
            self._pictures.refresh()
            for batch in self._pictures.shuffled(plan.batch - plan.mosaics + joined, generator):
                if self.done >= 1.0:
                    return
                mosaics = [mosaic(batch[start : start + 4], generator) for start in range(0, joined, 4)]
                yield [augment(example) for example in (*mosaics, *batch[joined:])]

    def _learn(self, batch: list[Example]) -> dict[str, float]:
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate * schedule(self.done, self._step, self._plan.warmup)
        terms = self._terms(batch)
        self._optimizer.zero_grad(set_to_none=True)
        torch.stack(list(terms.values())).sum().backward()
        self._spent_s = self._team.mean(self._model.parameters(), self._spent_s + self._lap())
        nn.utils.clip_grad_norm_(self._model.parameters(), 10.0)
        self._optimizer.step()
        self._step += 1
        self._average.follow(self._step)
        return {name: float(term.detach()) for name, term in terms.items()}

    def _terms(self, batch: list[Example]) -> dict[str, Tensor]:
        """What is to become smaller."""
        self._model.train()
        with torch.autocast("cpu", torch.bfloat16):
            cells, free, doorways, surfaces = self._see(pixels(batch))
        terms = losses(cells.float(), free.float(), truth(batch), self._model.prototypes, self._grid, self._kind_weights)
        terms |= doorway_losses(doorways.float(), *doorway_truth(batch))
        terms["surface"] = surface_loss(surfaces.float(), batch)
        return terms

    def _lap(self) -> float:
        """Seconds since the last step: averaged over the team, so that all agree on when the time is up."""
        before, self._before = self._before, time.monotonic()
        return self._before - before


def train(folders: tuple[Path, ...], plan: Plan, checkpoint: Path, start: Path | None, team: Team) -> None:
    """One process's part of a training that goes on from `checkpoint`, or begins from another one, or from nothing."""
    trainer = Trainer(Pictures(*folders), plan, checkpoint, team)
    if start is not None and not checkpoint.exists():
        trainer.begin_from(start)
    trainer.resume()
    trainer.run()


def schedule(done: float, step: int, warmup: int) -> float:
    """The share of the full rate: up in a line over the first steps, and down along a cosine to a hundredth."""
    return min(1.0, (step + 1) / warmup) * (0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * min(1.0, done)))))


def kind_weights(counts: np.ndarray[Any, np.dtype[np.int32]]) -> Tensor:
    """Rare kinds weigh more: the inverse square root of how often they come, 1 on average, 3 at most."""
    weights = 1 / np.sqrt(np.maximum(counts, 1))
    return torch.tensor(np.clip(weights / weights.mean(), 0.3, 3.0), dtype=torch.float32)


def pixels(batch: list[Example]) -> Tensor:
    """(B, 3, H, W) in 0…1, channels last in memory."""
    stacked = torch.from_numpy(np.stack([example.picture for example in batch]))
    return stacked.permute(0, 3, 1, 2).float().div_(255.0)


def truth(batch: list[Example]) -> Truth:
    """The labels of a batch, padded to the picture with most boxes."""
    most = max(1, *(len(example.boxes.kind) for example in batch))
    boxes = np.zeros((len(batch), most, 4), dtype=np.float32)
    kinds = np.full((len(batch), most), -1, dtype=np.int64)
    colours = np.zeros((len(batch), most), dtype=np.int64)
    scale = np.zeros((len(batch), most), dtype=np.float32)
    for row, example in enumerate(batch):
        count = len(example.boxes.kind)
        boxes[row, :count], kinds[row, :count] = example.boxes.box, example.boxes.kind
        colours[row, :count] = example.boxes.colour
        scale[row, :count] = np.log(example.camera[0] / np.maximum(example.boxes.range_m, 0.03))  # nan in a mosaic
    free = np.stack([log_rows(example) for example in batch])
    return Truth(*(torch.from_numpy(array) for array in (boxes, kinds, colours, scale, free)))


def log_rows(example: Example) -> np.ndarray[Any, np.dtype[np.float32]]:
    """(COLUMNS,) log of the pixels between the horizon and where the free floor ends."""
    focal_px, height_m = example.camera[:2]
    return np.asarray(np.log(focal_px * height_m / np.clip(example.free_m, 0.05, 6.0)), dtype=np.float32)


def groups(model: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Weights decay; biases, norms and the scale do not."""
    parameters = list(model.parameters())
    return [{"params": [p for p in parameters if p.ndim > 1], "weight_decay": decay},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0}]

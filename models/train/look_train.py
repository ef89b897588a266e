"""Trains the second look on things cut out of the pictures."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import msgspec
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.train.ahead import Ahead
from models.train.average import Average
from models.train.checkpoint import write_checkpoint
from models.train.labels import NO_COLOUR
from models.train.look_data import MISTAKE, Batch, Batches, Things, cut_out, joined
from models.train.look_network import LookModel
from models.train.train import groups, schedule

_COLOUR, _THING, _INDIVIDUAL = 0.4, 0.5, 0.2
_SHARPNESS = 10.0
_WAITING = 12


class LookPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How to train. It ends after so many minutes."""

    minutes: float = 60.0
    rate: float = 3e-3
    decay: float = 0.03
    warmup: int = 200
    average: float = 0.9995
    alone: int = 44
    wrong: int = 16
    couples: int = 12
    threads: int = 2
    mistaken: float = 0.25
    """The share of the pictures in which mistakes are looked for."""
    seed: int = 1
    save_every_s: float = 120.0


class LookTrainer:
    """Keeps `checkpoint` up to date, and goes on from it."""

    def __init__(self, things: Things, kinds: list[str], plan: LookPlan, checkpoint: Path) -> None:
        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        self._things, self._kinds, self._plan, self._checkpoint = things, kinds, plan, checkpoint
        self._model = LookModel(len(kinds)).to(memory_format=torch.channels_last)
        self._optimizer = torch.optim.AdamW(groups(self._model, plan.decay), lr=plan.rate)
        self._average = Average(self._model, plan.average)
        self.step, self._spent_s = 0, 0.0
        if checkpoint.exists():
            self._resume()

    def run(self) -> None:
        """Until the time is up."""
        with Ahead([self._drawn(number).draw for number in range(2)], _WAITING) as batches:
            self._run(batches)
        self.save()

    def _run(self, batches: Ahead[Batch]) -> None:
        saved, recent = time.monotonic(), dict[str, float]()
        while self._spent_s < 60 * self._plan.minutes:
            before = time.monotonic()
            terms = self.learn(batches.next())
            recent = {name: 0.99 * recent.get(name, value) + 0.01 * value for name, value in terms.items()}
            now = time.monotonic()
            self._spent_s += now - before
            if now - saved > self._plan.save_every_s:
                saved = now
                self.save()
                shown = " ".join(f"{name} {value:.3f}" for name, value in recent.items())
                print(f"{self._spent_s:6.0f} s  step {self.step}  {shown}", flush=True)

    def save(self) -> None:
        state = {"model": self._model.state_dict(), "average": self._average.weights, "step": self.step,
                 "spent_s": self._spent_s, "optimizer": self._optimizer.state_dict(), "kinds": self._kinds}
        write_checkpoint(state, self._checkpoint)

    def _resume(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self._model.load_state_dict(state["model"])
        self._average.weights, self.step, self._spent_s = state["average"], state["step"], state["spent_s"]
        self._optimizer.load_state_dict(state["optimizer"])

    def _drawn(self, number: int) -> Batches:
        plan, generator = self._plan, np.random.default_rng([self._plan.seed, self.step, number])
        return Batches(self._things, generator, plan.alone, plan.couples, plan.wrong)

    def learn(self, batch: Batch) -> dict[str, float]:
        """One step; what it made smaller."""
        done = self._spent_s / (60 * self._plan.minutes)
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate * schedule(done, self.step, self._plan.warmup)
        terms = self._terms(batch)
        self._optimizer.zero_grad(set_to_none=True)
        torch.stack(list(terms.values())).sum().backward()
        self._optimizer.step()
        self.step += 1
        self._average.follow(self.step)
        return {name: float(term.detach()) for name, term in terms.items()}

    def _terms(self, batch: Batch) -> dict[str, Tensor]:
        crops = torch.from_numpy(batch.crops).permute(0, 3, 1, 2).float().div_(255.0)
        crops = crops.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            vectors, colours, likelier = self._model.look(crops, torch.from_numpy(batch.places))
        kinds, individual = torch.from_numpy(batch.kind), torch.from_numpy(batch.individual)
        vectors, right = vectors.float(), kinds != MISTAKE
        first = len(kinds) - batch.coupled
        return {"kind": F.cross_entropy(self._model.prototypes(vectors[right]), kinds[right]),
                "colour": _COLOUR * colour_loss(colours.float(), torch.from_numpy(batch.colour)),
                "thing": _THING * thing_loss(likelier.float()[:, 0], right),
                "individual": _INDIVIDUAL * individual_loss(vectors[first:], individual[first:])}


def colour_loss(log_odds: Tensor, true: Tensor) -> Tensor:
    """Cross-entropy of those that show their colour."""
    return F.cross_entropy(log_odds, true, ignore_index=NO_COLOUR, reduction="sum") / (true != NO_COLOUR).sum().clamp(min=1)


def thing_loss(likelier: Tensor, right: Tensor) -> Tensor:
    """Cross-entropy, things and mistakes weighing the same in all: so it learns how likely a sight is, not how common."""
    loss = F.binary_cross_entropy_with_logits(likelier, right.float(), reduction="none")
    return sum((loss[which].mean() for which in (right, ~right) if which.any()), loss.new_zeros(())) / 2


def individual_loss(vectors: Tensor, individual: Tensor) -> Tensor:
    """Two views of one thing should be more alike than of two things (InfoNCE; van den Oord et al. 2018).

    `vectors` (2 C, LOOK): couples one after another; `individual` (2 C,) says who is who.
    """
    if not len(vectors):
        return vectors.sum()
    units = F.normalize(vectors, dim=1)
    alike = _SHARPNESS * units @ units.T
    other = torch.arange(len(units)) ^ 1
    same = individual[:, None] == individual
    same[torch.arange(len(units)), other] = False
    return F.cross_entropy(alike.masked_fill(same, -torch.inf), other)


def train_look(folders: tuple[Path, ...], eyes: Path, plan: LookPlan, checkpoint: Path) -> None:
    """Goes on from `checkpoint`, or begins. `eyes` is the first network's checkpoint, whose mistakes are learnt."""
    from models.train.data import Pictures
    from models.train.export import load_eyes, write_float
    from models.train.mistakes import mistakes

    with tempfile.TemporaryDirectory() as folder:
        network = Path(folder) / "eyes.onnx"
        write_float(load_eyes(eyes)[0], network)
        things = joined([mistakes(network, folders, plan.mistaken), cut_out(folders)])  # nothing is kept twice: it is gigabytes
    wrong = int((things.kind == MISTAKE).sum())
    print(f"{len(things.kind) - wrong} things, {wrong} mistakes", flush=True)
    LookTrainer(things, Pictures(*folders).kinds, plan, checkpoint).run()

"""The training loop of the acoustic network: resumable, with an averaged copy of the weights that is the one exported."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.train.ahead import Ahead
from models.train.average import Average
from models.train.checkpoint import write_checkpoint
from models.train.speech.augment import Streams
from models.train.speech.features import COEFFICIENTS
from models.train.speech.network import AFTER, BEFORE, SUBSAMPLING, Ears
from models.train.speech.sequence_loss import sequence_loss, transitions
from models.train.speech.start import as_tensor, start_from
from models.train.speech.widen import widened

Floats = np.ndarray[Any, np.dtype[np.float32]]
Labels = np.ndarray[Any, np.dtype[np.int8]]

_WAITING = 3
"""Batches drawn ahead."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How to train; it ends after so many minutes of computing, resumed ones counted and waiting for others not."""

    minutes: float = 40.0
    batch: int = 32
    outputs: int = 80
    """Outputs (of 30 ms) of each stream."""
    width: int = 256
    rate: float = 2e-3
    decay: float = 0.01
    warmup: int = 100
    average: float = 0.995
    late: int = 9
    """Frames (of 10 ms) that a sound is told later than it is heard, so that more of what comes is known.

    With 9 instead of none 67 % of AN4 were exact instead of 54, and a "stop" acts 90 ms later.
    """
    frame_weight: float = 0.3
    frames_only: float = 0.06
    """For so much of the time single frames are all that is learnt, unless a model that can hear is gone on from."""
    seed: int = 1
    save_every_s: float = 120.0

    @property
    def frames(self) -> int:
        """Frames (of 10 ms) of each stream."""
        return BEFORE + SUBSAMPLING * (self.outputs - 1) + 1 + AFTER


class Trainer:
    """Trains on streams and keeps a checkpoint up to date."""

    def __init__(
        self, streams: Streams, follow: np.ndarray[Any, np.dtype[np.float64]], plan: Plan, checkpoint: Path,
        start: Path | None = None,
    ) -> None:
        """Goes on from the checkpoint if there is one, else from the model folder `start` if that is given."""
        torch.manual_seed(plan.seed)
        self._streams, self._plan, self._checkpoint = streams, plan, checkpoint
        self._follow, self._moves = follow, transitions(follow)
        self._frames_only = plan.frames_only if start is None else 0.0
        self._step, self._spent_s = 0, 0.0
        mean, deviation = (
            _statistics(streams) if not checkpoint.exists() else (torch.zeros(COEFFICIENTS), torch.ones(COEFFICIENTS))
        )
        self._ears = Ears(plan.width, mean, deviation)
        if start is not None and not checkpoint.exists():
            start_from(self._ears, start, as_tensor(streams.batch(plan.batch)[0]))
        self._average = Average(self._ears, plan.average)
        self._optimizer = torch.optim.AdamW(self._ears.parameters(), lr=plan.rate, weight_decay=plan.decay)
        if checkpoint.exists():
            self._resume()

    def run(self) -> None:
        with Ahead([lambda: self._streams.batch(self._plan.batch)], _WAITING) as batches:
            self._run(batches)

    def _run(self, batches: Ahead[tuple[Floats, Labels]]) -> None:
        saved = said = time.monotonic()
        before = time.thread_time()
        recent = np.zeros(3)
        while (done := self._spent_s / (60 * self._plan.minutes)) < 1:
            recent += 0.05 * (np.array(self._learn(done, *batches.next())) - recent)
            now, computed = time.monotonic(), time.thread_time()
            self._spent_s, before = self._spent_s + computed - before, computed
            if now - said > 30:
                said = now
                frame, sequence, right = recent / (1 - 0.95 ** min(self._step, 200))
                print(f"{done:.1%} step {self._step}: frame {frame:.3f} sequence {sequence:.3f} right {right:.1%}", flush=True)
            if now - saved > self._plan.save_every_s:
                saved = now
                self._save()
        self._save()

    def _learn(self, done: float, coefficients: Floats, sounds: Labels) -> tuple[float, float, float]:
        """One step; the losses for frames and sequences, and the share of frames that are right."""
        plan = self._plan
        for group in self._optimizer.param_groups:
            group["lr"] = plan.rate * min(1.0, (self._step + 1) / plan.warmup) * (0.02 + 0.98 * (1 - done) ** 1.5)
        heard, labels = to_tensors(coefficients, sounds, plan.outputs, plan.late)
        self._ears.train()
        with torch.autocast("cpu", torch.bfloat16):
            scores, frames = self._ears(heard)
        frame = functional.cross_entropy(frames.flatten(0, 1), labels.flatten(), label_smoothing=0.05)
        sequence = sequence_loss(scores, labels, self._moves)
        loss = frame + 0 * sequence if done < self._frames_only else plan.frame_weight * frame + sequence
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self._ears.parameters(), 2.0)
        self._optimizer.step()
        self._step += 1
        self._average.follow(self._step)
        return float(frame.detach()), float(sequence.detach()), float((frames.argmax(2) == labels).float().mean())

    def _save(self) -> None:
        state = {
            "model": self._ears.state_dict(),
            "average": self._average.weights,
            "optimizer": self._optimizer.state_dict(),
            "step": self._step,
            "spent_s": self._spent_s,
            "follow": torch.from_numpy(self._follow),
            "width": self._plan.width,
        }
        write_checkpoint(state, self._checkpoint)

    def _resume(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self._step, self._spent_s = state["step"], state["spent_s"]
        if state["width"] == self._plan.width:
            self._optimizer.load_state_dict(state["optimizer"])
        else:
            fresh = self._ears.state_dict()
            state["model"], state["average"] = (widened(state[which], fresh) for which in ("model", "average"))
        self._ears.load_state_dict(state["model"])
        self._average.weights = state["average"]


def to_tensors(heard: Floats, labels: Labels, outputs: int, late: int) -> tuple[Tensor, Tensor]:
    """Coefficients (B, 40, frames), and the labels (B, outputs) of the frames that the outputs stand for, `late` frames ago."""
    wanted = BEFORE + SUBSAMPLING * np.arange(outputs) - late
    return as_tensor(heard), torch.from_numpy(labels[:, wanted].astype(np.int64))


def _statistics(streams: Streams) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each coefficient."""
    heard = np.concatenate([streams.batch(32)[0].reshape(-1, COEFFICIENTS) for _ in range(4)])
    return torch.from_numpy(heard.mean(0)), torch.from_numpy(heard.std(0))


def trained(checkpoint: Path) -> tuple[Ears, np.ndarray[Any, np.dtype[np.float64]]]:
    """The averaged network of a checkpoint, and which sound follows which."""
    state = torch.load(checkpoint, weights_only=True)
    ears = Ears(state["width"], torch.zeros(COEFFICIENTS), torch.ones(COEFFICIENTS))
    ears.load_state_dict(state["average"])
    return ears.eval(), state["follow"].numpy()

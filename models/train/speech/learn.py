"""Puts the corpora, their surroundings and the trainer together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from models.train.data import DataError
from models.train.speech.augment import Source, Streams, Surroundings
from models.train.speech.corpus import Corpus
from models.train.speech.network import SUBSAMPLING
from models.train.speech.sequence_loss import follows
from models.train.speech.train import Plan, Trainer

CORPORA = ("people", "espeak", "flite", "alone", "built", "built-alone")


def learn(data: Path, checkpoint: Path, weights: dict[str, float], plan: Plan, start: Path | None = None) -> None:
    """Train on what is in `data`; `weights` say how often each source of recordings is drawn from.

    Begins with the checkpoint, else with the model folder `start`, else with nothing.
    """
    sources = [source for corpus in corpora(data) for source in split(corpus, weights)]
    surroundings = Surroundings(np.load(data / "noises.npy", mmap_mode="r"), np.load(data / "rooms.npy"))
    step = int(torch.load(checkpoint, weights_only=True)["step"]) if checkpoint.exists() else 0
    streams = Streams(sources, surroundings, plan.frames, (plan.seed, step))
    labels = np.concatenate([source.corpus.labels(number) for source in sources for number in range(len(source.corpus))])
    Trainer(streams, follows(labels[::SUBSAMPLING]), plan, checkpoint, start).run()


def corpora(data: Path) -> list[Corpus]:
    """Those that were made; raises DataError when there are none."""
    found = [Corpus(data / name) for name in CORPORA if (data / name / "index.jsonl").exists()]
    if not found:
        raise DataError(f"{data} has no speech; `python -m models.train.speech gather` and `synthesize` make it")
    return found


def split(corpus: Corpus, weights: dict[str, float]) -> list[Source]:
    """A corpus for each of its sources with its weight; sources without one are left out."""
    found = sorted({row.source for row in corpus.recordings} & set(weights))
    return [Source(corpus.only([row.source == name for row in corpus.recordings]), weights[name]) for name in found]

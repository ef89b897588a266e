"""The network for Vosk is the one that was trained, and it learns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.speech.network import AFTER, BEFORE, SUBSAMPLING, Ears
from models.train.speech.sequence_loss import sequence_loss, transitions
from models.train.speech.train import to_tensors
from models.vosk.network import Layer, acoustic_model

Floats = npt.NDArray[np.float32]


def small() -> Ears:
    torch.manual_seed(1)
    ears = Ears(12, torch.randn(40), torch.rand(40) + 0.5)
    ears.train()
    ears(torch.randn(8, 40, BEFORE + AFTER + 40))  # so that the norms have something to fold
    ears.eval()
    return ears


def at(layers: Sequence[Layer], heard: Floats, frame: int) -> Floats:
    """What Kaldi computes for one frame of heard (frames, 40): each layer asks the one before it for its frames."""
    if not layers:
        return np.asarray(heard[frame])
    *before, layer = layers
    spliced = np.concatenate([at(before, heard, frame + offset) for offset in layer.offsets])
    out: Floats = layer.weights @ spliced + layer.bias
    out = np.maximum(out, 0) if layer.rectified else out
    return np.asarray(out + at(before, heard, frame)) if layer.skip else out


def test_layers_for_vosk_compute_the_same() -> None:
    ears = small()
    heard = torch.randn(1, 40, BEFORE + SUBSAMPLING + 1 + AFTER)
    with torch.no_grad():
        scores = ears(heard)[0][0].numpy()
    assert scores.shape == (2, 40)
    layers = ears.layers()
    assert -sum(min(layer.offsets) for layer in layers) == BEFORE
    for output in range(2):
        assert at(layers, heard[0].numpy().T, BEFORE + SUBSAMPLING * output) == pytest.approx(scores[output], abs=1e-3)


def test_the_file_is_as_large_as_its_weights() -> None:
    layers = small().layers()
    content = acoustic_model(layers, 40)
    assert content.startswith(b"\0B<TransitionModel> <Topology> ")
    assert content.count(b"<FixedAffineComponent>") == len(layers) == 9
    weights = sum(2 * layer.weights.size + 4 * layer.bias.size for layer in layers)
    assert weights < len(content) < weights + 10_000


def test_it_learns_to_tell_sounds_apart() -> None:
    torch.manual_seed(2)
    ears = Ears(24, torch.zeros(40), torch.ones(40))
    moves = transitions(np.full((40, 40), 1 / 39) * (1 - np.eye(40)))
    optimizer = torch.optim.AdamW(ears.parameters(), lr=3e-3)
    losses = []
    for _ in range(40):
        labels = torch.randint(0, 3, (8, 4)).repeat_interleave(5, 1)
        heard = torch.randn(8, 40, BEFORE + SUBSAMPLING * 19 + 1 + AFTER)
        frames = torch.nn.functional.one_hot(labels, 40).float().repeat_interleave(SUBSAMPLING, 1).transpose(1, 2)
        heard[:, :, BEFORE : BEFORE + 58] += 4 * frames[:, :, :58]
        loss = sequence_loss(ears(heard)[0], labels, moves)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert np.mean(losses[-5:]) < 0.3 * np.mean(losses[:5])


def test_a_sound_is_told_later_than_it_is_heard() -> None:
    frames = BEFORE + SUBSAMPLING * 4 + 1 + AFTER
    labels = np.arange(frames, dtype=np.int8)[None]
    for late in (0, 9):
        _, wanted = to_tensors(np.zeros((1, frames, 40), np.float32), labels, 5, late)
        assert wanted.tolist() == [[BEFORE + SUBSAMPLING * output - late for output in range(5)]]

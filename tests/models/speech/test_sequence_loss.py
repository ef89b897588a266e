"""The loss over sequences against summing over all of them one by one."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.speech.sequence_loss import allowed, follows, sequence_loss, total, transitions
from models.vosk.phones import SOUNDS

COUNT = len(SOUNDS)


def some_moves() -> torch.Tensor:
    return transitions(follows(np.random.default_rng(1).integers(0, COUNT, 5000).astype(np.int8)))


def test_all_sequences_are_summed() -> None:
    torch.manual_seed(0)
    scores, moves = torch.randn(2, 3, COUNT) * 3, some_moves()
    for row in range(2):
        weights = [
            scores[row, 0, a] + scores[row, 1, b] + scores[row, 2, c] + (moves[a, b] * moves[b, c] / COUNT).log()
            for a, b, c in product(range(COUNT), repeat=3)
        ]
        assert float(total(scores, moves)[row]) == pytest.approx(float(torch.logsumexp(torch.stack(weights), 0)), abs=1e-3)


def test_rows_of_moves_are_probabilities() -> None:
    assert some_moves().sum(1) == pytest.approx(np.ones(COUNT), abs=1e-5)


def test_labels_may_be_off_by_one_output() -> None:
    mask = allowed(torch.tensor([[0, 0, 5, 5, 5]]))
    assert mask[0, :, 5].tolist() == [0, 1, 1, 1, 1]
    assert mask[0, :, 0].tolist() == [1, 1, 1, 0, 0]
    assert mask.sum() == 7


def test_scores_for_the_right_sounds_make_it_small() -> None:
    labels = torch.tensor([[0, 0, 7, 7, 7, 3, 3, 0]])
    right = torch.nn.functional.one_hot(labels, COUNT).float()
    moves = some_moves()
    assert (
        sequence_loss(right * 20, labels, moves)
        < 0.3
        < sequence_loss(right * 0, labels, moves)
        < sequence_loss(-right * 5, labels, moves)
    )


def test_what_follows_what_is_counted_at_changes_only() -> None:
    table = follows(np.array([0, 0, 0, 4, 4, 0, 4, 9], dtype=np.int8), floor=1e-9)
    assert table[0, 4] == pytest.approx(1.0)
    assert table[4, 9] == table[4, 0] == pytest.approx(0.5)
    assert (np.diag(table) == 0).all()

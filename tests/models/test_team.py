"""Processes that train together take the mean of their steps."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.team import Team, together


def gradients(team: Team, folder: Path) -> None:
    """Each member has its own gradients; what it has after `mean` is written down."""
    one, two = torch.nn.Parameter(torch.zeros(2, 2)), torch.nn.Parameter(torch.zeros(3))
    one.grad, two.grad = torch.full((2, 2), float(team.rank)), torch.full((3,), 10.0 + 2 * team.rank)
    number = team.mean([one, two], 5.0 + team.rank)
    found = [float(one.grad.sum()), float(two.grad.sum()), number]
    (folder / str(team.rank)).write_text(" ".join(str(value) for value in found), encoding="utf-8")


def test_two_processes_end_up_with_the_same_mean(tmp_path: Path) -> None:
    together(2, partial(gradients, folder=tmp_path))
    assert (tmp_path / "0").read_text() == (tmp_path / "1").read_text() == "2.0 33.0 5.5"


def test_one_alone_changes_nothing(tmp_path: Path) -> None:
    gradients(Team(), tmp_path)
    assert (tmp_path / "0").read_text() == "0.0 30.0 5.0"

"""The losses are small where the network is right, and cells answer for the right boxes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.layout import (
    BOX,
    CELL,
    COLUMNS,
    DOORWAY,
    GLANCED,
    GLANCED_COLOUR,
    RANGE,
    SPREAD,
    SURFACE_COLUMNS,
    SURFACE_ROWS,
    SURFACES,
    THING,
)
from models.train.assign import Assignment, assign, overlap
from models.train.loss import Truth, losses
from models.train.network import Eyes, Prototypes, cell_centres
from models.train.train import kind_weights, schedule

GRID = cell_centres()
BOXES = torch.tensor([[[40.0, 40.0, 90.0, 120.0], [200.0, 100.0, 212.0, 110.0]]])
TRUTH = Truth(BOXES, torch.tensor([[1, 0]]), torch.tensor([[3, 8]]), torch.tensor([[5.0, 4.0]]), torch.full((1, COLUMNS), 3.0))
WEIGHTS = torch.ones(2)


def perfect(prototypes: Prototypes) -> tuple[torch.Tensor, torch.Tensor]:
    """Outputs of a network that knows the truth: every cell inside a box knows that box, the best ten say so."""
    cells = torch.zeros(1, len(GRID[1]), CELL)
    cells[..., THING] = -8.0
    for row, box in enumerate(TRUTH.boxes[0]):
        inside = ((GRID[0] >= box[:2]) & (GRID[0] <= box[2:])).all(1)
        edges = torch.cat([GRID[0] - box[:2], box[2:] - GRID[0]], dim=1) / GRID[1][:, None]
        cells[0, inside, THING] = 8.0
        cells[0, :, BOX] = torch.where(inside[:, None], edges, cells[0, :, BOX])
        cells[0, inside, RANGE], cells[0, inside, SPREAD] = float(TRUTH.log_scale[0, row]), -3.0
        cells[0, inside, GLANCED] = prototypes.vectors[TRUTH.kinds[0, row]].detach()
        cells[0, inside, GLANCED_COLOUR.start + int(TRUTH.colours[0, row])] = 9.0
    speaking = assigned(cells).quality > 0.5
    cells[..., THING] = torch.where(speaking, 8.0, -8.0)
    free = torch.stack([torch.full((1, COLUMNS), 3.0), torch.full((1, COLUMNS), -3.0)], dim=1)
    return cells, free


def assigned(cells: torch.Tensor) -> Assignment:
    edges = cells[..., BOX] * GRID[1][:, None]
    boxes = torch.cat([GRID[0] - edges[..., :2], GRID[0] + edges[..., 2:]], dim=-1)
    found: Assignment = assign(cells[..., THING], boxes, *GRID, TRUTH.boxes, TRUTH.kinds >= 0)
    return found


def terms(cells: torch.Tensor, free: torch.Tensor, truth: Truth, prototypes: Prototypes) -> dict[str, float]:
    return {name: float(term.detach()) for name, term in losses(cells, free, truth, prototypes, GRID, WEIGHTS).items()}


def test_knowing_the_truth_costs_little_and_guessing_much() -> None:
    torch.manual_seed(0)
    prototypes = Prototypes(2)
    cells, free = perfect(prototypes)
    good = terms(cells, free, TRUTH, prototypes)
    bad = terms(cells + 2 * torch.randn_like(cells), free + torch.randn_like(free), TRUTH, prototypes)
    assert good.keys() == bad.keys()
    for name in good:
        assert good[name] < bad[name], name
    assert good["box"] < 1e-3


def test_a_picture_without_things_can_be_learnt_from() -> None:
    truth = TRUTH._replace(kinds=torch.full((1, 2), -1), free=torch.full((1, COLUMNS), math.nan))
    found = terms(torch.zeros(1, len(GRID[1]), CELL), torch.zeros(1, 2, COLUMNS), truth, Prototypes(2))
    assert all(math.isfinite(value) for value in found.values())
    assert found["thing"] > 0
    assert found["free"] == 0


def test_nobody_is_blamed_for_a_box_that_is_not_asked_for() -> None:
    prototypes = Prototypes(2)
    hidden = TRUTH._replace(kinds=torch.tensor([[1, -2]]))
    absent = TRUTH._replace(kinds=torch.tensor([[1, -1]]))
    cells, free = perfect(prototypes)
    assert terms(cells, free, hidden, prototypes)["thing"] < 0.05
    assert terms(cells, free, absent, prototypes)["thing"] > 0.1


def test_cells_answer_for_the_box_they_are_in() -> None:
    cells, _ = perfect(Prototypes(2))
    found = assigned(cells)
    chosen = found.quality[0] > 0.5
    assert 2 <= int(chosen.sum()) <= 20
    for cell in chosen.nonzero()[:, 0]:
        box = TRUTH.boxes[0, found.box[0, cell]]
        assert bool(((GRID[0][cell] >= box[:2]) & (GRID[0][cell] <= box[2:])).all())
    assert set(found.box[0, chosen].tolist()) == {0, 1}


def test_overlap_by_hand() -> None:
    assert float(overlap(torch.tensor([0.0, 0, 2, 2]), torch.tensor([1.0, 1, 3, 3]))) == pytest.approx(1 / 7)


def test_the_network_gives_what_the_layout_says() -> None:
    cells, free, doorways, surfaces = Eyes().eval()(torch.zeros(2, 3, 240, 320))
    assert surfaces.shape == (2, len(SURFACES), SURFACE_ROWS, SURFACE_COLUMNS)
    assert cells.shape == (2, len(GRID[1]), CELL)
    assert free.shape == (2, 2, COLUMNS)
    assert doorways.shape == (2, DOORWAY, COLUMNS)


def test_a_training_step_lowers_the_loss() -> None:
    torch.manual_seed(0)
    eyes, prototypes = Eyes(widths=(4, 8, 8, 8, 8), width=16), Prototypes(2)
    picture = torch.rand(1, 3, 240, 320)
    optimizer = torch.optim.Adam([*eyes.parameters(), *prototypes.parameters()], lr=3e-3)
    totals = []
    for _ in range(12):
        cells, free, *_ = eyes(picture)
        total = torch.stack(list(losses(cells, free, TRUTH, prototypes, GRID, WEIGHTS).values())).sum()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        totals.append(float(total.detach()))
    assert min(totals[-3:]) < totals[0] - 0.5


def test_the_rate_rises_then_falls() -> None:
    assert schedule(0.0, 0, 100) == pytest.approx(0.01)
    assert schedule(0.0, 100, 100) == pytest.approx(1.0)
    assert schedule(0.5, 5000, 100) == pytest.approx(0.505)
    assert schedule(1.0, 5000, 100) == pytest.approx(0.01)


def test_rare_kinds_weigh_more_within_limits() -> None:
    weights = kind_weights(np.array([40_000, 600, 200, 2], dtype=np.int32)).tolist()
    assert weights == sorted(weights)
    assert weights[0] == pytest.approx(0.3)
    assert weights[3] == pytest.approx(3.0)

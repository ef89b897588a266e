"""The eyes learn from pictures with and without labels of doorways and floors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.layout import COLUMNS, DOORWAY, SURFACE_COLUMNS, SURFACE_ROWS, SURFACES
from models.train import thresholds
from models.train.data import Example, Pictures, write_shard
from models.train.doorways import losses, truth
from models.train.surface_loss import surface_loss
from models.train.train import Plan, Trainer
from tests.models.test_thresholds import AHEAD, EMPTY, EYE, example, label

NEW = ("doorways", "looks", "surfaces")
PLAN = Plan(batch=2, mosaics=1, rate=2e-4, warmup=1)


def pictures(folder: Path) -> Pictures:
    (folder / "kinds.txt").write_text("a\nb\n", encoding="utf-8")
    generator = np.random.default_rng(0)
    camera = np.array([EYE.focal_px, 0.12, 0.0, 0.0], np.float32)
    write_shard(folder, 0, [
        Example(generator.integers(0, 255, (240, 320, 3), dtype=np.uint8), EMPTY, np.ones(COLUMNS, np.float32), camera,
                label(AHEAD + shift)) for shift in ((0.0, 0.0), (0.3, 0.1), (0.1, 0.2), (0.2, 0.0), (0.2, 0.2))])
    return Pictures(folder)


def test_labels_of_doorways_are_kept_on_disk(tmp_path: Path) -> None:
    kept = pictures(tmp_path)[0].doorways
    assert kept is not None
    assert np.array_equal(kept, label(AHEAD))


def test_every_head_learns(tmp_path: Path) -> None:
    trainer = Trainer(pictures(tmp_path), PLAN, tmp_path / "eyes.pt")
    before = {name: value.clone() for name, value in trainer._model.state_dict().items()}
    batches = trainer._batches()
    totals = [sum(trainer._learn(next(batches)).values()) for _ in range(6)]
    assert min(totals[-3:]) < totals[0]
    after = trainer._model.state_dict()
    changed = {name.split(".")[1] for name, value in after.items() if not torch.equal(value, before[name])}
    assert {"backbone", "pyramid", "thing", "free", "doorways"} <= changed


def test_eyes_without_some_heads_can_be_begun_from(tmp_path: Path) -> None:
    trainer = Trainer(pictures(tmp_path), PLAN, tmp_path / "eyes.pt")
    trainer.save()
    state = torch.load(tmp_path / "eyes.pt", weights_only=True)
    state["average"] = {name: value + 1 for name, value in state["average"].items() if name.split(".")[1] not in NEW}
    torch.save(state, tmp_path / "old.pt")
    fresh = Trainer(pictures(tmp_path), PLAN, tmp_path / "new.pt")
    fresh.begin_from(tmp_path / "old.pt")
    found = fresh._model.state_dict()
    assert torch.equal(found["eyes.free.out.bias"], state["average"]["eyes.free.out.bias"])


def test_knowing_the_truth_costs_little_and_guessing_much() -> None:
    one = example(label(AHEAD))
    perfect = torch.from_numpy(thresholds.perfect(one))[None]
    torch.manual_seed(0)
    good = losses(perfect, *truth([one]))
    bad = losses(perfect + torch.randn_like(perfect), *truth([one]))
    assert all(float(good[name]) < float(bad[name]) for name in good)


def test_nobody_is_blamed_where_nobody_is_asked() -> None:
    unknown = label(AHEAD)
    unknown[:, thresholds.STATE] = thresholds.UNKNOWN
    terms = losses(torch.randn(1, DOORWAY, COLUMNS), *truth([example(unknown)]))
    assert all(float(term) == 0.0 for term in terms.values())


def test_old_pictures_are_not_asked_for_doorways() -> None:
    states, _ = truth([example(None)])
    assert (states == thresholds.UNKNOWN).all()


def test_floors_are_learnt_where_they_are_labelled() -> None:
    made = np.zeros((SURFACE_ROWS, SURFACE_COLUMNS), dtype=np.uint8)
    labelled, old = msgspec.structs.replace(example(None), surfaces=made), example(None)
    log_odds = torch.zeros(2, len(SURFACES), SURFACE_ROWS, SURFACE_COLUMNS)
    guess = surface_loss(log_odds, [labelled, old])
    log_odds[:, 0] = 5.0
    assert float(surface_loss(log_odds, [labelled, old])) < float(guess)
    assert float(surface_loss(log_odds, [old, old])) == 0.0

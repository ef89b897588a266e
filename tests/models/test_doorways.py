"""The doorway head learns; what it looks at and the other heads stay exactly as they were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.layout import COLUMNS, DOORWAY
from models.train import thresholds
from models.train.data import DataError, Example, Pictures, write_shard
from models.train.doorways import HeadTrainer, losses, truth
from models.train.train import Plan
from tests.models.test_thresholds import AHEAD, EMPTY, EYE, example, label

PLAN = Plan(batch=2, rate=2e-4, warmup=1)


def pictures(folder: Path) -> Pictures:
    (folder / "kinds.txt").write_text("a\nb\n", encoding="utf-8")
    generator = np.random.default_rng(0)
    camera = np.array([EYE.focal_px, 0.12, 0.0, 0.0], np.float32)
    write_shard(folder, 0, [
        Example(generator.integers(0, 255, (240, 320, 3), dtype=np.uint8), EMPTY, np.ones(COLUMNS, np.float32), camera,
                label(AHEAD + shift)) for shift in ((0.0, 0.0), (0.3, 0.1))])
    return Pictures(folder)


def test_labels_of_doorways_are_kept_on_disk(tmp_path: Path) -> None:
    kept = pictures(tmp_path)[0].doorways
    assert kept is not None
    assert np.array_equal(kept, label(AHEAD))


def test_only_the_head_learns(tmp_path: Path) -> None:
    trainer = HeadTrainer(pictures(tmp_path), PLAN, tmp_path / "head.pt")
    before = {name: value.clone() for name, value in trainer._model.state_dict().items()}
    batches = trainer._batches()
    totals = [sum(trainer._learn(next(batches)).values()) for _ in range(8)]
    assert min(totals[-3:]) < totals[0]
    changed = {name for name, value in trainer._model.state_dict().items() if not torch.equal(value, before[name])}
    assert changed
    assert all(name.startswith("eyes.doorways.") for name in changed)


def test_eyes_without_the_head_can_be_begun_from(tmp_path: Path) -> None:
    trainer = HeadTrainer(pictures(tmp_path), PLAN, tmp_path / "head.pt")
    trainer.save()
    state = torch.load(tmp_path / "head.pt", weights_only=True)
    state["average"] = {name: value + 1 for name, value in state["average"].items() if "doorways" not in name}
    torch.save(state, tmp_path / "old.pt")
    fresh = HeadTrainer(pictures(tmp_path), PLAN, tmp_path / "new.pt")
    fresh.begin_from(tmp_path / "old.pt")
    assert torch.equal(fresh._model.state_dict()["eyes.free.out.bias"], state["average"]["eyes.free.out.bias"])


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


def test_old_pictures_cannot_teach_doorways() -> None:
    with pytest.raises(DataError, match="render --doorways"):
        truth([example(None)])

"""Things are cut out of the pictures as they are labelled, and told apart by what the second look learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.layout import COLUMNS, CROP_PX, PLACE
from models.train.data import Boxes, Example, write_shard
from models.train.labels import NO_COLOUR, TOO_SMALL_OR_HIDDEN
from models.train.look_data import AROUND_PX, KEPT_PX, MISTAKE, Batches, Things, cut_out, joined

FOCAL_PX = 250.0


def example(bright: int, thing: int = 0, variant: int = 3) -> Example:
    """A square of some brightness half a metre wide, and something too small to ask for."""
    picture = np.zeros((240, 320, 3), dtype=np.uint8)
    picture[60:160, 100:200] = bright
    two = np.array([2.5, 1.0], np.float32)
    boxes = Boxes(np.array([[100, 60, 200, 160], [5, 5, 9, 9]], np.float32), np.array([1, TOO_SMALL_OR_HIDDEN], np.int32), two,
                  np.zeros(2, np.int32), np.array([4, 0], np.int32), two, np.array([thing, 9], np.int32),
                  np.array([variant, 0], np.int32))
    return Example(picture, boxes, np.ones(COLUMNS, np.float32), np.array([FOCAL_PX, 0.12, 0.09, 0.0], np.float32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kinds.txt").write_text("ball\nbox\n", encoding="utf-8")
    write_shard(tmp_path, 0, [example(200, 0), example(100, 7)])
    write_shard(tmp_path, 1, [example(50, 0), example(50, variant=-1)])
    return tmp_path


def test_only_what_is_asked_for_is_cut_out(folder: Path) -> None:
    things = cut_out((folder,), processes=1)
    assert things.kind.tolist() == [1, 1, 1, 1]
    assert things.colour.tolist() == [4, 4, 4, 4]
    assert things.individual.tolist() == [0, 7, 10_000, -1]
    assert things.crops.shape == (4, KEPT_PX, KEPT_PX, 3)
    assert things.crops[:, KEPT_PX // 2, KEPT_PX // 2, 0].tolist() == [200, 100, 50, 50]
    assert np.exp(things.log_scale) == pytest.approx(np.full(4, 100.0), rel=1e-4)


def individuals(views: int = 2) -> Things:
    """Eight individuals of one kind and as many of another."""
    count = 16 * views
    kind = np.repeat([0, 1], 8 * views)
    boxes = np.tile(np.array([100, 60, 200, 160], np.float32), (count, 1))
    return Things(np.full((count, KEPT_PX, KEPT_PX, 3), 90, np.uint8), boxes, np.full(count, 5.0, np.float32),
                  np.full((count, AROUND_PX, AROUND_PX, 3), 90, np.uint8), kind,
                  np.zeros(count, np.int64), np.repeat(np.arange(16), views))


def test_a_batch_holds_couples_after_those_alone() -> None:
    batch = Batches(individuals(), np.random.default_rng(0), alone=5, couples=8).draw()
    assert batch.crops.shape == (5 + 16, CROP_PX, CROP_PX, 3)
    assert batch.places.shape == (5 + 16, PLACE)
    coupled = batch.individual[5:].reshape(-1, 2)
    assert (coupled[:, 0] == coupled[:, 1]).all()
    for start in (0, 4):
        assert len(set(batch.kind[5:][2 * start : 2 * start + 8].tolist())) == 1
        assert len(set(coupled[start : start + 4, 0].tolist())) == 4


def test_without_individuals_there_are_no_couples() -> None:
    things = individuals(1)
    assert len(Batches(things, np.random.default_rng(0), alone=5, couples=8).draw().kind) == 5


def test_rare_kinds_are_drawn_more_often_than_they_come() -> None:
    things = individuals()
    rare = things._replace(kind=np.array([0] * 31 + [1]), individual=np.full(32, -1))
    batches = Batches(rare, np.random.default_rng(0), alone=400, couples=0)
    share = float((batches.draw().kind == 1).mean())
    assert 1.5 / 32 < share < 0.3


def test_mistakes_come_after_what_is_alone() -> None:
    things = individuals()
    wrong = things._replace(kind=np.full(len(things.kind), MISTAKE), individual=np.full(len(things.kind), -1))
    batch = Batches(joined([things, wrong]), np.random.default_rng(0), alone=5, couples=4, wrong=3).draw()
    assert (batch.kind == MISTAKE).tolist() == [False] * 5 + [True] * 3 + [False] * 8
    assert batch.coupled == 8


def test_views_of_one_thing_are_pulled_together() -> None:
    torch = pytest.importorskip("torch")
    from models.train.look_train import colour_loss, individual_loss, thing_loss

    axes = torch.eye(4)
    couples = axes.repeat_interleave(2, dim=0)
    who = torch.arange(4).repeat_interleave(2)
    assert individual_loss(couples, who) < 0.01
    assert individual_loss(axes.repeat(2, 1), who) > 2.0
    once_more = torch.tensor([0, 0, 1, 1, 0, 0, 2, 2])  # the same individual twice is nobody's opposite
    alike = torch.cat([couples[:4], couples[:2], couples[4:6]])
    assert individual_loss(alike, once_more) < 0.01
    assert float(individual_loss(axes[:0], who[:0])) == 0.0
    certain = torch.tensor([9.0, -9.0, -9.0, -9.0])
    assert thing_loss(certain, torch.tensor([True, False, False, False])) < 0.01
    assert float(thing_loss(certain, torch.tensor([False, False, False, False]))) == pytest.approx(9 / 4 / 2, rel=0.01)
    assert float(colour_loss(torch.zeros(2, 12), torch.tensor([NO_COLOUR, NO_COLOUR]))) == 0.0


def test_training_learns_to_tell_black_from_white(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from models.train.look_train import LookPlan, LookTrainer

    things = individuals()
    black = things._replace(crops=np.where(things.kind[:, None, None, None] == 0, np.uint8(0), things.crops))
    plan = LookPlan(minutes=1.0, threads=1, alone=8, couples=4)
    trainer = LookTrainer(black, ["ball", "box"], plan, tmp_path / "look.pt")
    batches = Batches(black, np.random.default_rng(0), 8, 4)
    losses = [trainer.learn(batches.draw())["kind"] for _ in range(12)]
    assert np.mean(losses[-3:]) < 0.5 * losses[0]
    trainer.save()
    again = LookTrainer(black, ["ball", "box"], plan, tmp_path / "look.pt")
    assert again.step == 12

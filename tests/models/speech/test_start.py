"""Training goes on from a written model with the same outputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.data import DataError
from models.train.speech.network import AFTER, BEFORE, Ears
from models.train.speech.start import start_from
from models.vosk.network import acoustic_model


def some(width: int, seed: int) -> Ears:
    torch.manual_seed(seed)
    ears = Ears(width, torch.randn(40), torch.rand(40) + 0.5)
    ears.train()
    ears(torch.randn(8, 40, BEFORE + AFTER + 40))
    ears.eval()
    return ears


def test_it_starts_with_the_outputs_of_what_was_written(tmp_path: Path) -> None:
    before, after = some(12, 1), some(12, 2)
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(acoustic_model(before.layers(), 40))
    heard = torch.randn(4, 40, BEFORE + AFTER + 60)
    start_from(after, tmp_path, heard)
    with torch.no_grad():
        assert after(heard)[0].numpy() == pytest.approx(before(heard)[0].numpy(), abs=2e-3)
        trained, _ = after.train()(heard)
    assert trained.isfinite().all()


def test_another_width_and_no_model_are_refused(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(acoustic_model(some(12, 1).layers(), 40))
    with pytest.raises(DataError, match="other sizes"):
        start_from(some(16, 2), tmp_path, torch.randn(4, 40, BEFORE + AFTER + 60))
    with pytest.raises(DataError, match="can't be read"):
        start_from(some(12, 2), tmp_path / "nothing", torch.randn(4, 40, BEFORE + AFTER + 60))

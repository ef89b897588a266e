"""A model that went on can be written as the mean of before and after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.data import DataError
from models.train.speech.export import halfway
from models.vosk.network import acoustic_model
from tests.models.speech.test_start import some


def test_halfway_is_the_mean_of_both(tmp_path: Path) -> None:
    before, after = some(12, 1).layers(), some(12, 2).layers()
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(acoustic_model(before, 40))
    for mean, one, other in zip(halfway(after, tmp_path), before, after, strict=True):
        np.testing.assert_allclose(mean.weights, (one.weights + other.weights) / 2, atol=1e-3)
        np.testing.assert_allclose(mean.bias, (one.bias + other.bias) / 2, atol=1e-5)
        assert (mean.offsets, mean.skip, mean.rectified) == (other.offsets, other.skip, other.rectified)


def test_another_width_is_refused(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(acoustic_model(some(12, 1).layers(), 40))
    with pytest.raises(DataError, match="other sizes"):
        halfway(some(16, 2).layers(), tmp_path)

"""The head for the free floor learns, and is the same function as a file; the kept features are those that were asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch

from models.floor import MAPS
from models.layout import COLUMNS
from models.runtime import session
from models.train.data import DataError
from models.train.floor_cache import STRIDES, Cache, Made, cached
from models.train.floor_network import FloorNetwork, FloorPlan, trained, write

MADE = Made(data=("here",), backbones=("a" * 64,), pictures=64, seed=1)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Pictures whose floor ends where one number of their maps says, the same all over a column; in one of ten nobody knows."""
    generator = np.random.default_rng(0)
    free = generator.uniform(2.0, 5.0, (MADE.pictures, COLUMNS // 2)).repeat(2, axis=1).astype(np.float32)
    for stride in STRIDES:
        cells = 320 // stride
        maps = generator.normal(0.0, 0.1, (MADE.pictures, 96, cells, cells))
        if stride == 8:
            maps[:, 0] += free[:, None, ::2]
        np.save(tmp_path / f"maps{stride}.npy", maps.astype(np.float16))
    free[generator.random(free.shape) < 0.1] = np.nan
    np.save(tmp_path / "free.npy", free)
    (tmp_path / "made.yaml").write_text(f"data: [here]\nbackbones: [{'a' * 64}]\npictures: 64\nseed: 1\n", encoding="utf-8")
    return cached(tmp_path, MADE, [])


def test_it_is_small() -> None:
    assert 10_000 < sum(weights.numel() for weights in FloorNetwork().parameters()) <= 60_000


def test_it_learns_where_the_floor_ends_and_is_sure_of_it(cache: Cache) -> None:
    network, how = trained(cache, FloorPlan(passes=40, batch=16))
    maps, free = cache.batch(np.arange(64, dtype=np.intp))
    with torch.no_grad():
        told = network(*(torch.from_numpy(array).float() for array in maps)).numpy()
    known = np.isfinite(free)
    assert np.abs(told[:, 0] - free)[known].mean() < 0.3  # guessing the middle is wrong by 0.75
    assert told[:, 1].mean() < -0.5
    assert how.startswith("2,560 looks at 64 pictures")


def test_the_file_says_what_the_network_said(cache: Cache, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = FloorNetwork().eval()
    torch.nn.init.normal_(network.out.weight, std=0.3)
    calibration = [cache.fed(row) for row in range(8)]
    write(network, calibration, tmp_path / "head.onnx")
    with torch.no_grad():
        wanted = network(*(torch.from_numpy(array) for array in calibration[0])).numpy()
    (found,) = session((tmp_path / "head.onnx").read_bytes()).run(None, dict(zip(MAPS, calibration[0], strict=True)))
    assert np.abs(found - wanted).max() < 0.1 * np.abs(wanted - [[[3.3], [0.0]]]).max()


def test_features_of_something_else_are_refused(cache: Cache, tmp_path: Path) -> None:
    assert len(cache) == 64
    with pytest.raises(DataError, match=r"was made of .*: delete it, or name another folder"):
        cached(tmp_path, Made(data=("there",), backbones=("a" * 64,), pictures=64, seed=1), [])

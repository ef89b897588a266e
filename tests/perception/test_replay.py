from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.layout import EMBEDDING
from perception import replay

VECTORS = np.eye(EMBEDDING, dtype=np.float32)[:9]


def test_vectors_come_back_as_unit_vectors(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    vectors = generator.normal(size=(40, EMBEDDING)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    replay.write(tmp_path / "eyes.yaml", "abc", vectors)
    back = replay.read(tmp_path / "eyes.yaml", "abc")
    np.testing.assert_allclose(np.linalg.norm(back, axis=1), 1.0, atol=1e-5)
    assert float((back * vectors).sum(axis=1).min()) > 0.999
    assert (tmp_path / "eyes.replay.npz").stat().st_size < 100_000


def test_those_of_another_network_are_none(tmp_path: Path) -> None:
    replay.write(tmp_path / "eyes.yaml", "abc", VECTORS)
    assert replay.read(tmp_path / "eyes.yaml", "abcd").shape == (0, EMBEDDING)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and then nothing", b"\x93NUMPY", bytes(200)])
def test_a_missing_or_damaged_file_is_none(tmp_path: Path, data: bytes) -> None:
    assert replay.read(tmp_path / "eyes.yaml", "abc").shape == (0, EMBEDDING)
    (tmp_path / "eyes.replay.npz").write_bytes(data)
    assert replay.read(tmp_path / "eyes.yaml", "abc").shape == (0, EMBEDDING)


def test_a_file_cut_short_is_none(tmp_path: Path) -> None:
    replay.write(tmp_path / "eyes.yaml", "abc", VECTORS)
    path = tmp_path / "eyes.replay.npz"
    whole = path.read_bytes()
    for length in range(0, len(whole), 37):
        path.write_bytes(whole[:length])
        assert replay.read(tmp_path / "eyes.yaml", "abc").shape == (0, EMBEDDING)

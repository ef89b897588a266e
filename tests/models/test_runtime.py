"""The shipped eyes load and see; a missing or damaged file is told in one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from models.layout import (
    COLUMNS,
    DOORWAY,
    EMBEDDING,
    SEEN,
    SURFACE_COLUMNS,
    SURFACE_ROWS,
    SURFACES,
    cells,
)
from models.runtime import DEFAULT_CARD, Eyes, ModelError, read_card, sha256


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped model in a folder of its own; returns its card."""
    card = read_card(DEFAULT_CARD)
    for name in (DEFAULT_CARD.name, card.network, card.look, card.prototypes):
        shutil.copy(DEFAULT_CARD.parent / name, tmp_path / name)
    return tmp_path / DEFAULT_CARD.name


def test_the_shipped_model_gives_what_the_layout_says() -> None:
    eyes = Eyes()
    sight = eyes(np.full((240, 320, 3), 120, dtype=np.uint8))
    assert sight.cells.shape == (len(cells()[0]), SEEN)
    assert sight.free.shape == (2, COLUMNS)
    assert sight.doorways.shape == (DOORWAY, COLUMNS)
    assert sight.surfaces.shape == (len(SURFACES), SURFACE_ROWS, SURFACE_COLUMNS)
    assert all(np.isfinite(numbers).all() for numbers in sight)


def test_prototypes_are_unit_vectors_one_for_each_kind() -> None:
    eyes = Eyes()
    assert eyes.prototypes.shape == (len(eyes.card.kinds), EMBEDDING)
    assert np.linalg.norm(eyes.prototypes, axis=1) == pytest.approx(np.ones(len(eyes.card.kinds)), abs=1e-5)
    assert len(set(eyes.card.kinds)) == len(eyes.card.kinds)


def test_the_same_picture_gives_the_same_numbers() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (240, 320, 3), dtype=np.uint8)
    first, second = Eyes()(picture), Eyes()(picture)
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_the_model_is_small_enough_for_the_repository() -> None:
    card = read_card(DEFAULT_CARD)
    assert sum((DEFAULT_CARD.parent / name).stat().st_size for name in (card.network, card.look)) <= 2_000_000


def test_it_knows_the_kinds_of_the_simulator() -> None:
    from robot.sim.kinds import KINDS

    assert set(KINDS) <= set(Eyes().card.kinds)


@pytest.mark.parametrize("which", ["network", "look", "prototypes"])
def test_a_damaged_file_is_refused(copy: Path, which: str) -> None:
    file = copy.parent / getattr(read_card(copy), which)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelError, match=rf"{file.name} is not the file its card speaks of .*git checkout"):
        Eyes(copy)


@pytest.mark.parametrize("which", ["network", "look", "prototypes"])
def test_a_missing_file_is_named(copy: Path, which: str) -> None:
    file = copy.parent / getattr(read_card(copy), which)
    file.unlink()
    with pytest.raises(ModelError, match=rf"{file.name} is missing; .*git checkout"):
        Eyes(copy)


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"other\.yaml is missing"):
        Eyes(tmp_path / "other.yaml")


def test_a_card_that_is_none_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("network: 3\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"bad\.yaml does not describe a network: Expected `str`"):
        Eyes(tmp_path / "bad.yaml")


def test_a_card_that_is_no_text_or_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"network: \xff\xfe")
    with pytest.raises(ModelError, match=r"bad\.yaml does not describe a network: .*utf-8"):
        read_card(tmp_path / "bad.yaml")
    with pytest.raises(ModelError, match=r"can't be read: Is a directory"):
        read_card(tmp_path)


def test_a_network_that_is_none_is_refused_though_its_checksum_is_right(copy: Path) -> None:
    card = read_card(copy)
    (copy.parent / card.network).write_bytes(b"no network")
    copy.write_text(copy.read_text(encoding="utf-8").replace(card.network_sha256, sha256(b"no network")), encoding="utf-8")
    with pytest.raises(ModelError, match=r"the network can't be loaded: .*git checkout"):
        Eyes(copy)


def test_a_second_network_that_is_another_is_refused(copy: Path) -> None:
    card = read_card(copy)
    network = (copy.parent / card.network).read_bytes()
    (copy.parent / card.look).write_bytes(network)
    copy.write_text(copy.read_text(encoding="utf-8").replace(card.look_sha256, sha256(network)), encoding="utf-8")
    with pytest.raises(ModelError, match=r"the second network has .*'image'.* not .*'crops'.*git checkout"):
        Eyes(copy)


def test_without_things_there_are_none_and_the_floor_is_the_same() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (240, 320, 3), dtype=np.uint8)
    eyes = Eyes()
    floor, whole = eyes(picture, things=False), eyes(picture)
    assert floor.cells.shape == (0, SEEN)
    assert np.array_equal(floor.free, whole.free)


@pytest.mark.parametrize(("data", "words"), [
    (b"abcdef", "hold 1.5 numbers"), (b"", "hold 0 numbers"), (None, "hold what is no number"),
])
def test_bad_prototypes_are_refused_though_their_checksum_is_right(copy: Path, data: bytes | None, words: str) -> None:
    card = read_card(copy)
    bad = b"\xff" * (copy.parent / card.prototypes).stat().st_size if data is None else data
    (copy.parent / card.prototypes).write_bytes(bad)
    copy.write_text(copy.read_text(encoding="utf-8").replace(card.prototypes_sha256, sha256(bad)), encoding="utf-8")
    with pytest.raises(ModelError, match=words):
        Eyes(copy)


def test_a_picture_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"320x240 RGB, not an array of shape \(480, 640, 3\)"):
        Eyes()(np.zeros((480, 640, 3), dtype=np.uint8))

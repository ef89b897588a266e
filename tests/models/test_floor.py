"""The head for the free floor: what it gives, whose features it reads, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
import yaml

from models import registry
from models.floor import FLOOR_CARD, MAPS, FloorCard, FloorHead
from models.layout import COLUMNS
from models.runtime import DEFAULT_CARD, ModelError, read_card, read_struct, sha256

NAME = "nanodet-plus-m-320-int8"
CHANNELS, CELLS = 96, (40, 20, 10)


def maps(seed: int = 0) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    generator = np.random.default_rng(seed)
    return [generator.normal(size=(1, CHANNELS, cells, cells)).astype(np.float32) for cells in CELLS]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped head in a folder of its own; returns its card."""
    card = read_struct(FLOOR_CARD, FloorCard, "")
    for name in (FLOOR_CARD.name, card.network):
        shutil.copy(FLOOR_CARD.parent / name, tmp_path / name)
    return tmp_path / FLOOR_CARD.name


def rewritten(card: Path, **changes: str) -> Path:
    new = msgspec.structs.replace(read_struct(card, FloorCard, ""), **changes)
    card.write_text(yaml.safe_dump(msgspec.to_builtins(new)), encoding="utf-8")
    return card


def test_it_says_of_every_column_where_the_floor_ends_and_how_sure_that_is() -> None:
    head = FloorHead(registry.find(NAME).sha256)
    columns = head(maps())
    assert columns.shape == (2, COLUMNS) and columns.dtype == np.float32
    assert np.isfinite(columns).all()
    assert np.array_equal(columns, head(maps()))
    assert not np.array_equal(columns, head(maps(1)))


def test_it_is_bound_to_the_files_of_the_registry() -> None:
    card = read_struct(FLOOR_CARD, FloorCard, "")
    assert NAME in card.backbones
    assert card.backbones == {name: registry.find(name).sha256 for name in card.backbones}
    for name in card.backbones:
        FloorHead(registry.find(name).sha256)


def test_the_head_of_another_backbone_is_refused() -> None:
    other = registry.find("yolox-nano-416").sha256
    with pytest.raises(ModelError, match=rf"reads the features of {NAME}.*, not those of the file with SHA-256 {other[:12]}…"):
        FloorHead(other)


def test_it_is_small_enough_for_the_repository() -> None:
    assert (FLOOR_CARD.parent / read_struct(FLOOR_CARD, FloorCard, "").network).stat().st_size < 200_000


def test_a_damaged_head_is_refused(copy: Path) -> None:
    network = copy.parent / read_struct(copy, FloorCard, "").network
    network.write_bytes(network.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelError, match=r"is not the file its card speaks of .*floor-head"):
        FloorHead(registry.find(NAME).sha256, copy)


def test_another_network_is_no_head(copy: Path) -> None:
    eyes = DEFAULT_CARD.parent / read_card(DEFAULT_CARD).network
    shutil.copy(eyes, copy.parent / eyes.name)
    card = rewritten(copy, network=eyes.name, network_sha256=sha256(eyes.read_bytes()))
    with pytest.raises(ModelError, match=r"eyes\.onnx reads image and gives .*: it is no such head"):
        FloorHead(registry.find(NAME).sha256, card)


def test_it_reads_a_map_of_each_stride() -> None:
    assert len(MAPS) == len(registry.find(NAME).features)

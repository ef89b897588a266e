"""Shards on disk give back what was put in; pictures are changed together with their labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.layout import COLUMNS
from models.train.augment import Augmenter, mirrored
from models.train.data import Boxes, DataError, Example, Pictures, write_shard


def example(seed: int, count: int = 2) -> Example:
    generator = np.random.default_rng(seed)
    low = generator.uniform(0, 100, (count, 2))
    boxes = Boxes(np.hstack([low, low + 50]).astype(np.float32), generator.integers(0, 3, count).astype(np.int32),
                  generator.uniform(0.3, 3, count).astype(np.float32), np.zeros(count, np.int32), np.zeros(count, np.int32),
                  generator.uniform(0.2, 1, count).astype(np.float32), *generator.integers(0, 9, (2, count), dtype=np.int32))
    return Example(generator.integers(0, 255, (240, 320, 3), dtype=np.uint8), boxes,
                   generator.uniform(0.2, 3, COLUMNS).astype(np.float32), np.array([247, 0.12, 0.09, 0.01], np.float32))


def folder_of(tmp_path: Path, name: str = "data", kinds: str = "a\nb\nc\n") -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "kinds.txt").write_text(kinds, encoding="utf-8")
    write_shard(folder, 0, [example(1, 0), example(2, 3)])
    write_shard(folder, 1, [example(3, 1)])
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    pictures = Pictures(folder_of(tmp_path))
    assert len(pictures) == 3
    for index, (seed, count) in enumerate([(1, 0), (2, 3), (3, 1)]):
        wanted, found = example(seed, count), pictures[index]
        assert np.array_equal(found.picture, wanted.picture)
        assert np.array_equal(found.free_m, wanted.free_m)
        assert all(np.array_equal(getattr(found.boxes, name), getattr(wanted.boxes, name)) for name in Boxes.__struct_fields__)
    assert pictures.counts().sum() == 4


def test_an_epoch_shows_every_picture_once(tmp_path: Path) -> None:
    batches = list(Pictures(folder_of(tmp_path)).shuffled(1, np.random.default_rng(0)))
    assert sorted(len(batch[0].boxes.kind) for batch in batches) == [0, 1, 3]


def test_a_folder_without_pictures_says_how_to_make_some(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"python -m models make-data"):
        Pictures(tmp_path)


def test_folders_with_other_kinds_do_not_mix(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="different kinds"):
        Pictures(folder_of(tmp_path), folder_of(tmp_path, "other", "a\nb\n"))


def test_a_mirror_twice_changes_nothing() -> None:
    once = mirrored(example(5))
    twice = mirrored(once)
    assert not np.array_equal(once.picture, example(5).picture)
    assert np.array_equal(twice.picture, example(5).picture)
    assert twice.boxes.box == pytest.approx(example(5).boxes.box)
    assert np.array_equal(once.free_m, example(5).free_m[::-1])


def test_a_mirrored_box_holds_the_mirrored_pixels() -> None:
    picture = np.zeros((240, 320, 3), dtype=np.uint8)
    picture[60:90, 20:50] = 255
    zero = np.zeros(1, np.int32)
    one = np.ones(1, np.float32)
    box = Boxes(np.array([[20, 60, 50, 90]], np.float32), zero, one, zero, zero, one, zero, zero)
    seen = mirrored(Example(picture, box, np.ones(COLUMNS, np.float32), np.zeros(4, np.float32)))
    left, top, right, bottom = seen.boxes.box[0].astype(int)
    assert (seen.picture[top:bottom, left:right] == 255).all()
    assert seen.picture.sum() == picture.sum()


def test_another_camera_leaves_shape_and_labels_alone_and_repeats_by_seed() -> None:
    one, two = Augmenter(np.random.default_rng(3)), Augmenter(np.random.default_rng(3))
    for seed in range(12):
        changed, again = one(example(seed)), two(example(seed))
        assert changed.picture.shape == (240, 320, 3)
        assert changed.picture.dtype == np.uint8
        assert np.array_equal(changed.picture, again.picture)
        assert changed.boxes.kind.tolist() == example(seed).boxes.kind.tolist()

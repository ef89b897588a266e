from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from robot.sim.splits import SPLITS, Split, split_of, split_of_variant, texture_seeds, variants


@pytest.mark.parametrize(
    ("seed", "split"),
    [(0, "test"), (499_999, "test"), (500_000, "validation"), (999_999, "validation"), (1_000_000, "train"), (9**9, "train")],
)
def test_a_seed_belongs_to_its_split(seed: int, split: str) -> None:
    assert split_of(seed) == split


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        split_of(-1)


@pytest.mark.parametrize("numbers", [variants, texture_seeds])
def test_splits_share_no_numbers(numbers: Callable[[Split], tuple[int, ...]]) -> None:
    for one, other in combinations(SPLITS, 2):
        assert not set(numbers(one)) & set(numbers(other))


def test_every_variant_knows_its_split() -> None:
    assert all(split_of_variant(variant) == split for split in SPLITS for variant in variants(split))


@pytest.mark.parametrize("variant", [-1, 768])
def test_a_variant_out_of_range_is_refused(variant: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 767"):
        split_of_variant(variant)

"""Which worlds, shapes and textures are for training, for tuning, and for the final examination."""

from __future__ import annotations

from typing import Literal, get_args

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

FIRST_VALIDATION_SEED = 500_000
FIRST_TRAIN_SEED = 1_000_000

_VARIANTS: dict[Split, tuple[int, ...]] = {
    "train": (*range(0, 96), *range(192, 768)), "validation": tuple(range(96, 128)), "test": tuple(range(128, 192)),
}
_TEXTURE_SEEDS: dict[Split, tuple[int, ...]] = {
    "train": (*range(0, 48), *range(96, 384)), "validation": tuple(range(48, 64)), "test": tuple(range(64, 96)),
}


def split_of(seed: int) -> Split:
    """The split a world's seed belongs to. What a user types (`--seed 7`) is a test world."""
    if seed < 0:
        raise ValueError(f"a world's seed is a whole number from 0 up, not {seed}")
    if seed >= FIRST_TRAIN_SEED:
        return "train"
    return "validation" if seed >= FIRST_VALIDATION_SEED else "test"


def variants(split: Split) -> tuple[int, ...]:
    """The shape variants that worlds of this split may use; disjoint between splits."""
    return _VARIANTS[split]


def texture_seeds(split: Split) -> tuple[int, ...]:
    """The texture seeds that worlds of this split may use; disjoint between splits."""
    return _TEXTURE_SEEDS[split]


def split_of_variant(variant: int) -> Split:
    """The split a shape variant belongs to; ValueError for a number that is in none."""
    for split, numbers in _VARIANTS.items():
        if variant in numbers:
            return split
    last = max(max(numbers) for numbers in _VARIANTS.values())
    raise ValueError(f"a shape's variant is a whole number from 0 to {last}, not {variant}")

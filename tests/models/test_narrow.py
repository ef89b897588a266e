"""Heads are narrowed by leaving out what matters least."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models.train.narrow import STEPS, narrowed  # noqa: E402


def weights(wide: int, rows: int, generator: np.random.Generator) -> dict[str, Any]:
    """The layers that are narrowed, `wide` channels each; the others have 3."""
    made = {}
    for layer, then in STEPS:
        inputs = wide if layer.startswith("doorways.beside") else 3
        high = rows if "column" in layer else 1
        made[f"eyes.{layer}.weight"] = generator.normal(size=(wide, inputs, high, 3))
        made[f"eyes.{layer}.bias"] = generator.normal(size=wide)
        if then.endswith("out"):
            made[f"eyes.{then}.weight"] = generator.normal(size=(3, wide, 1, 1))
    return {name: torch.from_numpy(value) for name, value in made.items()}


def test_channels_without_effect_are_left_out() -> None:
    old, wanted = weights(5, 4, np.random.default_rng(0)), weights(3, 2, np.random.default_rng(1))
    old["eyes.free.out.weight"][:, [1, 4]] = 0.0
    new = narrowed(old, wanted)
    assert {name: value.shape for name, value in new.items()} == {name: value.shape for name, value in wanted.items()}
    assert torch.equal(new["eyes.free.column.0.weight"], old["eyes.free.column.0.weight"][[0, 2, 3], :, -2:])
    assert torch.equal(new["eyes.free.column.0.bias"], old["eyes.free.column.0.bias"][[0, 2, 3]])
    assert torch.equal(new["eyes.free.out.weight"], old["eyes.free.out.weight"][:, [0, 2, 3]])


def test_what_fits_stays_as_it_is() -> None:
    old = weights(4, 3, np.random.default_rng(0))
    new = narrowed(old, weights(4, 3, np.random.default_rng(1)))
    assert all(torch.equal(new[name], old[name]) for name in old)


def test_a_network_without_a_head_is_left_without_it() -> None:
    assert narrowed({}, weights(4, 3, np.random.default_rng(0))) == {}

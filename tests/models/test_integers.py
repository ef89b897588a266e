"""What is rounded on this machine has an entry of its own and is used by its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import registry, store
from models.recipe import Recipe
from models.runtime import ModelError

pytest.importorskip("onnx", reason="rounding takes the train extra")

import argparse

from models.train import integers

NAME = "nanodet-plus-m-320"


def arguments(tmp_path: Path, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    integers.add(parser.add_subparsers())
    return parser.parse_args(["integers", *words, "--images", str(tmp_path), "--models", str(tmp_path)])


def test_what_was_made_is_found_before_what_is_described(tmp_path: Path) -> None:
    entry = registry.find(NAME)
    described = store.find(f"{NAME}-int8", tmp_path)
    assert described == registry.find(f"{NAME}-int8")
    path = integers.write(NAME, entry, b"a rounded network", tmp_path)
    made = store.find(f"{NAME}-int8", tmp_path)
    assert (made.file, made.bytes, made.url) == (path.name, 17, "")
    assert (made.input, made.decoder, made.features) == (entry.input, entry.decoder, entry.features)
    assert made.licence == f"{entry.licence}; derived"
    assert store.read_network(f"{NAME}-int8", made, tmp_path) == b"a rounded network"
    path.write_bytes(b"another")
    with pytest.raises(ModelError, match="is not the file its card speaks of"):
        store.read_network(f"{NAME}-int8", made, tmp_path)


def test_a_damaged_entry_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("task: paint")
    with pytest.raises(ModelError, match=r"mine\.yaml does not describe a network.*make it anew"):
        store.find("mine", tmp_path)
    with pytest.raises(ModelError, match=r"no model '\.\./mine'"):
        store.find("../mine", tmp_path / "folder")


@pytest.mark.parametrize(("name", "reason"), [("yolox-nano-416", "rounding breaks it"), ("eyes", "ours comes rounded")])
def test_what_can_not_be_rounded_is_refused_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        integers.run(arguments(tmp_path, name))


def test_the_float_network_must_be_here(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"python -m models pull {NAME}"):
        integers.run(arguments(tmp_path, NAME))


def test_pictures_are_drawn_evenly() -> None:
    paths = [Path(str(number)) for number in range(10)]
    assert integers.spread(paths, 4) == [Path("0"), Path("3"), Path("6"), Path("9")]
    assert integers.spread(paths, 99) == paths


def test_the_recipe_is_the_registrys() -> None:
    assert registry.find(NAME).int8 == Recipe(reduce_range=False, floats_from=("Conv_296", "Conv_290", "Conv_284", "Conv_278"))


def test_each_picture_is_asked_of_the_other_half() -> None:
    class Named:
        words = ("cup",)

        def __init__(self, name: str) -> None:
            self.name = name

        def __call__(self, image: object, least_score: float) -> str:
            return self.name

    halves = integers.Halves([Named("a"), Named("b")])  # type: ignore[list-item]  # all that is asked of them
    said: list[object] = []
    for halves.turn in (0, 1, 0):
        said.append(halves(np.zeros((2, 2, 3), np.uint8), 0.1))
    assert said == ["a", "b", "a"]

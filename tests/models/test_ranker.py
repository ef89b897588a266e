"""The shipped ranker loads and scores; a missing or damaged file is told in one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.ranker import DEFAULT_CARD, RankerModel
from models.runtime import ModelError

SUFFIXES = (".yaml", ".onnx", ".habits")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped ranker in a folder of its own; returns its card."""
    for suffix in SUFFIXES:
        shutil.copy(DEFAULT_CARD.with_suffix(suffix), tmp_path)
    return tmp_path / DEFAULT_CARD.name


def test_it_scores_each_candidate_whatever_stands_beside_it() -> None:
    model = RankerModel()
    one = dict.fromkeys(model.card.features, 0.0)
    other = one | {"plain": 1.0, "words": 5.0, "turn": 1.0, "steps": 1.0}
    scores = model.scores([one, other])
    assert scores[0] != scores[1]
    assert model.scores([other]) == scores[1:]


def test_it_is_small_and_has_a_cost_for_each_pair_of_words() -> None:
    model = RankerModel()
    assert sum(DEFAULT_CARD.with_suffix(suffix).stat().st_size for suffix in SUFFIXES) < 2_000_000
    assert len(model.habits) == len(model.card.words) ** 2
    assert all(len(pair.split()) == 2 for pair in model.card.pairs)


@pytest.mark.parametrize("suffix", [".onnx", ".habits"])
def test_a_damaged_file_is_refused(copy: Path, suffix: str) -> None:
    file = copy.with_suffix(suffix)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelError, match=f"{file.name} is not the file its card speaks of"):
        RankerModel(copy)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_missing_file_is_named(copy: Path, suffix: str) -> None:
    copy.with_suffix(suffix).unlink()
    with pytest.raises(ModelError, match=f"ranker{suffix} is missing"):
        RankerModel(copy)

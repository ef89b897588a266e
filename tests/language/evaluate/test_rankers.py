"""Each person's words are read by a ranker that has not learned from them, or it is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from language.evaluate.rankers import folds, shipped, without
from models.ranker import DEFAULT_CARD, RankerModel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for suffix in (".yaml", ".onnx", ".habits"):
        shutil.copy(DEFAULT_CARD.with_suffix(suffix), tmp_path)
    return tmp_path


def test_who_was_learned_from_is_told() -> None:
    known = RankerModel().card.learned[0]
    assert shipped([known, "somebody"]).told == "shipped ranker, which learned from 1 of the 2 commanders"
    assert not without([known]).of(known).able


def test_a_fold_reads_only_people_it_never_learned_from(folder: Path) -> None:
    known = RankerModel().card.learned[0]
    assert folds(folder, ["somebody"]).of("somebody").able
    with pytest.raises(ValueError, match=f"0 of 1 rankers have not learned from {known}; one should"):
        folds(folder, ["somebody", known])

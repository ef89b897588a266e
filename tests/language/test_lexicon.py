from __future__ import annotations

from pathlib import Path

import pytest

from language.lexicon import Meaning, lexicon, read_lexicon
from robot.sim.kinds import KINDS
from robot.sim.kinds.kind import COLOURS, SCALES


def test_longer_phrases_win() -> None:
    assert lexicon().longest(("trash", "can", "please"), 0) == (2, Meaning("kind", "bin"))
    assert lexicon().longest(("look", "for", "it"), 0) == (2, Meaning("verb", "find"))
    assert lexicon().longest(("zebra",), 0) is None


def test_plurals_are_made() -> None:
    assert lexicon().meaning("chairs") == lexicon().meaning("chair") == Meaning("kind", "chair")


def test_a_phrase_may_stand_only_once(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("colour: {red: [red], crimson: [red]}")
    with pytest.raises(ValueError, match="'red' is both"):
        read_lexicon(path)


def test_an_unknown_category_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("smell: {nice: [nice]}")
    with pytest.raises(ValueError, match="no category is named 'smell'"):
        read_lexicon(path)


def test_the_lexicon_names_what_the_simulated_home_holds() -> None:
    for kind in KINDS.values():
        assert lexicon().meaning(kind.name) == lexicon().meaning(kind.plural) == Meaning("kind", kind.name)
    assert lexicon().values("kind") == {kind.name for kind in KINDS.values()}
    assert lexicon().values("colour") == set(COLOURS)
    assert lexicon().values("size") == set(SCALES)

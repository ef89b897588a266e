from __future__ import annotations

from pathlib import Path

import pytest

from language.__main__ import main
from language.own_words import LexiconError, with_own_words
from language.parser import understand

OWN = """
kind:
  sofa: [Chesterfield]
  mug: [mug]
verb:
  travel: [mosey]
length:
  "1.8288": [fathom]
"""

WRONG = {
    "verb:\n  hop: [hop]": "2: there is no verb 'hop'; a phrase can mean one of cancel",
    "smell: {nice: [nice]}": "1: no category is named 'smell'",
    "kind: [lamp]": "1: here should stand names and what they mean",
    "kind:\n  lamp: lantern": "2: 'lamp' needs a list of phrases",
    "length: {long: [furlong]}": "1: length needs a number",
    "kind:\n  lamp: [lantern\n  chair: [seat]": "3: is not valid YAML",
    "kind:\n  lamp:\n  - lantern\n  - left": "4: 'left' already means side 'left'",
    "kind: {lamp: ['...']}": "1: '...' has no letters",
    "kind: {lamp: ['']}": "1: '' has no letters",
    "kind: {lamp: [[lantern]]}": "1: here should stand a word",
    "hello": "1: here should stand names",
    "": ": is empty",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_own_words_mean_what_the_file_says(own: Path) -> None:
    words = with_own_words(own)
    assert str(understand("mosey to the Chesterfields", words).program) == "go to the sofa"
    assert str(understand("go forward two fathoms", words, k=1).programs[0].program) == "go forward 3.6576 m"


def test_a_noun_that_is_only_known_may_become_a_kind(own: Path) -> None:
    assert with_own_words(own).meaning("mugs") == ("kind", "mug")


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        with_own_words(path)
    assert str(error.value).startswith(str(path))
    assert WRONG[text] in str(error.value)


def test_the_command_line_reads_them(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "mosey to the mug", "--lexicon", str(own)]) == 0
    assert capsys.readouterr().out == "1. go to the mug\n"
    assert main(["parse", "stop", "--lexicon", str(own.with_name("none.yaml"))]) == 2
    assert "none.yaml: can't be read" in capsys.readouterr().err

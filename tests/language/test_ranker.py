"""The ranker reads what was misheard, keeps what was not, and does without its network where it must."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language import ranker
from language.parser import understand
from language.ranker import Ranker, shipped_ranker
from models import ranker as files

RULES = Ranker(None)
MISHEARD = {
    "turn right knighty degrees": "turn right 90°",
    "move for wurd five feet": "go forward 1.524 m",
    "turn right nine ty degrees": "turn right 90°",
    "take a fixture": "take a photo",
    "moo forward threw feet": "go forward 0.9144 m",
}
KEPT = [
    "turn left four degrees", "go to the zebra", "find the samovar next to the sofa", "take two photos", "open the gadget",
    "turn left nineteen degrees and go forward fifty feet", "bring me the ukulele", "bring us some mustard",
    "follow me to the garage", "there is a samovar on the table",
    "go to the kitchen and find the parasol",
]  # fmt: skip
SLIPPED = "turn knighty wurd right tern zebra stop degrees hundred and fortifive take a pitcher go fff".split()


@pytest.mark.parametrize("text", MISHEARD)
def test_misheard_words_are_understood(text: str) -> None:
    assert str(understand(text).program) == MISHEARD[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_was_not_misheard_is_kept(text: str) -> None:
    with_ranker, by_rules = understand(text), understand(text, ranker=RULES)
    assert (with_ranker.program, with_ranker.sentence) == (by_rules.program, by_rules.sentence)


@pytest.mark.parametrize("text", ["stop knighty", "knighty degrees stop", "turn rihgt . stop", "stob"])
def test_stop_wins(text: str) -> None:
    assert understand(text).stop


@given(st.lists(st.sampled_from(SLIPPED)))
@settings(deadline=None)
def test_stop_is_never_ranked_away(words: list[str]) -> None:
    text = " ".join(words)
    assert understand(text).stop or not understand(text, ranker=RULES).stop


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(SLIPPED)).map(" ".join)))
@settings(deadline=None)
def test_any_text_gives_a_program_or_a_sentence(text: str) -> None:
    reading = understand(text)
    assert reading.sentence
    assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)
    assert sum(hypothesis.score for hypothesis in reading.programs) == pytest.approx(1.0 if reading.programs else 0.0)


def test_without_its_files_the_rules_read_alone_and_say_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(files.RankerModel.__init__, "__defaults__", (tmp_path / "none.yaml",))
    shipped_ranker.cache_clear()
    try:
        with caplog.at_level(logging.WARNING, logger=ranker.__name__):
            for _ in range(2):
                assert str(understand("trun rihgt ninety degrees").program) == "turn right 90°"
    finally:
        shipped_ranker.cache_clear()
    assert [record.message.startswith("misheard words are mended by rules alone") for record in caplog.records] == [True]
    assert "none.yaml" in caplog.text

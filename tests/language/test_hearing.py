"""What may have been said instead of what was heard, with habits small enough to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.habits import CLASSES, PAUSE, THING, UNKNOWN, Habits, token
from language.hearing import Ear
from language.lexicon import lexicon
from language.soundalikes import Alternatives
from language.tokens import as_mended, terms_of
from language.words import split_words

SAID = [
    "turn right ninety degrees", "turn left ninety degrees", "move forward five feet", "take a picture", "take a photo",
    "turn a hundred and eighty degrees", "move forward forty five feet", "go to the lamp", "find the lamp",
]  # fmt: skip
USUAL, UNUSUAL, NEVER = 16, 96, 144  # in sixteenths of a nat


def habits(said: list[str]) -> Habits:
    """What follows what in these sentences costs one nat, anything else much more."""
    every = {word for text in said for word in text.split()}
    own = frozenset(word for word in every if token(word, lexicon(), frozenset(every)) == word)
    tokens = sorted({*CLASSES, *own})
    rows = [[PAUSE, *(token(word, lexicon(), own) for word in text.split()), PAUSE] for text in said]
    seen = {pair for row in rows for pair in zip(row, row[1:], strict=False)}
    pairs = [(a, b) for a in tokens for b in tokens]
    return Habits(tokens, bytes(USUAL if p in seen else NEVER if p[1] == UNKNOWN else UNUSUAL for p in pairs))


@pytest.fixture(scope="module")
def ear() -> Ear:
    usual = habits(SAID)
    return Ear(lexicon(), usual, Alternatives(lexicon(), usual, [("forty", "five")]))


MEANT = {
    "turn right knighty degrees": ("turn right ninety degrees", "R"),
    "move forwood five feet": ("move forward five feet", "R"),
    "move for wurd five feet": ("move forward five feet", "J"),
    "turn a hundred and degrees": ("turn a hundred and eighty degrees", "L"),
    "move forward fortifive feet": ("move forward forty five feet", "P"),
    "take a picture": ("take a picture", ""),
    "find the samovar": ("find the samovar", ""),
}


@pytest.mark.parametrize("heard", MEANT)
def test_what_was_meant_is_among_the_likeliest(ear: Ear, heard: str) -> None:
    found = [(" ".join(hearing.words), hearing.slips) for hearing in ear.hearings(heard.split())[:3]]
    assert MEANT[heard] in found


def test_the_likeliest_come_first_and_each_word_knows_where_it_was_heard(ear: Ear) -> None:
    found = ear.hearings("move for wurd five feet".split())
    assert [hearing.total for hearing in found] == sorted(hearing.total for hearing in found)
    best = next(hearing for hearing in found if hearing.slips == "J")
    assert best.origins == ((0, 1), (1, 3), (3, 4), (4, 5))
    assert best.costs[1] == best.channel > 0


@pytest.mark.parametrize("heard", ["turn left four degrees", "rotate south", "take photos"])
def test_sides_headings_photos_and_counted_units_stand(ear: Ear, heard: str) -> None:
    """However unusual they are; the other words may be something else."""
    certain = heard.split()[1:]
    assert all(list(hearing.words)[-len(certain) :] == certain for hearing in ear.hearings(heard.split()))


def test_terms_of_joined_words_keep_what_was_said(ear: Ear) -> None:
    spoken = split_words("move for wurd five feet")
    hearing = next(hearing for hearing in ear.hearings(spoken.words) if hearing.slips == "J")
    terms = terms_of(spoken, hearing, lexicon())
    assert [(term.category, term.words, term.start, term.end) for term in terms] == [
        ("verb", "move", 0, 1), ("along", "for wurd", 1, 3), ("length", "five feet", 3, 5),
    ]  # fmt: skip


def test_weighing_a_hearing_found_elsewhere(ear: Ear) -> None:
    plain = ear.weighed(as_mended("turn rihgt ninety degrees".split(), lexicon()))
    assert plain.words == ("turn", "right", "ninety", "degrees")
    assert plain.slips == "R"
    assert plain.channel > 0
    assert plain.oddest == 1.0


def test_words_have_classes() -> None:
    own = frozenset({"turn"})
    assert [token(word, lexicon(), own) for word in ("turn", "lamp", "zebra", ",", "left")] == [
        "turn", THING, UNKNOWN, PAUSE, "<known>",
    ]  # fmt: skip


def test_habits_need_a_cost_for_each_pair() -> None:
    with pytest.raises(ValueError, match="one for each pair is wanted"):
        Habits([*CLASSES, "turn"], b"123")


@given(st.text(max_size=80))
def test_any_text_can_be_heard(text: str) -> None:
    usual = habits(SAID)
    ear = Ear(lexicon(), usual, Alternatives(lexicon(), usual))
    spoken = split_words(text)
    for hearing in ear.hearings(spoken.words):
        assert len(hearing.words) == len(hearing.costs) == len(hearing.origins)
        assert all(0 <= start <= end <= len(spoken.words) for start, end in hearing.origins)
        terms_of(spoken, hearing, lexicon())

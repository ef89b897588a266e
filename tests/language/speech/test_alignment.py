from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.speech.alignment import changes, kept, shared

WORDS = st.lists(st.sampled_from("abc"), max_size=8)


def test_words_are_found_in_their_order() -> None:
    assert kept("go to the red chair".split(), "uh go the chair".split()) == [True, False, True, False, True]


@given(WORDS, WORDS)
def test_changes_are_a_distance(one: list[str], other: list[str]) -> None:
    assert changes(one, other) == changes(other, one)
    assert (changes(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= changes(one, other) <= max(len(one), len(other))


@given(WORDS, WORDS)
def test_what_is_kept_and_what_is_changed_make_the_whole(one: list[str], other: list[str]) -> None:
    assert sum(kept(one, other)) >= max(len(one), len(other)) - changes(one, other)


def test_a_word_is_as_sure_as_the_texts_that_have_it() -> None:
    texts = ["turn left now".split(), "turn right now".split(), "turn left".split()]
    assert shared(texts[0], texts, [0.5, 0.3, 0.2]) == pytest.approx([1.0, 0.7, 0.8])

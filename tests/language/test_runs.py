from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.cursor import Context
from language.lexicon import lexicon
from language.parser import understand
from language.runs import WORK, read_runs
from language.tokens import read_terms

HALTING = {
    "forget next room": "What should I do with the next room?",  # "next" is a joint, and here no joint
    "go two or": "two what?",  # a number may follow "or", or nothing
}


@pytest.mark.parametrize("text", HALTING)
def test_texts_that_once_ended_badly(text: str) -> None:
    assert understand(text).sentence.startswith(HALTING[text])


def test_the_cheapest_come_first_and_no_program_twice() -> None:
    runs = read_runs(read_terms("turn fifty degrees", lexicon())[1], 5, Context())
    assert [run.cost for run in runs] == sorted(run.cost for run in runs)
    assert [str(run.steps[0]) for run in runs] == ["turn left 50°", "turn right 50°"]


@given(st.lists(st.sampled_from("next then and forget or two uh room turn the into to feet . ,".split()), max_size=9))
@settings(deadline=None)
def test_every_row_of_joints_ends(words: list[str]) -> None:
    terms = read_terms(" ".join(words), lexicon())[1]
    assert len(read_runs(terms, 5, Context())) <= WORK

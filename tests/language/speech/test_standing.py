from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from language.speech.standing import Standing

MS = 1_000_000


def acted(counts: list[int], after_ms: int, certain: list[bool] | None = None) -> list[int]:
    """When (ms) a word was acted on; `counts` stand 50 ms each."""
    standing = Standing(after_ms * MS)
    again = None if certain is None else iter(certain).__next__
    return [50 * at for at, count in enumerate(counts) if standing.so_far(count, 50 * at * MS, again)]


def test_a_word_is_acted_on_once_it_has_stood() -> None:
    assert acted([0, 1, 1, 1, 1, 1, 1], 200) == [250]


def test_a_word_that_goes_away_begins_anew() -> None:
    assert acted([1, 1, 1, 0, 1, 1, 1, 1, 1], 200) == [400]


def test_a_word_that_is_certain_waits_only_so_long_as_to_be_looked_at() -> None:
    assert acted([1, 1, 1, 1], 500, [True]) == [50]
    assert acted([1] * 11, 500, [False, False, True]) == [200]


def test_a_word_in_doubt_waits_and_is_looked_at_no_more_than_thrice() -> None:
    assert acted([1] * 11, 500, [False, False, False]) == [500]


def test_one_that_came_back_is_looked_at_again() -> None:
    assert acted([1, 1, 0, 1, 1, 1], 500, [False, True]) == [200]


def test_each_further_one_is_looked_at_for_itself() -> None:
    assert acted([1, 1, 1, 2, 2, 2, 2, 2], 500, [True, False, True]) == [50, 250]


@given(st.lists(st.integers(0, 2), max_size=40), st.lists(st.booleans(), min_size=120, max_size=120))
def test_looking_closer_makes_nothing_later(counts: list[int], certain: list[bool]) -> None:
    alone, looked = acted(counts, 300), acted(counts, 300, certain)
    assert len(looked) >= len(alone)
    assert all(sooner <= later for sooner, later in zip(looked, alone, strict=False))

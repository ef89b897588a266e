from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.numerals import ONES, TENS, read_number

ONES_WORDS = {value: word for word, value in ONES.items()}
TENS_WORDS = {value: word for word, value in TENS.items()}


def spell(number: int, conjunction: str = " and ") -> str:
    """A whole number below a million in words."""
    if number < 20:
        return ONES_WORDS[number]
    if number < 100:
        tens = TENS_WORDS[number // 10 * 10]
        return tens if number % 10 == 0 else f"{tens} {ONES_WORDS[number % 10]}"
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head = f"{spell(number // size, conjunction)} {name}"
    return head if number % size == 0 else head + conjunction + spell(number % size, conjunction)


@given(st.integers(0, 19999), st.sampled_from([" and ", " "]))
def test_whole_numbers_round_trip(number: int, conjunction: str) -> None:
    words = spell(number, conjunction).split()
    assert read_number(words, 0) == (len(words), number)


@given(st.decimals(0, 9999, places=3))
def test_digits_round_trip(number: float) -> None:
    assert read_number([str(number)], 0) == (1, float(number))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a hundred and eighty", 180),
        ("one eighty", 180),
        ("two seventy", 270),
        ("half a", 0.5),
        ("one half", 0.5),
        ("two and a half", 2.5),
        ("zero point five", 0.5),
        ("three point one four", 3.14),
        ("a couple of", 2),
        ("-2", -2),
    ],
)
def test_ways_to_say_a_number(text: str, value: float) -> None:
    words = text.split()
    assert read_number(words, 0) == (len(words), value)


@pytest.mark.parametrize("text", ["", "a", "chair", "and", "hundred", "1e5", "nan", "inf", "--2"])
def test_what_is_no_number(text: str) -> None:
    assert read_number(text.split(), 0) is None


@given(st.lists(st.sampled_from(["a", "and", "half", "point", "hundred", "thousand", "one", "twenty", "of", "5"])))
def test_any_words_are_safe(words: list[str]) -> None:
    found = read_number(words, 0)
    assert found is None or 0 < found[0] <= len(words)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.lexicon import lexicon
from language.mend import mended
from language.sounds import distance, sound, spelling_distance
from language.words import split_words

MISHEARD = {
    "tern left": "turn left",
    "turn write nintey degrees": "turn right ninety degrees",
    "turn lift fort five agrees": "turn left forty five degrees",
    "take a pitcher": "take a picture",
    "turn nor": "turn north",
    "go to the chiar": "go to the chair",
}
KEPT = ["go to the zebra", "find the spoon", "take the coat", "go to the flower shop", "turn the light off", "find daniel"]


@pytest.mark.parametrize("text", MISHEARD)
def test_slips_are_mended(text: str) -> None:
    assert " ".join(mended(text.split(), lexicon())[0]) == MISHEARD[text]


@pytest.mark.parametrize("text", KEPT)
def test_new_nouns_are_kept(text: str) -> None:
    assert " ".join(mended(text.split(), lexicon())[0]) == text


def test_words_that_sound_alike() -> None:
    assert sound("right") == sound("write") == sound("rite")
    assert distance(sound("turn"), sound("tern")) < distance(sound("turn"), sound("chair"))
    assert spelling_distance("chiar", "chair") == 1


@given(st.text(max_size=60))
def test_every_word_keeps_its_place(text: str) -> None:
    words = split_words(text)
    assert len(words.words) == len(words.spans)
    assert all(0 <= start < end <= len(text) for start, end in words.spans)
    assert all(a[1] <= b[0] or a == b for a, b in zip(words.spans, words.spans[1:], strict=False))
    assert len(mended(words.words, lexicon())[0]) == len(words.words)

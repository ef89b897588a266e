from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from language.lexicon import Meaning, lexicon
from language.parser import understand
from language.speech.grammar import aside, drawn, grammar, instead, said
from language.speech.patterns import Patterns
from language.speech.recogniser import UNKNOWN

GRAMMAR = grammar(lexicon(), lambda word: True)


def test_everything_that_the_car_understands_can_be_said() -> None:
    words = {word for phrase in GRAMMAR.phrases for word in phrase.split()}
    assert {word for phrase in said(lexicon()) for word in phrase.split()} <= words
    assert {"sofa", "settee", "ninety", "whoa", "hallway", "kilometers", UNKNOWN} <= words
    assert GRAMMAR.missing == ()


def test_every_meaning_of_the_lexicon_is_said_in_some_sentence() -> None:
    unsaid = set(map(lexicon().meaning, said(lexicon()))) - {
        meaning for sentence in GRAMMAR.sentences for meaning in meanings(sentence)
    }
    needless = {"answer", "lesson", "filler"}  # printed only, or politeness; and radians: nobody has a feeling for them
    assert [each for each in unsaid if each and each.category not in needless and each.value != "57.29577951308232"] == []


def meanings(sentence: str) -> Iterator[Meaning]:
    words, at = tuple(sentence.split()), 0
    while at < len(words):
        length, meaning = lexicon().longest(words, at) or (1, None)
        at += length
        if meaning is not None:
            yield meaning


def test_what_is_only_written_is_not_said() -> None:
    words = {word for phrase in GRAMMAR.phrases for word in phrase.split()}
    assert words & {"1st", "cm", "°", "boxess"} == set()


def test_the_grammar_is_the_same_every_time() -> None:
    assert grammar(lexicon(), lambda word: True) == GRAMMAR


def test_most_drawn_sentences_are_understood() -> None:
    sentences = drawn(lexicon(), lambda word: True)[::40]
    understood = sum(understand(sentence).program is not None for sentence in sentences)
    assert understood > 0.75 * len(sentences)


def test_words_that_the_model_lacks_are_told_and_never_asked_for() -> None:
    found = grammar(lexicon(), lambda word: word not in ("sofa", "degrees"), taught=["grandma's urn"])
    assert found.missing == ("sofa",)  # the plural goes without saying
    assert all({"sofa", "degrees"}.isdisjoint(phrase.split()) for phrase in found.phrases)
    assert "grandma's urn" in found.phrases


def test_a_taught_name_that_cannot_be_heard_is_told_first() -> None:
    found = grammar(lexicon(), lambda word: word not in ("zorblax", "abort"), taught=["Zorblax"])
    assert found.missing == ("zorblax", "abort")


def test_another_word_for_what_cannot_be_heard() -> None:
    assert instead("settee", lexicon(), {"settee"}) == "sofa"
    assert instead("sofa", lexicon(), {"sofa", "sofas"}) == "couch"
    assert instead("ball", lexicon(), {"ball", "balls"}) == ""


# ---- patterns ----------------------------------------------------------------------------------------------------


def test_patterns_choose_repeat_and_leave_out() -> None:
    patterns = Patterns({"a": "go to (the | a [small]) <thing>", "thing": "<noun>"}, {"noun": ["red ball", "cat"]})
    rng = np.random.default_rng(0)
    assert {patterns.draw("a", rng) for _ in range(200)} == {
        f"go to {det} {noun}" for det in ("the", "a", "a small") for noun in ("red ball", "cat")
    }


def test_ways_in_turn_all_have_their_share() -> None:
    patterns = Patterns({"a": "(go | go | turn) [now] <thing>"}, {"thing": ["left", "right", "home"]}, in_turn=True)
    rng = np.random.default_rng(0)
    drawn = [patterns.draw("a", rng) for _ in range(6)]
    assert [sum(word in text.split() for text in drawn) for word in ("go", "turn", "now", "left", "home")] == [4, 2, 3, 2, 2]
    assert len({patterns.draw("a", rng) for _ in range(60)}) == 12


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("go (to", "not closed"),
        ("go [to)", "not closed"),
        ("go) to", "closes nothing"),
        ("go <nowhere>", "nothing is named <nowhere>"),
    ],
)
def test_a_wrong_pattern_is_named(pattern: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"a: .*{complaint}"):
        Patterns({"a": pattern}, {})


def test_words_that_change_nothing_are_not_told_as_missing() -> None:
    assert "am" in {word for phrase in said(lexicon()) for word in phrase.split()}
    assert grammar(lexicon(), lambda word: word not in ("am", "ah", "settee")).missing == ("settee",)


def test_beside_what_is_said_to_it_unknown_words_are_likelier_and_the_wake_word_is_known() -> None:
    told = grammar(lexicon(), lambda word: True)
    beside = aside(told, "hey car")
    assert beside.count(UNKNOWN) > 20 * told.phrases.count(UNKNOWN) > 0
    assert beside.count("hey car") > 10 and "hey car" not in aside(told)
    assert beside.count("stop") > 5 * told.phrases.count("stop") > 0

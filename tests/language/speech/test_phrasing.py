"""How usual a whole text is among sentences."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.lexicon import lexicon
from language.speech.grammar import grammar
from language.speech.phrasing import STRANGEST, UNHEARD, Phrasing
from language.speech.vosk_recogniser import KEPT, PHRASING_SHARE, transcript

SENTENCES = ("go down the hall", "go down the hall", "turn left", "stop in front of the sofa", "turn left at the red chair")
FEW = Phrasing(SENTENCES, lexicon(), names=("grandma's corner",))
USUAL = Phrasing(grammar(lexicon(), lambda word: True).sentences, lexicon())


@pytest.mark.parametrize(("better", "worse"), [
    ("go down the hall", "go the hall"),
    ("stop in front of the sofa", "stop in front other sofa"),
    ("go through the first door on the left", "go through the first door handle left"),
    ("point at the chair", "point at picture"),
    ("take a picture and drive to the bathroom", "picture bathroom"),
    ("drive into the living room and find the stove", "right into the living room and find the stove"),
])  # fmt: skip
def test_what_people_say_costs_less_than_what_sounds_like_it(better: str, worse: str) -> None:
    assert USUAL.cost(better) < USUAL.cost(worse)


def test_things_colours_and_what_was_taught_count_alike() -> None:
    assert FEW.cost("stop in front of the fridge") == FEW.cost("stop in front of the sofa")
    assert FEW.cost("turn left at the green potted plant") == FEW.cost("turn left at the red chair")
    assert FEW.cost("stop in front of the grandma's corner") == FEW.cost("stop in front of the sofa")
    assert FEW.cost("stop in front of the corner") > FEW.cost("stop in front of the sofa")


def test_names_are_found_as_they_stand_in_the_sentences() -> None:
    told = grammar(lexicon(), lambda word: True, taught=("teddy-bear", ""))
    assert told.names == ("teddy bear",)
    usual = Phrasing(told.sentences, lexicon(), told.names)
    assert usual.cost("go to the teddy bear") == usual.cost("go to the chair")


def test_an_unknown_word_has_a_price_of_its_own() -> None:
    assert FEW.cost("[unk]") == UNHEARD
    assert FEW.cost("[unk] turn left [unk]") == FEW.cost("turn left") + 2 * UNHEARD


@pytest.mark.parametrize("text", [
    "go to the red chair", "turn left ninety degrees and take a picture", "could you come to the kitchen please", "yes",
    "the sofa", "turn due west", "can i see what you're looking at",
])  # fmt: skip
def test_what_is_said_to_a_car_is_usual(text: str) -> None:
    assert USUAL.unusual(text) < 3.5


@pytest.mark.parametrize("text", [
    "that yellow one after that off", "place umbrella and roll please", "three nine meters another one to",
    "you do you please inspect me",
])  # fmt: skip
def test_words_made_of_other_talk_are_unusual(text: str) -> None:
    assert USUAL.unusual(text) > 4.0


def test_one_new_word_does_not_make_a_sentence_strange() -> None:
    long = "go to the kitchen and then take a photo of the"
    assert USUAL.unusual(f"{long} zebra") < 3 < USUAL.unusual("zebra zebra zebra") <= STRANGEST


@pytest.mark.parametrize("text", ["", "[unk]", "zebra", "zebra left", "zebra [unk] zebra"])
def test_an_answer_is_too_short_to_be_strange(text: str) -> None:
    assert USUAL.unusual(text) == 0.0


def test_the_shares_of_all_words_that_may_follow_add_up_to_one_at_most() -> None:
    words = sorted({word for sentence in SENTENCES for word in sentence.split()} - {"red", "chair", "sofa"})
    rows = [("go", "down", word) for word in [*words, "<kind>", "<colour>", "</s>"]]
    assert 0.9 < sum(FEW._share(row) for row in rows) <= 1.0 + 1e-9


@given(st.lists(st.sampled_from(["go", "to", "the", "sofa", "zebra", "[unk]", "left"]), max_size=12))
def test_every_text_has_a_cost(words: list[str]) -> None:
    cost = USUAL.cost(" ".join(words))
    assert math.isfinite(cost) and cost >= 0.0


def told(*texts: tuple[str, float]) -> str:
    return json.dumps({"alternatives": [
        {"text": text, "confidence": confidence, "result": [
            {"word": word, "start": place, "end": place + 1} for place, word in enumerate(text.split())]}
        for text, confidence in texts
    ]})  # fmt: skip


def test_the_usual_text_is_preferred_with_its_own_words_and_times() -> None:
    both = told(("go the hall", 100.0), ("go down the hall", 99.5))
    assert transcript(both).text == "go the hall"
    found = transcript(both, FEW.cost)
    assert found.text == "go down the hall"
    assert [word.end_s for word in found.words] == [1.0, 2.0, 3.0, 4.0]
    odds = 0.5 + PHRASING_SHARE * (FEW.cost("go down the hall") - FEW.cost("go the hall"))
    assert math.log(found.others[0][1] / found.confidence) == pytest.approx(odds)


def test_what_sounds_much_likelier_stays() -> None:
    assert transcript(told(("go the hall", 100.0), ("go down the hall", 50.0)), FEW.cost).text == "go the hall"


def test_only_the_likeliest_go_on() -> None:
    many = told(*[(f"turn left {'please ' * count}", 100.0 - count) for count in range(2 * KEPT)])
    assert len(transcript(many, FEW.cost).others) == KEPT - 1

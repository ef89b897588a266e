from __future__ import annotations

import numpy as np

from language.lexicon import lexicon
from language.speech.rewording import Rewording


def test_one_phrase_is_said_in_other_words_that_mean_the_same() -> None:
    otherwise = Rewording(lexicon(), ["sofa", "couch", "turn", "rotate", "go back to", "where you started", "start"])
    rng = np.random.default_rng(0)
    assert {otherwise.said("turn to the sofa", rng) for _ in range(20)} == {"rotate to the sofa", "turn to the couch"}
    assert otherwise.said("go to the start", rng) == "go to the where you started"


def test_a_sentence_stays_where_nothing_else_says_the_same() -> None:
    rng = np.random.default_rng(0)
    assert Rewording(lexicon(), ["sofa", "please"]).said("please go to the sofa", rng) == "please go to the sofa"
    assert Rewording(lexicon(), ["sofa", "couch"]).said("", rng) == ""

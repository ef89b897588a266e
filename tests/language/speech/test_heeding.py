from __future__ import annotations

import msgspec
import pytest

from language.lexicon import lexicon
from language.parser import understand
from language.replies import bare_reply
from language.speech.heeding import Heeding, Verdict
from robot.speech import Heard, HeardWord

TENTH = 100_000_000


def heard(text: str, confidence: float = 1.0, *others: tuple[str, float], last_s: float = 0.4) -> Heard:
    words = [HeardWord(text=word, start_ns=4 * place * TENTH, end_ns=4 * (place + 1) * TENTH, confidence=1.0)
             for place, word in enumerate(text.split())]
    words[-1] = msgspec.structs.replace(words[-1], start_ns=words[-1].end_ns - round(10 * last_s * TENTH))
    return Heard(t_ns=words[-1].end_ns, text=text, words=tuple(words), confidence=confidence, others=others)


def verdict(message: Heard, heeding: Heeding | None = None) -> Verdict:
    return (heeding or Heeding(0.5)).heard(message, understand, lambda text: bare_reply(text, lexicon()))


def test_what_is_sure_is_done() -> None:
    assert verdict(heard("go to the red chair")) == Verdict("go to the red chair")


def test_texts_that_mean_the_same_stand_together() -> None:
    said = heard("go to the chair", 0.4, ("go to a chair", 0.05), ("drive to the chair", 0.2), ("go to the bear", 0.35))
    assert verdict(said) == Verdict("go to the chair")


def test_what_the_car_can_do_is_likelier_than_what_it_cannot() -> None:
    assert verdict(heard("turn lamp", 0.5, ("turn left", 0.4))).text == "turn left"


def test_words_that_hardly_ever_follow_each_other_are_asked_about() -> None:
    seldom = msgspec.structs.replace(heard("turn left again it"), unusual=5.0)
    assert verdict(seldom, Heeding(0.5, 5.5)) == Verdict("turn left again it")
    asking = Heeding(0.5, 4.5)
    assert verdict(seldom, asking) == Verdict("turn left again it", 'Did you say "turn left again it"?', asks=True)
    assert verdict(heard("yes"), asking) == Verdict("turn left again it")


def test_unusual_words_that_are_no_order_are_left_to_the_parser() -> None:
    seldom = msgspec.structs.replace(heard("lamp lamp the two"), unusual=9.0)
    assert verdict(seldom, Heeding(0.5, 4.5)) == Verdict("lamp lamp the two")


def test_where_it_is_in_doubt_it_asks_and_does_what_is_confirmed() -> None:
    heeding = Heeding(0.6)
    said = heard("turn left", 0.4, ("turn right", 0.35), ("turn around", 0.25))
    assert verdict(said, heeding) == Verdict("turn left", 'Did you say "turn left"?', asks=True)
    assert verdict(heard("yes", 0.5, ("chess", 0.5)), heeding) == Verdict("turn left")
    assert verdict(heard("yes"), heeding) == Verdict("yes")


def test_a_no_has_it_said_again() -> None:
    heeding = Heeding(0.9)
    verdict(heard("turn left", 0.6, ("turn right", 0.4)), heeding)
    assert verdict(heard("no"), heeding) == Verdict("", "Please say it again.")


def test_anything_else_is_a_new_instruction() -> None:
    heeding = Heeding(0.9)
    verdict(heard("turn left", 0.6, ("turn right", 0.4)), heeding)
    assert verdict(heard("take a photo"), heeding) == Verdict("take a photo")
    assert heeding.told("yes", lambda text: "yes") is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("go to the [unk]", 'I only heard "go to the …". Please say it again.'),
        ("[unk] the red chair", 'I only heard "… the red chair". Please say it again.'),
        ("[unk]", "I didn't understand that. Please say it again."),
    ],
)
def test_unknown_words_are_a_question_and_no_guess(text: str, answer: str) -> None:
    assert verdict(heard(text)) == Verdict("", answer)


def test_an_order_among_several_gaps_is_asked_about() -> None:
    said = heard("turn left ninety degrees", 0.36, ("[unk]", 0.29), ("[unk] ninety degrees", 0.14))
    assert verdict(said) == Verdict("turn left ninety degrees", 'Did you say "turn left ninety degrees"?', asks=True)
    assert verdict(heard("lamp turn", 0.36, ("[unk]", 0.4))) == Verdict("", "I didn't understand that. Please say it again.")


def test_a_breath_at_the_end_is_no_word() -> None:
    assert verdict(heard("turn left [unk]", last_s=0.1)) == Verdict("turn left")
    assert verdict(heard("[unk]", last_s=0.1)) == Verdict("")

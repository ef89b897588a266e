"""What was said to the car is kept with its sound, for the picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from robot import topics
from robot.bus import Envelope, Topic
from robot.earshot import AROUND_S, Earshot
from robot.ink import Canvas
from robot.messages import Message
from robot.scenery import SpokenWord, Utterance
from robot.sound_picture import draw, envelope
from robot.speech import PIECE, SAMPLE_RATE_HZ, Heard, HeardWord, Sound
from robot.view import Area

SECOND = 1_000_000_000


def told(earshot: Earshot, topic: Topic[Any], message: Message) -> None:
    earshot(topic, Envelope(1, message.t_ns, message))


def tenth(number: int) -> Sound:
    return Sound(t_ns=number * SECOND // 10, samples=np.full(2 * PIECE, number, np.int16))


def heard(addressed: bool = True, final: bool = True) -> Heard:
    words = (HeardWord(text="turn", start_ns=1 * SECOND, end_ns=3 * SECOND // 2, confidence=0.9),
             HeardWord(text="left", start_ns=3 * SECOND // 2, end_ns=2 * SECOND, confidence=0.4))  # fmt: skip
    return Heard(t_ns=5 * SECOND // 2, text="turn left", words=words, others=(("turn right", 0.1),),
                 addressed=addressed, final=final)  # fmt: skip


def test_the_sound_lies_where_its_words_are() -> None:
    earshot = Earshot()
    for number in range(5, 25):
        told(earshot, topics.SOUND, tenth(number))
    told(earshot, topics.HEARD, heard())
    kept = earshot.said("turn left", 0.0)
    assert kept is not None and [word.text for word in kept.words] == ["turn", "left"]
    assert kept.start_s == pytest.approx(1.0 - AROUND_S)
    assert kept.samples.size == pytest.approx((1.0 + 2 * AROUND_S) * SAMPLE_RATE_HZ, abs=1)
    middle_of_turn = round((1.25 - kept.start_s) * SAMPLE_RATE_HZ)
    assert kept.samples[middle_of_turn] == 12


def test_the_picture_gets_the_utterance_that_was_the_instruction() -> None:
    earshot = Earshot()
    told(earshot, topics.HEARD, heard())
    told(earshot, topics.HEARD, Heard(t_ns=4 * SECOND, text="yes", words=(
        HeardWord(text="yes", start_ns=3 * SECOND, end_ns=4 * SECOND, confidence=1.0),)))  # fmt: skip
    found = earshot.said("turn left", 1.9)
    assert found is not None and [word.text for word in found.words] == ["turn", "left"]
    assert earshot.said("turn left", 2.1) is None, "it was over before"
    assert earshot.said("go home", 0.0) is None, "that was typed"
    assert earshot.said("turn right", 0.0) is found, "as likely as not"


def test_a_long_utterance_is_kept_from_its_beginning() -> None:
    earshot = Earshot()
    for number in range(20 * SAMPLE_RATE_HZ // PIECE):
        told(earshot, topics.SOUND, Sound(t_ns=number * SECOND // 20, samples=np.full(PIECE, 7, np.int16)))
    word = HeardWord(text="go", start_ns=SECOND, end_ns=19 * SECOND, confidence=1.0)
    told(earshot, topics.HEARD, Heard(t_ns=20 * SECOND, text="go", words=(word,)))
    kept = earshot.said("go", 0.0)
    assert kept is not None and kept.samples[10:-10].all()


@pytest.mark.parametrize("message", [heard(addressed=False), heard(final=False), Heard(t_ns=0, text="")])
def test_what_was_not_said_to_the_car_or_not_yet_is_not_kept(message: Heard) -> None:
    earshot = Earshot()
    told(earshot, topics.SOUND, tenth(10))
    told(earshot, topics.HEARD, message)
    assert earshot.said(message.text, 0.0) is None


def test_sound_that_was_never_taken_up_is_silence() -> None:
    earshot = Earshot()
    told(earshot, topics.HEARD, heard())
    kept = earshot.said("turn left", 0.0)
    assert kept is not None and not kept.samples.any()


def test_loud_parts_stand_high_and_silence_is_flat() -> None:
    samples = np.zeros(1000, np.int16)
    samples[500:600] = -2000
    utterance = Utterance(start_s=0.0, samples=samples, words=())
    shares = envelope(utterance, 10)
    assert shares[5] == 1.0 and sum(shares) == 1.0
    assert max(envelope(Utterance(start_s=0.0, samples=samples // 200, words=()), 10)) < 0.1


def test_the_sound_and_its_words_are_drawn() -> None:
    canvas, word = Canvas(400, 120), SpokenWord(text="left", start_s=0.1, end_s=0.6, confidence=1.0)
    samples = (3000 * np.sin(np.arange(16000) / 9)).astype(np.int16)
    draw(canvas, Area(10, 10, 390, 110), Utterance(start_s=0.0, samples=samples, words=(word,)))
    inked = (canvas.image().astype(int).sum(2) < 500).sum(1)
    assert inked[20:70].min() > 300
    assert inked[85:105].max() > 10

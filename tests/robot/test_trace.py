from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from robot import messages as m
from robot import topics
from robot.bus import Envelope, Topic
from robot.trace import Trace

SAY = m.Say(t_ns=1, text="hello")


def digest(*records: tuple[Topic[Any], Envelope]) -> str:
    trace = Trace()
    for topic, envelope in records:
        trace.record(topic, envelope)
    return trace.hexdigest()


def test_the_same_messages_give_the_same_trace() -> None:
    image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    record = (topics.CAMERA, Envelope(1, 2, m.Frame(t_ns=1, image=image)))
    copy = (topics.CAMERA, Envelope(1, 2, m.Frame(t_ns=1, image=image.copy(order="F"))))
    assert digest(record) == digest(copy)


@pytest.mark.parametrize(
    "other",
    [
        (topics.MISSION_SAYS, Envelope(2, 2, SAY)),
        (topics.MISSION_SAYS, Envelope(1, 3, SAY)),
        (topics.PHOTO, Envelope(1, 2, SAY)),
        (topics.MISSION_SAYS, Envelope(1, 2, m.Say(t_ns=1, text="hallo"))),
        (topics.MISSION_SAYS, Envelope(1, 2, m.Say(t_ns=2, text="hello"))),
    ],
)
def test_any_difference_changes_the_trace(other: tuple[Topic[Any], Envelope]) -> None:
    assert digest(other) != digest((topics.MISSION_SAYS, Envelope(1, 2, SAY)))


def test_one_pixel_changes_the_trace() -> None:
    image = np.zeros((2, 4, 3), np.uint8)
    before = digest((topics.CAMERA, Envelope(1, 2, m.Frame(t_ns=1, image=image))))
    image[1, 3, 2] = 1
    assert digest((topics.CAMERA, Envelope(1, 2, m.Frame(t_ns=1, image=image)))) != before


def test_the_order_counts() -> None:
    first, second = (topics.KEYS, Envelope(1, 1, m.Key(t_ns=1, name="w"))), (topics.MISSION_SAYS, Envelope(1, 1, SAY))
    assert digest(first, second) != digest(second, first)

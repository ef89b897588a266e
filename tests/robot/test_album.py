"""What is kept of a drive for its picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from robot import messages as m
from robot import topics
from robot.album import Album
from robot.bus import Envelope, Topic
from robot.lessons import TaughtKinds
from robot.program import Landmark

FRAME = np.zeros((24, 32, 3), np.uint8)


def feed(album: Album, topic: Topic[Any], message: m.Message) -> None:
    album(topic, Envelope(1, message.t_ns, message))


def detection(kind: str, score: float) -> m.Detection:
    return m.Detection(kind=kind, score=score, box=(0, 0, 9, 9), bearing_rad=0, range_m=1, range_std_m=1, foot_seen=True)


def shown(album: Album, *items: m.Detection, t_ns: int = 0) -> list[str]:
    feed(album, topics.CAMERA, m.Frame(t_ns=t_ns, image=FRAME))
    feed(album, topics.DETECTIONS, m.Detections(t_ns=t_ns, items=items, embeddings=np.zeros((len(items), 4), np.float32)))
    return [box.label for box in album.shots[-1].boxes]


def test_only_what_is_worth_telling_is_drawn() -> None:
    assert shown(Album(), detection("chair", 0.9), detection("dog", m.TOLD_SCORE - 0.01)) == ["chair 0.90"]


def test_the_goal_is_marked_and_its_first_sight_kept() -> None:
    album = Album(interval_s=10.0)
    goal = Landmark(kind="lamp")
    feed(album, topics.TASK, m.Task(t_ns=0, id=1, action="goto", landmark=goal))
    shown(album, detection("chair", 0.9))
    shown(album, detection("lamp", m.TOLD_SCORE - 0.01), t_ns=1_000_000_000)
    assert album.seen_s is None
    shown(album, detection("lamp", 0.8), t_ns=2_000_000_000)
    assert album.seen_s == pytest.approx(2.0)
    assert [shot.t_s for shot in album.shots] == [0.0, 2.0]
    assert album.shots[-1].boxes[0].goal


def test_what_was_taught_is_drawn_however_weak() -> None:
    album = Album()
    feed(album, topics.TAUGHT, TaughtKinds(t_ns=0, kinds=("my mug",)))
    assert shown(album, detection("my mug", 0.22), detection("dog", 0.22)) == ["my mug 0.22"]

from __future__ import annotations

import io
from typing import Any

import msgspec
import numpy as np

from robot import messages as m
from robot import topics
from robot.bus import Envelope, Topic
from robot.progress import ERASE, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def feed(progress: Progress, topic: Topic[Any], message: m.Message, t_s: float = 0.0) -> None:
    progress.record(topic, Envelope(1, int(t_s * 1e9), message))


def odometry(x_m: float) -> m.Odometry:
    return m.Odometry(t_ns=0, x_m=x_m, y_m=0.0, heading_rad=0.0, speed_mps=0.0, turn_radps=0.0, covariance=())


def detections(*kinds: str) -> m.Detections:
    items = tuple(
        m.Detection(
            kind=kind, score=0.9 - i / 100, box=(0, 0, 1, 1), bearing_rad=0, range_m=1, range_std_m=1, foot_seen=True
        )
        for i, kind in enumerate(kinds)
    )
    return m.Detections(t_ns=0, items=items, embeddings=np.zeros((len(items), 4), np.float32))


def test_the_line_tells_how_it_goes() -> None:
    progress = Progress(io.StringIO())
    feed(progress, topics.TASK_STATUS, m.TaskStatus(t_ns=0, id=1, state="running", phase="searching"))
    feed(progress, topics.DETECTIONS, detections("chair", "lamp", "chair"))
    feed(progress, topics.BATTERY, m.Battery(t_ns=0, voltage_v=7, current_a=0.312, charge_mah=0))
    for step in range(32):
        feed(progress, topics.ODOMETRY, odometry(step * 0.1))
    assert progress.line(12.4) == "12.4 s · searching · 3.1 m driven · sees chair, lamp · 0.31 A"


def test_what_is_seen_badly_is_not_told() -> None:
    progress = Progress(io.StringIO())
    seen = detections("chair", "lamp")
    weak = msgspec.structs.replace(seen.items[1], score=m.TOLD_SCORE - 0.01)
    feed(progress, topics.DETECTIONS, msgspec.structs.replace(seen, items=(seen.items[0], weak)))
    assert "sees chair" in progress.line(0.0) and "lamp" not in progress.line(0.0)


def test_elsewhere_than_on_a_terminal_there_are_plain_lines_now_and_then() -> None:
    out = io.StringIO()
    progress = Progress(out, every_s=5.0)
    for tick in range(1000):
        feed(progress, topics.ODOMETRY, odometry(0.0), tick * 0.02)
    progress.close()
    assert len(out.getvalue().splitlines()) == 4
    assert "\x1b" not in out.getvalue()
    assert "\r" not in out.getvalue()


def test_on_a_terminal_the_line_stays_in_place_and_sentences_stay_above_it() -> None:
    out = Terminal()
    progress = Progress(out)
    feed(progress, topics.ODOMETRY, odometry(0.0), 1.0)
    feed(progress, topics.MISSION_SAYS, m.Say(t_ns=0, text="I see the chair."))
    feed(progress, topics.ODOMETRY, odometry(0.0), 2.0)
    progress.close()
    assert out.getvalue().count("\n") == 1
    assert ERASE + "car: I see the chair.\n" in out.getvalue()
    assert out.getvalue().endswith(ERASE)


def test_faults_are_told() -> None:
    out = io.StringIO()
    progress = Progress(out)
    feed(progress, topics.FAULT, m.Fault(t_ns=0, node="eyes", error="ValueError: x", restarting=True))
    feed(progress, topics.FAULT, m.Fault(t_ns=0, node="eyes", error="", restarting=False))
    assert out.getvalue().splitlines() == ["eyes: ValueError: x", "eyes runs again"]

"""The terminal: a prompt where words are typed, a line about the motion where keys drive."""

from __future__ import annotations

import io

from robot import topics
from robot.bus import Envelope
from robot.console import Console
from robot.messages import Message, Odometry, Sonar, StopRequest
from robot.speech import Listening


class Keys:
    """A keyboard that nobody touches."""

    def read(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


def screen(prompts: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(Keys(), out, prompts), out


def hear(console: Console, message: Message) -> None:
    topic = next(topic for topic in topics.ALL if topic.type is type(message))
    console(topic, Envelope(1, 0, message))


def last_line(out: io.StringIO) -> str:
    return out.getvalue().rpartition("\x1b[K")[2]


def odometry(speed_mps: float) -> Odometry:
    return Odometry(t_ns=0, x_m=0.0, y_m=0.0, heading_rad=0.0, speed_mps=speed_mps, turn_radps=0.0,
                    covariance=(0.0,) * 9)  # fmt: skip


def test_what_is_typed_stays_below_what_is_said() -> None:
    console, out = screen(prompts=True)
    console.typing("go to")
    console.say("I see it.")
    assert "I see it.\r\n" in out.getvalue()
    assert last_line(out) == "you> go to"
    console.typed("go to")
    assert last_line(out) == "you> "


def test_where_keys_drive_nobody_is_asked_to_type() -> None:
    console, out = screen(prompts=False)
    assert "w a s d" in out.getvalue() and "instruction" not in out.getvalue()
    hear(console, odometry(-0.2))
    hear(console, Sonar(t_ns=0, range_m=0.84, echo=True))
    assert last_line(out) == "0.20 m/s · 0.84 m free ahead"
    hear(console, Sonar(t_ns=0, range_m=4.0, echo=False))
    assert last_line(out) == "0.20 m/s · nothing ahead"


def test_stops_are_told() -> None:
    console, out = screen(prompts=False)
    hear(console, StopRequest(t_ns=0, source="keyboard"))
    assert "stop from keyboard" in out.getvalue()


def test_that_it_listens_is_always_to_be_seen() -> None:
    console, out = screen(prompts=True)
    hear(console, Listening(t_ns=0, state="hearing", addressed=True, level_db=-20.0))
    assert last_line(out) == "●▇ you> " and out.getvalue().count("\a") == 1
    hear(console, Listening(t_ns=1, state="hearing", addressed=True, level_db=-70.0))
    assert last_line(out) == "●▁ you> " and out.getvalue().count("\a") == 1
    hear(console, Listening(t_ns=2, state="hearing", level_db=-70.0))
    assert last_line(out) == "○▁ you> "
    hear(console, Listening(t_ns=3, state="off"))
    assert last_line(out) == "you> "


def test_a_microphone_that_is_gone_is_told_once() -> None:
    console, out = screen(prompts=True)
    for _ in range(3):
        hear(console, Listening(t_ns=0, state="off", problem="no microphone is connected"))
    assert out.getvalue().count("no microphone is connected") == 1

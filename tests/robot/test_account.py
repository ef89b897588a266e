"""The drive in words."""

from __future__ import annotations

from pathlib import Path

from robot import topics
from robot.account import Account
from robot.bus import Envelope
from robot.messages import Message, MissionStatus, Say, Understanding
from robot.program import Goto, Landmark, Photo, Program

PROGRAM = Program(steps=(Goto(landmark=Landmark(kind="plant"), words="go to the plant"), Photo(words="take a photo")))


def hear(account: Account, t_s: float, message: Message) -> None:
    topic = next(topic for topic in topics.ALL if topic.type is type(message))
    account(topic, Envelope(1, int(t_s * 1e9), message))


def test_it_tells_what_was_understood_and_what_came_of_it(tmp_path: Path) -> None:
    account = Account()
    hear(account, 0.0, Understanding(t_ns=0, text="go to the plant and take a photo", program=PROGRAM, sentence=""))
    for t_s in (0.0, 0.5):  # the same status twice is told once
        hear(account, t_s, MissionStatus(t_ns=0, state="running", step=0, steps=2, sentence="I go to the plant."))
    hear(account, 7.5, Say(t_ns=0, text="I see the plant, 1.2 m ahead."))
    hear(account, 9.0, MissionStatus(t_ns=0, state="succeeded", step=1, steps=2, sentence="I took a photo."))
    account.write(tmp_path / "account.txt")
    assert (tmp_path / "account.txt").read_text(encoding="utf-8") == """\
You said: "go to the plant and take a photo"
I understood:
  1. go to the plant   from "go to the plant"
  2. take a photo   from "take a photo"
What happened:
     0.0 s  step 1 of 2: I go to the plant.
     7.5 s  I see the plant, 1.2 m ahead.
     9.0 s  done. Why I stopped: I took a photo.
"""

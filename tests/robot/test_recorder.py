from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot import messages as m
from robot import topics
from robot.bus import Envelope, Topic
from robot.program import Goto, Landmark, Program
from robot.recorder import Recorder, describe, new_folder

FEW = Topic("few", m.Bumper, log_every=5)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def say(text: str, number: int = 1) -> Envelope:
    return Envelope(number, number * 1_000_000_000, m.Say(t_ns=5, text=text))


def test_a_log_has_header_messages_and_footer(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {"board": "rpi4"}, seed=7)
    recorder.record(topics.MISSION_SAYS, say("I see the chair."))
    recorder.close({"success": True})
    header, message, footer = lines(tmp_path)
    assert header["header"]["seed"] == 7
    assert header["header"]["settings"] == {"board": "rpi4"}
    assert header["header"]["packages"]["numpy"] == np.__version__
    said = {"t_ns": 5, "text": "I see the chair."}
    assert message == {"t_ns": 1_000_000_000, "topic": "mission_says", "n": 1, "message": said}
    assert footer == {"footer": {"outcome": {"success": True}, "published": {"mission_says": 1}}}


def test_a_topic_keeps_one_message_in_log_every_and_counts_all(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    for number in range(1, 13):
        recorder.record(FEW, Envelope(number, number, m.Bumper(t_ns=number, pressed=False)))
    recorder.close({})
    assert [line["n"] for line in lines(tmp_path)[1:-1]] == [1, 6, 11]
    assert lines(tmp_path)[-1]["footer"]["published"] == {"few": 12}


def test_arrays_are_summarised_and_equal_arrays_look_equal(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    image = np.zeros((4, 6, 3), np.uint8)
    recorder.record(topics.CAMERA, Envelope(1, 0, m.Frame(t_ns=0, image=image)))
    image[0, 0, 0] = 1
    recorder.record(topics.CAMERA, Envelope(11, 0, m.Frame(t_ns=0, image=image)))
    recorder.close({})
    first, second = (line["message"]["image"] for line in lines(tmp_path)[1:-1])
    assert (first["shape"], first["dtype"]) == ([4, 6, 3], "uint8")
    assert first["crc32"] != second["crc32"]


def test_what_has_no_json_still_is_logged(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {"path": tmp_path})
    recorder.record(topics.SONAR, Envelope(1, 0, m.Sonar(t_ns=0, range_m=float("inf"), echo=False)))
    recorder.close({})
    header, message, _ = lines(tmp_path)
    assert header["header"]["settings"]["path"] == str(tmp_path)
    assert message["message"]["range_m"] is None


def test_a_killed_drive_leaves_every_line_that_was_recorded(tmp_path: Path) -> None:
    program = f"""
import os, signal
from pathlib import Path
from robot import messages as m, topics
from robot.bus import Envelope
from robot.recorder import Recorder
recorder = Recorder(Path({str(tmp_path)!r}), {{}})
for n in range(1, 101):
    recorder.record(topics.MISSION_SAYS, Envelope(n, n, m.Say(t_ns=n, text="word")))
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [line["n"] for line in lines(tmp_path)[1:]] == list(range(1, 101))
    assert (tmp_path / "robot.log").read_text().count("word") == 100


def test_after_close_nothing_is_written(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    recorder.close({"reason": "first"})
    recorder.record(topics.MISSION_SAYS, say("late"))
    recorder.note("later")
    recorder.close({"reason": "second"})
    assert len(lines(tmp_path)) == 2
    assert lines(tmp_path)[-1]["footer"]["outcome"] == {"reason": "first"}


def test_the_text_log_tells_the_story(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    recorder.record(topics.INSTRUCTION, Envelope(1, 0, m.Instruction(t_ns=0, text="find a cup", source="prompt")))
    fault = m.Fault(t_ns=0, node="detector", error="ValueError: bad", restarting=True)
    recorder.record(topics.FAULT, Envelope(1, 1_500_000_000, fault))
    recorder.note("stopped by Ctrl-C")
    recorder.close({})
    assert (tmp_path / "robot.log").read_text().splitlines() == [
        "    0.00 s  you  find a cup  (prompt)",
        "    1.50 s  FAULT detector: ValueError: bad",
        "stopped by Ctrl-C",
    ]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (m.StopRequest(t_ns=0, source="keyboard", latched=True), "stop from keyboard, until resumed"),
        (m.Resume(t_ns=0, source="keyboard"), "resume from keyboard"),
        (m.Fault(t_ns=0, node="navigator", error="", restarting=False), "navigator runs again"),
        (m.TaskStatus(t_ns=0, id=3, state="failed", phase="", reason="no way there"), "task 3 failed: no way there"),
        (m.TaskStatus(t_ns=0, id=3, state="running", phase="searching"), ""),
        (m.Bumper(t_ns=0, pressed=False), ""),
    ],
)
def test_describe(message: m.Message, sentence: str) -> None:
    assert describe(message) == sentence


def test_an_understanding_without_words_shows_the_program() -> None:
    program = Program(steps=(Goto(landmark=Landmark(kind="chair", colour="red")),))
    assert describe(m.Understanding(t_ns=0, text="x", program=program, sentence="")) == "car  go to the red chair"


def test_folders_of_the_same_second_do_not_collide(tmp_path: Path) -> None:
    folders = [new_folder(tmp_path / "runs", "Go to the chair!") for _ in range(3)]
    assert len(set(folders)) == 3
    assert all("go-to-the-chair" in folder.name for folder in folders)


@given(st.text())
def test_any_instruction_makes_a_safe_folder_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    root = tmp_path_factory.mktemp("runs")
    folder = new_folder(root, name)
    assert folder.parent == root
    assert len(folder.name) <= 64
    assert folder.name.isascii()

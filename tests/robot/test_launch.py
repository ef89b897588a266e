"""The command line: exit codes, sentences, receipts, the same trace for the same seed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from robot.launch import BAD_SETUP, CARRIED_OUT, NOT_CARRIED_OUT, main
from robot.sim import gl
from robot.sim.generate import generate
from robot.sim.world import Pose, Rect, Thing, Wall, dump

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("mujoco", reason="the simulator is not installed")


def drive(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    report = tmp_path / "report.json"
    code = main(["--sim", "--seed", "3", "--runs", str(tmp_path / "runs"), "--report", str(report), *arguments])
    return code, json.loads(report.read_text()) if report.exists() else {}


def log_lines(tmp_path: Path) -> list[dict[str, Any]]:
    [log] = (tmp_path / "runs").glob("*/log.jsonl")
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_a_turn_is_carried_out_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = drive(tmp_path, "--say", "turn left 90 degrees")
    assert code == CARRIED_OUT and report["success"] is True
    assert report["goal_distance_m"] is None and report["collisions"] == 0 and report["energy_mah"] > 0
    assert report["seed"] == 3 and report["board"] == "laptop" and len(report["trace_sha256"]) == 64
    [folder] = (tmp_path / "runs").iterdir()
    assert {"drive.png", "log.jsonl", "receipt.json", "robot.log"} <= {file.name for file in folder.iterdir()}
    lines = log_lines(tmp_path)
    assert "header" in lines[0] and lines[-1]["footer"]["outcome"]["success"] is True
    assert "done" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("go to the zebra", "zebra"),
        ("", "nothing"),
        ("x" * 10_000, "long"),
        ("fahr bitte zum roten Stuhl", "know"),
    ],
)
def test_what_is_not_understood_gets_a_sentence_and_nothing_moves(tmp_path: Path, text: str, said: str) -> None:
    code, report = drive(tmp_path, "--say", text)
    assert code == NOT_CARRIED_OUT and report["success"] is False
    assert said in report["reason"].lower()
    assert report["path_length_m"] < 0.01
    assert all(line["message"]["left_v"] == 0 for line in log_lines(tmp_path) if line.get("topic") == "motors")


def test_the_time_limit_ends_the_drive(tmp_path: Path) -> None:
    code, report = drive(tmp_path, "--say", "go forward 5 metres", "--max-time", "2")
    assert code == NOT_CARRIED_OUT
    assert "2 s" in report["reason"] and report["duration_s"] == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sim", "nowhere.yaml", "--say", "stop"], "no such file"),
        (["--sim", "--world", "nowhere.yaml", "--say", "stop"], "no such world file"),
        (["--sim", "--say", "stop", "--set", "nodes.safety.max_sped=1"], "$.nodes.safety"),
        (["--sim", "--say", "stop", "--set", "car.sed=1"], "$.car"),
        (["--sim", "--say", "stop", "--set", "car.driver=rocket"], "$.car.driver"),
        (["--sim", "--say", "stop", "--set", "nodes.detector.model=nowhere.onnx"], "nowhere.onnx"),
        (["--say", "stop"], "--sim"),
    ],
)
def test_a_bad_setup_is_one_sentence_and_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main([*arguments, "--runs", str(tmp_path)]) == BAD_SETUP
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error and error.startswith("heed: ")


@pytest.mark.parametrize("arguments", [["--seed", "minus"], ["--seed", "-3"], ["--max-time", "0"], ["--board", "pi9"]])
def test_bad_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--sim", *arguments])
    assert ended.value.code == BAD_SETUP


def test_a_corrupt_model_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "bad.onnx"
    model.write_bytes(b"this is no network")
    assert main(["--sim", "--say", "stop", "--set", f"nodes.detector.model={model}", "--runs", str(tmp_path)]) == BAD_SETUP
    assert str(model) in capsys.readouterr().err


def test_a_missing_gl_names_the_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nothing_to_draw_with() -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(gl, "_maker", nothing_to_draw_with)
    assert main(["--sim", "--say", "stop", "--runs", str(tmp_path)]) == BAD_SETUP
    error = capsys.readouterr().err
    assert "libegl1" in error and "apt-get install" in error


def one_room(folder: Path) -> Path:
    """A room of 3 m by 2.5 m with a ball in it, and nothing else."""
    home = generate(3)
    rect = Rect(0.0, 0.0, 3.0, 2.5)
    ends = [((0, 0), (3, 0)), ((3, 0), (3, 2.5)), ((3, 2.5), (0, 2.5)), ((0, 2.5), (0, 0))]
    room = msgspec.structs.replace(home.rooms[0], rect=rect)
    walls = tuple(Wall(float(a), float(b), float(c), float(d)) for (a, b), (c, d) in ends)
    ball = Thing("ball_1", "ball", "red", "medium", 130, 2.4, 2.0, 0.0)
    start = Pose(0.8, 0.8, 0.0)
    small = msgspec.structs.replace(home, rooms=(room,), walls=walls, things=(ball,), decor=(), start=start)
    dump(small, folder / "room.yaml")
    return folder / "room.yaml"


def test_a_thing_that_is_not_there_is_looked_for_and_given_up(tmp_path: Path) -> None:
    code, report = drive(tmp_path, "--world", str(one_room(tmp_path)), "--say", "go to the toilet")
    assert code == NOT_CARRIED_OUT and report["duration_s"] < 250
    assert "toilet" in report["reason"]
    assert report["collisions"] == 0


def test_the_same_seed_gives_the_same_trace_here_and_elsewhere(tmp_path: Path) -> None:
    def trace(name: str, *arguments: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        return str(drive(folder, "--say", "find the chair", "--max-time", "6", *arguments)[1]["trace_sha256"])

    here = trace("a")
    assert trace("b") == here
    assert trace("c", "--seed", "4") != here
    assert trace("d", "--board", "rpi4") != here
    report = tmp_path / "elsewhere.json"
    command = [sys.executable, "-m", "robot.launch", "--sim", "--seed", "3", "--say", "find the chair", "--max-time", "6"]
    subprocess.run([*command, "--report", report, "--runs", tmp_path], cwd=ROOT, capture_output=True, check=False)
    assert json.loads(report.read_text())["trace_sha256"] == here


def test_a_slow_board_says_so(tmp_path: Path) -> None:
    _, report = drive(tmp_path, "--say", "turn right", "--board", "rpi4")
    assert report["board"] == "rpi4" and report["latency"].startswith("rpi4")


def test_ctrl_c_leaves_motors_at_zero_and_a_complete_log(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "robot.launch", "--sim", "--seed", "3", "--say", "go to the chair"]
    with subprocess.Popen(
        [*command, "--realtime", "--runs", tmp_path / "runs"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()  # the first line of progress: it drives
        os.kill(program.pid, signal.SIGINT)
        output, _ = program.communicate(timeout=60)
    assert program.returncode == NOT_CARRIED_OUT
    assert "Ctrl-C" in output
    lines = log_lines(tmp_path)
    assert "footer" in lines[-1] and "Ctrl-C" in lines[-1]["footer"]["outcome"]["reason"]


def test_a_reader_that_goes_away_ends_the_drive_with_a_sentence_and_a_complete_log(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "robot.launch", "--sim", "--seed", "3", "--say", "go to the chair"]
    with subprocess.Popen(
        [*command, "--runs", tmp_path / "runs"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None and program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        errors = program.stderr.read()
    assert program.returncode == NOT_CARRIED_OUT
    assert errors.startswith("heed: nobody reads") and "Traceback" not in errors
    assert "footer" in log_lines(tmp_path)[-1]

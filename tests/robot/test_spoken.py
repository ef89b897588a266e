"""`--speak` and `--listen`: what is said to the simulated car, and what is said where nobody can speak."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from language.speech import simulated_microphone
from language.speech.vosk_recogniser import SHIPPED
from robot.launch import BAD_SETUP, CARRIED_OUT, NOT_CARRIED_OUT, main

pytest.importorskip("mujoco", reason="the simulator is not installed")
hears = pytest.mark.skipif(not SHIPPED.is_dir(), reason=f"{SHIPPED} is not here")
speaks = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def run(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    report = tmp_path / "report.json"
    code = main(["--sim", "--seed", "500001", "--runs", str(tmp_path / "runs"), "--report", str(report), *arguments])
    return code, json.loads(report.read_text()) if report.exists() else {}


@hears
@speaks
def test_what_is_spoken_is_done_and_the_same_seed_gives_the_same_trace(tmp_path: Path) -> None:
    code, report = run(tmp_path, "--speak", "turn right", "--snr", "20")
    assert (code, report["instruction"]) == (CARRIED_OUT, "turn right")
    assert run(tmp_path, "--speak", "turn right", "--snr", "20")[1]["trace_sha256"] == report["trace_sha256"]
    assert run(tmp_path, "--speak", "turn right", "--snr", "19")[1]["trace_sha256"] != report["trace_sha256"]


@hears
def test_nothing_said_is_nothing_done_and_soon_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulated_microphone, "synthesize", lambda text, voice: np.zeros(1600, np.float32))
    code, report = run(tmp_path, "--speak", "turn right")
    assert (code, report["reason"]) == (NOT_CARRIED_OUT, "I listened, but heard no words")
    assert report["path_length_m"] == pytest.approx(0, abs=1e-6)


def test_without_a_voice_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    assert main(["--sim", "--speak", "turn right", "--runs", str(tmp_path)]) == BAD_SETUP
    error = capsys.readouterr().err
    assert "espeak-ng" in error and "apt-get install" in error


def test_a_launch_file_without_ears_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sim", "launch/teleop.yaml", "--speak", "turn right", "--runs", str(tmp_path)]) == BAD_SETUP
    assert "$.speech.microphone" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", ["--say a --speak b", "--speak a --listen", "--snr 20", "--speak a --snr nan"])
def test_what_does_not_go_together_is_refused(arguments: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--sim", *arguments.split()])

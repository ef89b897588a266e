from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import soundfile

from language.__main__ import main
from language.speech import vosk_recogniser
from language.speech.transcribe import as_json, as_text, transcribe, utterances
from robot.speech import Samples


def file(path: Path, samples: Samples) -> Path:
    soundfile.write(path, samples, 16000, subtype="PCM_16")
    return path


def test_every_utterance_is_a_line(tmp_path: Path, model: Any) -> None:
    path = file(tmp_path / "a.wav", model.speak("turn left | _ go"))
    heard = utterances(path, model)
    assert as_text(path, heard, named=False) == "turn left\ngo\n"
    assert as_text(path, heard, named=True) == f"{path}: turn left\n{path}: go\n"


def test_times_and_confidences_are_told_as_json(tmp_path: Path, model: Any) -> None:
    path = file(tmp_path / "a.wav", model.speak("_ left", sure=0.7))
    assert json.loads(as_json(path, utterances(path, model))) == {"path": str(path), "utterances": [{
        "text": "left", "confidence": 0.7, "others": [],
        "words": [{"word": "left", "start_s": 0.1, "end_s": 0.2, "confidence": 0.7}],
    }]}  # fmt: skip


def test_a_file_without_a_sound_says_nothing(tmp_path: Path, model: Any) -> None:
    path = file(tmp_path / "a.wav", model.speak("_")[:0])
    assert as_text(path, utterances(path, model), named=False) == "\n"


def test_a_bad_file_does_not_keep_the_others_from_being_heard(
    tmp_path: Path, model: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vosk_recogniser, "load", lambda path: model)
    good = file(tmp_path / "good.wav", model.speak("left"))
    (tmp_path / "bad.wav").write_bytes(b"\x00\x01garbage" * 50)
    assert transcribe([str(tmp_path / "bad.wav"), str(tmp_path / "none.wav"), str(good)]) == 2
    told = capsys.readouterr()
    assert told.out == f"{good}: left\n"
    assert "bad.wav: is no sound" in told.err
    assert "none.wav: can't be read" in told.err


def test_a_bad_model_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", "a.wav", "--model", str(tmp_path)]) == 2
    assert "is no Vosk model" in capsys.readouterr().err

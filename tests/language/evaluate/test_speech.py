from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from language.evaluate.manifest import Recording, read
from language.evaluate.score import Row, table, write_json
from language.evaluate.sounds import Noise, Sounds, noise_option
from language.evaluate.speech import evaluate, words_of_sets
from robot.speech import Samples
from tests.language.speech.conftest import SmallModel

RECORDINGS = [
    {"path": "1.flac", "text": "left", "set": "words", "label": "left"},
    {"path": "2.flac", "text": "stop", "set": "words", "label": "stop"},
    {"path": "3.flac", "text": "right", "set": "words", "label": "right"},
    {"path": "4.flac", "text": "bed", "set": "words", "label": "_unknown_"},
    {"path": "5.flac", "text": None, "set": "other", "label": None},
    {"path": "6.flac", "text": "turn left and take a photo", "set": "sentences"},
    {"path": "7.flac", "text": "the cat sat on the mat", "set": "sentences"},
]
HEARD = {
    "1.flac": "left", "2.flac": "stop", "3.flac": "left", "4.flac": "[unk]", "5.flac": "[unk] stop [unk]",
    "6.flac": "turn left and take a photo", "7.flac": "the cat [unk] on the mat",
}  # fmt: skip


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in RECORDINGS))
    return path


def rows(manifest: Path) -> dict[str, tuple[int, int] | float]:
    model = SmallModel()

    def load(recording: Recording, number: int) -> Samples:
        return model.speak(HEARD[Path(recording.path).name])

    found = evaluate(manifest, load, model)
    assert "stop_recall" in table(found)
    write_json(found, manifest.with_suffix(".json"))
    return {line.name: (line.correct, line.n) if isinstance(line, Row) else line.value for line in found.lines}


def test_every_row_counts_what_it_says(manifest: Path) -> None:
    found = rows(manifest)
    assert found.pop("rtf") == pytest.approx(0.0, abs=2.0)
    assert found == {
        "command": (2, 3), "command words": (2, 3), "rejected": (2, 2), "exact sentences": (1, 2), "program": (1, 1),
        "no_motion": (3, 3), "stop_recall": (1, 1), "wer": pytest.approx(100 * 2 / 15), "wer words": pytest.approx(100 / 3),
        "wer sentences": pytest.approx(100 / 12), "false_stops_per_hour": pytest.approx(3600 / 1.8),
    }  # fmt: skip
    written = json.loads(manifest.with_suffix(".json").read_text())["rows"]
    assert {"name": "command", "n": 3, "correct": 2, "percent": 66.67, "low": 20.77, "high": 93.85} in written
    assert any(row["name"] == "wer" and row["value"] == pytest.approx(13.333, abs=0.01) for row in written)


def test_misses_say_what_came_out(manifest: Path) -> None:
    model = SmallModel()
    found = evaluate(manifest, lambda recording, number: model.speak(HEARD[Path(recording.path).name]), model)
    assert [(Path(miss.id).name, miss.text, miss.got) for miss in found.misses] == [
        ("3.flac", "right", "left -> turn left 90°"),
        ("7.flac", "the cat sat on the mat", "the cat [unk] on the mat -> None"),
    ]


def test_each_set_has_the_grammar_of_its_words(manifest: Path) -> None:
    assert words_of_sets(read(manifest)) == {
        "words": ["left", "right", "stop"],
        "other": ["left", "right", "stop"],
        "sentences": ["a", "and", "cat", "left", "mat", "on", "photo", "sat", "take", "the", "turn"],
    }


def test_an_empty_or_wrong_manifest_is_told(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_text("\n")
    with pytest.raises(ValueError, match="there is no recording in it"):
        read(path)
    path.write_text('{"text": "go"}\n')
    with pytest.raises(ValueError, match=r"manifest\.jsonl:1: .*missing required field `path`"):
        read(path)


# ---- sounds ------------------------------------------------------------------------------------------------------


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    import soundfile

    tone = (8000 * np.sin(np.arange(16000) * 0.3)).astype(np.int16)
    soundfile.write(tmp_path / "tone.flac", tone, 16000)
    return Recording(path=str(tmp_path / "tone.flac"))


def test_a_recording_has_room_before_and_after_it(recording: Recording) -> None:
    sound = Sounds()(recording, 0)
    assert len(sound) == 32000
    assert np.abs(sound[:6000]).max() < 30
    assert np.abs(sound[6400:22400]).max() > 7000


def test_noise_is_as_loud_as_asked_and_the_same_every_time(recording: Recording) -> None:
    clean, noisy = Sounds(seed=3)(recording, 1), Sounds(Noise("motor", 10.0), seed=3)(recording, 1)
    noise = noisy[6400:22400].astype(float) - clean[6400:22400]
    assert 10 * np.log10(np.mean(clean[6400:22400].astype(float) ** 2) / np.mean(noise**2)) == pytest.approx(10, abs=1.5)
    assert np.array_equal(noisy, Sounds(Noise("motor", 10.0), seed=3)(recording, 1))
    assert not np.array_equal(noisy, Sounds(Noise("motor", 10.0), seed=4)(recording, 1))


def test_the_noise_of_the_command_line() -> None:
    assert noise_option("motor:10") == Noise("motor", 10.0)
    for wrong in ("motor", "motor:", "motor:loud", "motor:nan", "wind:3"):
        with pytest.raises(argparse.ArgumentTypeError, match="such as motor:10; there are motor, room"):
            noise_option(wrong)



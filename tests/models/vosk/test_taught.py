"""The shipped model: it is small and whole, Vosk hears with it, and it can be taught names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models.vosk.dictionary import dictionary, dictionary_text
from models.vosk.folder import WordsError, read_words
from models.vosk.graph import UNKNOWN
from models.vosk.taught import with_words
from tests.house import ROOT

SHIPPED = ROOT / "models" / "speech"
NAMES = ("zelda", "fido")
HEAR = """
import json, sys, vosk
vosk.SetLogLevel(-1)
model = vosk.Model(sys.argv[1])
for file in sys.argv[3:]:
    recogniser = vosk.KaldiRecognizer(model, 16000, sys.argv[2])
    recogniser.AcceptWaveform(open(file, "rb").read())
    print(json.loads(recogniser.FinalResult())["text"])
"""
speaks = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def said(text: str, folder: Path) -> Path:
    """A file of 16-bit samples at 16 kHz in which espeak-ng says it."""
    wave = folder / f"{text}.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-w", str(wave), text], check=True)
    samples = np.frombuffer(wave.read_bytes()[44:], "<i2").astype(np.float64)
    times = np.arange(0, len(samples) - 1, 22050 / 16000)
    heard: npt.NDArray[np.float64] = np.interp(times, np.arange(len(samples)), samples)
    raw = folder / f"{text}.raw"
    raw.write_bytes(np.pad(heard, 4000).astype("<i2").tobytes())
    return raw


def hear(model: Path, grammar: list[str], *files: Path) -> list[str]:
    """What Vosk hears, in a process of its own: it ends the one it is in over a bad model."""
    pytest.importorskip("vosk")
    command = [sys.executable, "-c", HEAR, str(model), json.dumps(grammar), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_it_is_small_and_knows_its_words() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) < 10e6
    words = read_words(SHIPPED)
    assert {"stop", "left", "wardrobe", "seventeen", UNKNOWN} <= set(words.numbers)
    assert sorted(words.numbers.values()) == list(range(1, len(words.numbers) + 1))


@speaks
def test_vosk_hears_with_it(tmp_path: Path) -> None:
    files = [said(text, tmp_path) for text in ("stop", "turn left", "umbrella")]
    assert hear(SHIPPED, ["stop", "turn left", "turn right", UNKNOWN], *files) == ["stop", "turn left", UNKNOWN]


@speaks
def test_taught_names_are_heard(tmp_path: Path) -> None:
    folder = with_words(SHIPPED, NAMES, tmp_path / "model")
    files = [said(f"find {name}", tmp_path) for name in NAMES]
    grammar = [*(f"find {name}" for name in NAMES), "find the chair", UNKNOWN]
    assert hear(folder, grammar, *files) == [f"find {name}" for name in NAMES]
    known, more = read_words(SHIPPED), read_words(folder)
    assert {word: more.numbers[word] for word in known.numbers} == known.numbers
    assert with_words(folder, NAMES, tmp_path / "again") == folder
    assert with_words(folder, ["rover"], folder) == folder  # in place
    assert "rover" in read_words(folder).numbers
    assert "zelda" not in read_words(SHIPPED).numbers


def test_other_models_can_not_be_taught(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match="can't be taught"):
        with_words(tmp_path, ["zelda"], tmp_path / "out")


def test_a_dictionary_is_read_back() -> None:
    ways = {"the": (("DH", "AH"), ("DH", "IY")), "go": (("G", "OW"),)}
    assert dictionary(dictionary_text(ways)) == ways
    with pytest.raises(ValueError, match="line 1"):
        dictionary("go G OX\n")

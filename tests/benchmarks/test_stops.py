from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from benchmarks import stops
from benchmarks.streams import Placed, stream, word_end_s
from language.evaluate.manifest import Recording
from language.speech.recogniser import NOTHING, TextCost, Transcript, Word
from robot.speech import SAMPLE_RATE_HZ, Samples

pytest.importorskip("soundfile")


def burst(begin_s: float, end_s: float, length_s: float = 1.0, floor: float = 1e-4) -> np.ndarray:
    wave = floor * np.random.default_rng(0).standard_normal(round(length_s * SAMPLE_RATE_HZ)).astype(np.float32)
    inside = slice(round(begin_s * SAMPLE_RATE_HZ), round(end_s * SAMPLE_RATE_HZ))
    wave[inside] += 0.1 * np.random.default_rng(1).standard_normal(wave[inside].size).astype(np.float32)
    return wave


def test_a_word_ends_where_its_energy_does() -> None:
    assert word_end_s(burst(0.3, 0.62)) == pytest.approx(0.62, abs=0.011)
    assert word_end_s(burst(0.3, 0.62, floor=5e-3)) == pytest.approx(0.62, abs=0.011), "in a noisy recording too"
    assert word_end_s(np.zeros(0, np.float32)) == 0.0
    assert 0 <= word_end_s(np.zeros(8000, np.float32)) <= 0.5


def clips(folder: Path, count: int) -> list[Recording]:
    import soundfile

    soundfile.write(folder / "a.wav", burst(0.3, 0.6), SAMPLE_RATE_HZ)
    return [Recording(str(folder / "a.wav"), "stop", "gsc", "stop") for _ in range(count)]


def test_a_stream_tells_where_its_words_are(tmp_path: Path) -> None:
    wave, placed = stream(clips(tmp_path, 3), 2.0, 1.5)
    assert wave.size == round((2 + 3 * 2.5) * SAMPLE_RATE_HZ)
    assert [each.since_s for each in placed] == [2.0, 4.5, 7.0]
    assert [each.word_end_s - each.since_s for each in placed] == pytest.approx([0.6] * 3, abs=0.021)


class LoudRecogniser:
    """Takes whatever is loud for a quarter of a second for a "stop"."""

    def __init__(self) -> None:
        self._loud = 0

    def accept(self, samples: Samples) -> Transcript | None:
        was, self._loud = self._loud, self._loud + 1 if samples.size and np.abs(samples).max() > 1500 else 0
        return Transcript((Word("stop", 0.0, 0.1, 1.0),)) if was and not self._loud else None

    def partial(self) -> str:
        return "stop" if self._loud > 4 else ""

    def finish(self) -> Transcript:
        return NOTHING


class LoudModel:
    def knows(self, word: str) -> bool:
        return True

    def with_words(self, words: Iterable[str]) -> LoudModel:
        return self

    def recogniser(self, grammar: Iterable[str] = (), cost: TextCost | None = None) -> LoudRecogniser:
        return LoudRecogniser()


def test_a_stop_that_is_heard_stops_the_driving_car(tmp_path: Path) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    pytest.importorskip("webrtcvad")
    wave, placed = stream(clips(tmp_path, 2), 1.5, 2.5)
    asked = argparse.Namespace(board="laptop", set=["speech.listening.stop_doubted_s=0", "speech.listening.stands_out_db=-100"])
    drove = stops.drive(wave, None, 0, LoudModel(), asked)
    (recall,), figures, missed = stops.measured("clean", placed, drove)
    assert (recall.correct, recall.n, missed) == (2, 2, [])
    assert 0 < figures[1].value < 400, "a quarter of a second of sound, and 0.2 s that it must stand"
    false, _ = stops.falsely("clean", placed, drove)
    assert false.value == pytest.approx(2 / (2 / 3600)), "and were they others' words, both would be false"


def test_who_drives_on_has_missed_it() -> None:
    placed = [Placed(Recording("a.wav", "stop"), at, at + 0.5, at + 1) for at in (2.0, 6.0)]
    drove = stops.Drive([6.6], [(0.0, True), (6.7, False), (8.0, True)])
    (recall,), figures, missed = stops.measured("clean", placed, drove)
    assert (recall.correct, recall.n) == (1, 2)
    assert [miss.got for miss in missed] == ["drove on at 2.0 s"]
    assert figures[0].value == pytest.approx(200)

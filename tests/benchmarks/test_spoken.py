from __future__ import annotations

import json
import math
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from benchmarks import spoken_programs
from benchmarks.sphinx import arpa
from benchmarks.spoken import Spoken, in_noise, sentences, spoken, texts
from language.evaluate.manifest import Recording
from language.evaluate.sounds import Noise
from language.evaluate.speech import wanted
from language.speech.voices import HELD_OUT, HELD_OUT_FLITE
from language.speech.wave import active, power, speech_power, to_wave

speaks = pytest.mark.skipif(not (shutil.which("espeak-ng") and shutil.which("flite")), reason="espeak-ng or flite is missing")


def test_sentences_are_many_different_and_the_same_for_a_seed() -> None:
    inside = sentences("inside", 200, 1)
    assert len(set(inside)) == 200
    assert inside == sentences("inside", 200, 1) != sentences("inside", 200, 2)
    assert len(set(sentences("outside", 100, 1))) == 100
    with pytest.raises(ValueError, match="there are no"):
        sentences("outside", 10_000, 1)


def test_nearly_all_that_is_said_to_the_car_is_in_its_language() -> None:
    inside = sentences("inside", 80, 3)
    assert sum(wanted(Recording("", text)) is not None for text in inside) >= 75


def test_texts_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "commands.jsonl"
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in ("go left . stop", "wait", "wait")))
    assert sorted(texts(file, 5, 0)) == ["go left, stop", "wait"]


@speaks
def test_who_speaks_taught_nobody_and_noise_lies_where_it_should() -> None:
    said = spoken(["turn left"] * 8, 2)
    assert {each.voice for each in said} <= {*HELD_OUT, *HELD_OUT_FLITE}
    assert len({each.wave.size for each in said}) > 3
    assert HELD_OUT_FLITE[0] in {each.voice for each in said}
    wave = said[0].wave
    noisy, same = (to_wave(in_noise(wave, Noise("motor", 10.0), 0, 4)) for _ in range(2))
    assert np.array_equal(noisy, same)
    assert 10 * math.log10(speech_power(wave) / power((noisy - wave)[active(wave)])) == pytest.approx(10, abs=0.5)


def test_what_counts_as_right() -> None:
    said = Spoken("turn left", "en", np.zeros(0, np.float32))
    left, right = (wanted(Recording("", f"turn {side}")) for side in ("left", "right"))
    done, asked, wrong = (
        spoken_programs.Outcome(said, left, heard, *deed)
        for heard, deed in (("turn left", (left, None)), ("turn left", (None, left)), ("turn right", (right, None)))
    )
    outside = [spoken_programs.Outcome(said, None, "", deed, None) for deed in (None, None, right)]
    rows, (wer,), misses = spoken_programs.measured("clean", [done, asked, wrong], outside)
    assert [(each.name, each.correct, each.n) for each in rows] == [
        ("program clean", 1, 3), ("program_or_asked clean", 2, 3), ("no_motion clean", 2, 3),
    ]  # fmt: skip
    assert wer.value == pytest.approx(100 / 6)
    assert len(misses) == 3


def test_bigrams_are_probabilities() -> None:
    lines = arpa([["go", "left"], ["go", "right"], ["go", "left"], ["stop"]]).splitlines()
    singles = {line.split()[1]: line.split() for line in lines[lines.index("\\1-grams:") + 1 : lines.index("\\2-grams:") - 1]}
    doubles: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for line in lines[lines.index("\\2-grams:") + 1 : -1]:
        if line:
            share, first, word = line.split()
            doubles[first][word] = 10 ** float(share)
    assert {*singles} == {"<s>", "</s>", "go", "left", "right", "stop"}
    chance = {word: 10 ** float(entry[0]) for word, entry in singles.items() if word != "<s>"}
    assert sum(chance.values()) == pytest.approx(1, abs=1e-3)
    for first, after in doubles.items():
        back = 10 ** float(singles[first][2])
        rest = back * sum(share for word, share in chance.items() if word not in after)
        assert sum(after.values()) + rest == pytest.approx(1, abs=2e-3), first

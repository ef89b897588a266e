"""Sentences that nothing was trained on, in voices that nothing was trained on, in noise."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from benchmarks.commands import commands
from language.evaluate.score import Evaluation, table, write_errors, write_json
from language.evaluate.sounds import Noise, noise_option
from language.speech.echo import any_room, convolve, impulse_response
from language.speech.noise import NOISES, mix
from language.speech.patterns import Patterns
from language.speech.simulated_microphone import at_level
from language.speech.sound_file import read
from language.speech.synthesis import VoiceError, any_voice, synthesize
from language.speech.voices import HELD_OUT_FLITE
from language.speech.wave import Wave, to_samples, to_wave
from robot.speech import SAMPLE_RATE_HZ, Samples

FLITE_SHARE = 0.25
"""Of the sentences: flite's one held-out voice is a person's, espeak-ng's many are none."""
AROUND_S = 0.5
QUIET = 1e-4
ROUNDS = 100
"""So many more than would do if all were different."""


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in sentences.yaml: patterns of what is and what isn't said to a car."""

    parts: dict[str, str]
    inside: list[str]
    outside: list[str]


class Spoken(NamedTuple):
    """A text, who said it, and how it sounds without noise."""

    text: str
    voice: str
    wave: Wave


def sentences(kind: str, count: int, seed: int) -> list[str]:
    """So many different sentences, `inside` or `outside` the car's language; of each pattern about as many. ValueError."""
    book = msgspec.yaml.decode(Path(__file__).with_name("sentences.yaml").read_bytes(), type=Book)
    patterns = {f"{kind} {number}": text for number, text in enumerate(book.inside if kind == "inside" else book.outside)}
    drawn, random = Patterns({**book.parts, **patterns}, {}), np.random.default_rng([seed, len(patterns)])
    found: dict[str, None] = {}
    for _ in range(count // len(patterns) + ROUNDS):
        for name in random.permutation(sorted(patterns)):
            if len(found) == count:
                return list(found)
            found[drawn.draw(str(name), random)] = None
    raise ValueError(f"there are no {count} different sentences {kind}, only {len(found)}")


def texts(path: Path, count: int, seed: int) -> list[str]:
    """So many different texts of a file of JSON lines with `text`, such as SCOUT's or HuRIC's commands."""
    found = sorted({text.replace(" . ", ", ") for text in commands(path)})
    order = np.random.default_rng(seed).permutation(len(found))[:count]
    return [found[place] for place in order]


def spoken(said: Sequence[str], seed: int, room: bool = False) -> list[Spoken]:
    """Each text by somebody; in a room of its own if asked. Raises VoiceError."""
    return [_spoken(text, np.random.default_rng([seed, number]), room) for number, text in enumerate(said)]


def _spoken(text: str, random: np.random.Generator, room: bool) -> Spoken:
    if random.random() < FLITE_SHARE:
        voice = str(random.choice(HELD_OUT_FLITE))
        wave = flite(text, voice, float(random.uniform(0.85, 1.2)))
    else:
        who = any_voice(random)
        voice, wave = who.name, synthesize(text, who)
    if room:
        wave = convolve(wave, impulse_response(any_room(random)))
    around = np.zeros(round(AROUND_S * SAMPLE_RATE_HZ), np.float32)
    return Spoken(text, voice, np.concatenate([around, at_level(wave), around]))


def in_noise(wave: Wave, noise: Noise | None, seed: int, number: int) -> Samples:
    """The sentence, which is that `number`, in noise or in a very quiet room."""
    random = np.random.default_rng([seed, number, 7])
    if noise is None:
        return to_samples(wave + QUIET * random.standard_normal(wave.size).astype(np.float32))
    return to_samples(mix(wave, NOISES[noise.name](wave.size, random), noise.snr_db))


def flite(text: str, voice: str, stretch: float) -> Wave:
    """`text` by flite at 16 kHz; above 1 `stretch` is slower. Raises VoiceError."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        command = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch:.2f}", "-t", text, "-o", str(file)]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=60)
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceError(f"flite did not speak {text!r}: {error}; sudo apt-get install flite") from None
        return to_wave(read(file))


def maybe_noise(text: str) -> Noise | None:
    """An option's noise; "none" is none. Raises ValueError."""
    return None if text == "none" else noise_option(text)


def add_options(parser: argparse.ArgumentParser, noises: str) -> None:
    """What can be asked of everything that is spoken; `noises` is what is heard without `--noise`."""
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    parser.add_argument("--noise", type=maybe_noise, action="append", metavar="none|motor:DB", help=f"default: {noises}")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write every miss there, one JSON object a line")


def report(evaluation: Evaluation, asked: argparse.Namespace) -> None:
    """Print what was measured, and write it where that is asked."""
    print(table(evaluation))
    if asked.json is not None:
        write_json(evaluation, asked.json)
    if asked.errors is not None:
        write_errors(evaluation, asked.errors)

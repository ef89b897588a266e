"""What the ears make of noise in which nobody speaks: `python benchmarks/noise_alone.py [--noise NAME] [--minutes N]`.

`words`: of two-second stretches that are said to the car (talk button held) so many come out as words. Beside the car, while it
drives: texts and stops, an hour. Each stretch of two seconds and each minute beside is another noise, at another loudness.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.spoken import report
from language.evaluate.score import Evaluation, Figure, Miss, row
from language.speech.listening import ListeningNode
from language.speech.noise import NOISES
from language.speech.offline import Ears
from language.speech.recogniser import UNKNOWN
from language.speech.vosk_recogniser import load
from language.speech.wave import to_samples
from robot.messages import Message, StopRequest
from robot.speech import SAMPLE_RATE_HZ, Heard, Samples

STRETCH_S, MINUTE_S = 2.0, 60.0
LOUDNESS_DB = (-46.0, -24.0)
"""Against the loudest sound that a microphone tells apart."""


def noise(name: str, seconds: float, seed: Sequence[int]) -> Samples:
    """So many seconds of a noise, at some loudness."""
    random = np.random.default_rng(seed)
    wave = NOISES[name](round(seconds * SAMPLE_RATE_HZ), random)
    wave = wave / np.sqrt(np.mean(wave**2)) * 10 ** (random.uniform(*LOUDNESS_DB) / 20)
    return to_samples(wave.astype(np.float32))


def texts(messages: Sequence[Message]) -> list[str]:
    """What was heard in the end, without what was no word of the car's."""
    return [each.text for each in messages if isinstance(each, Heard) and each.final and set(each.text.split()) - {UNKNOWN}]


def evaluate(asked: argparse.Namespace) -> Evaluation:
    ears = Ears(ListeningNode(ListeningNode.Config(), load(asked.model)))
    rows, figures, misses = [], list[Figure](), list[Miss]()
    for name in asked.noise or sorted(NOISES):
        told = [texts(ears.hear(noise(name, STRETCH_S, (asked.seed, n, 1)))) for n in range(asked.stretches)]
        beside = [ears.hear(noise(name, MINUTE_S, (asked.seed, n, 2)), addressed=False) for n in range(asked.minutes)]
        heard = [texts(messages) for messages in beside]
        stops = [sum(isinstance(each, StopRequest) for each in messages) for messages in beside]
        rows.append(row(f"words {name}", sum(map(bool, told)), len(told)))
        for what, count in (("texts beside", sum(map(len, heard))), ("stops beside", sum(stops))):
            figures.append(Figure(f"{what} {name}", 60 * count / max(1, asked.minutes), f"an hour ({count})"))
        for where, all_texts in (("told", told), ("beside", heard)):
            misses += [Miss(f"{name} {where} {n}", "", "", " / ".join(some)) for n, some in enumerate(all_texts) if some]
    title = f"noise alone: {asked.stretches} stretches of {STRETCH_S:g} s, {asked.minutes} min beside, seed {asked.seed}"
    return Evaluation(title, tuple(rows), tuple(misses), tuple(figures))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="noise_alone", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    parser.add_argument("--noise", action="append", choices=sorted(NOISES), help="default: every one")
    parser.add_argument("--stretches", type=int, default=60, metavar="N", help="of two seconds that are said to the car")
    parser.add_argument("--minutes", type=int, default=25, metavar="N", help="beside the car")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write every miss there, one JSON object a line")
    asked = parser.parse_args(argv)
    report(evaluate(asked), asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())

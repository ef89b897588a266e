"""How well the wake word is heard: `python benchmarks/waking.py MANIFEST [--word computer] [--noise motor:10] [--every N]`.

Recordings whose text is the word should wake the car; all others, talk and noise that come through the gate, should not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from language.evaluate.manifest import read
from language.evaluate.score import Evaluation, Figure, Miss, row, table, write_json
from language.evaluate.sounds import Sounds, noise_option
from language.speech.listening import ListeningNode
from language.speech.offline import Ears
from language.speech.vosk_recogniser import load
from robot.speech import SAMPLE_RATE_HZ, Talk


def evaluate(asked: argparse.Namespace) -> Evaluation:
    recordings = [each for each in read(asked.manifest) if each.said == asked.word]
    calls = len(recordings)
    recordings += [each for each in read(asked.manifest) if asked.word not in each.said][:: asked.every]
    ears = Ears(ListeningNode(ListeningNode.Config(wake_word=asked.word), load(asked.model)))
    sounds, woke, talk_s = Sounds(asked.noise, asked.seed), [], 0.0
    for number, recording in enumerate(recordings):
        sound = sounds(recording, number)
        woke.append(any(isinstance(message, Talk) for message in ears.hear(sound, addressed=False)))
        talk_s += len(sound) / SAMPLE_RATE_HZ if number >= calls else 0.0
    false = [recording for recording, wakes in zip(recordings[calls:], woke[calls:], strict=True) if wakes]
    rate = Figure("false_wakes_per_hour", 3600 * len(false) / talk_s if talk_s else 0.0, f"an hour, in {talk_s / 3600:.2f} h")
    misses = tuple(Miss(each.path, each.said, "", asked.word) for each in false)
    title = f'"{asked.word}" among {len(recordings)} recordings'
    return Evaluation(title, (row("wake_recall", sum(woke[:calls]), calls),), misses, (rate,))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="waking", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--word", default="computer")
    parser.add_argument("--noise", type=noise_option, metavar="NAME:DB", help="such as motor:10")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of the other recordings only one in N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args(argv)
    evaluation = evaluate(asked)
    print(table(evaluation))
    if asked.json is not None:
        write_json(evaluation, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())

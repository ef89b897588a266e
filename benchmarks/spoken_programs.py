"""Sentences spoken to the car, and what it would do: `python benchmarks/spoken_programs.py [--count N] [--pocketsphinx]`.

Sentences of benchmarks/sentences.yaml, or of a file of JSON lines with `text` (SCOUT's, HuRIC's commands), are spoken by voices
that no model learned from (language/speech/voices.py) and heard as on the car, clean and with motors 20, 10 and 5 dB below.

`program`: it sets out to do what the parser makes of the words that were said, without asking. `program_or_asked`: or it asks
for a yes to just that. `no_motion`: of sentences that are not for a car, it asks or does nothing; `no_motion typed` is what
comes of them typed. Sentences inside the language that the parser has no program for are left out, and counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.spoken import Spoken, add_options, in_noise, report, sentences, spoken, texts
from language.ability import why_not
from language.evaluate.manifest import Recording
from language.evaluate.score import Evaluation, Figure, Miss, Row, row
from language.evaluate.sounds import Noise
from language.evaluate.speech import deed, wanted
from language.lexicon import lexicon
from language.speech.alignment import changes
from language.speech.grammar import FOREIGN_WORDS
from language.speech.listening import ListeningNode
from language.speech.offline import Ears
from language.speech.recogniser import SpeechModel
from language.speech.vosk_recogniser import load
from robot import clock
from robot.program import Program
from robot.speech import SAMPLE_RATE_HZ, Heard

NOISES = (None, Noise("motor", 20.0), Noise("motor", 10.0), Noise("motor", 5.0))


class Outcome(NamedTuple):
    """What was said, the program that would be right, what was heard, done and asked for."""

    said: Spoken
    wanted: Program | None
    heard: str
    done: Program | None
    asked: Program | None


def heard(ears: Ears, said: Sequence[Spoken], noise: Noise | None, seed: int) -> tuple[list[Outcome], float]:
    """What came of each sentence, and the CPU seconds for one of sound."""
    outcomes, used_s, sound_s = [], 0.0, 0.0
    for number, each in enumerate(said):
        sound = in_noise(each.wave, noise, seed, number)
        begun_s = clock.cpu_s()
        messages = ears.hear(sound)
        used_s, sound_s = used_s + clock.cpu_s() - begun_s, sound_s + len(sound) / SAMPLE_RATE_HZ
        text = " ".join(message.text for message in messages if isinstance(message, Heard) and message.final)
        outcomes.append(Outcome(each, wanted(Recording("", each.text)), text, *deed(messages)))
    return outcomes, used_s / sound_s if sound_s else 0.0


def measured(name: str, inside: Sequence[Outcome], outside: Sequence[Outcome]) -> tuple[list[Row], list[Figure], list[Miss]]:
    """The rows of one recogniser in one noise."""
    right = [each.done == each.wanted for each in inside]
    asked = [good or each.asked == each.wanted for good, each in zip(right, inside, strict=True)]
    still = [each.done is None for each in outside]
    rows = [row(f"program {name}", sum(right), len(right)), row(f"program_or_asked {name}", sum(asked), len(asked)),
            row(f"no_motion {name}", sum(still), len(still))]  # fmt: skip
    pairs = [(each.said.text.split(), each.heard.split()) for each in inside]
    wer = 100 * sum(changes(*pair) for pair in pairs) / max(1, sum(len(said) for said, _ in pairs))
    wrong = [each for well, each in zip([*right, *still], [*inside, *outside], strict=True) if not well]
    misses = [Miss(f"{name} {each.said.voice}", each.said.text, str(each.wanted), f"{each.heard} -> {each.done}")
              for each in wrong]  # fmt: skip
    return rows, [Figure(f"wer {name}", wer, "% of words")], misses


def evaluate(asked: argparse.Namespace) -> Evaluation:
    drawn = texts(asked.texts, asked.count, asked.seed) if asked.texts else sentences("inside", asked.count, asked.seed)
    meant = [text for text in drawn if wanted(Recording("", text)) is not None]
    others = sentences("outside", asked.count // 2, asked.seed)
    inside, outside = spoken(meant, asked.seed, asked.room), spoken(others, asked.seed + 1, asked.room)
    models: dict[str, SpeechModel] = {"": load(asked.model)}
    if asked.pocketsphinx:
        from benchmarks.sphinx import SphinxModel

        models["pocketsphinx "] = SphinxModel()
    typed = [_nothing_comes_of(text) for text in others]
    rows, figures, misses = [row("no_motion typed", sum(typed), len(typed))], list[Figure](), list[Miss]()
    for who, model in models.items():
        ears = Ears(ListeningNode(ListeningNode.Config(foreign=asked.foreign), model))
        for noise in asked.noise or NOISES:
            name = who + ("clean" if noise is None else f"{noise.name}:{noise.snr_db:g}")
            (told, rtf), (beside, _) = (heard(ears, said, noise, asked.seed) for said in (inside, outside))
            new_rows, new_figures, missed = measured(name, told, beside)
            rows, misses = rows + new_rows, misses + missed
            figures += [*new_figures, Figure(f"rtf {name}", rtf, "CPU s per s of sound")]
    left_out = f", {len(drawn) - len(meant)} left out" if len(meant) < len(drawn) else ""
    where = asked.texts.name if asked.texts else "benchmarks/sentences.yaml"
    title = f"spoken: {len(inside)} sentences of {where}{left_out}, {len(outside)} others, seed {asked.seed}"
    return Evaluation(title, tuple(rows), tuple(misses), tuple(figures))


def _nothing_comes_of(text: str) -> bool:
    """Whether the car asks, says no or does nothing when that is typed; its eyes know what they were trained on."""
    program = wanted(Recording("", text))
    return program is None or bool(why_not(program, lexicon().values("kind")))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="spoken_programs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200, metavar="N", help="sentences for the car; half as many others")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="commands from here instead, one JSON object a line")
    parser.add_argument("--room", action="store_true", help="each sentence in some room, with its echo")
    parser.add_argument("--pocketsphinx", action="store_true", help="the same with pocketsphinx, ten times slower")
    parser.add_argument("--foreign", type=int, default=FOREIGN_WORDS, metavar="N", help="as the listening node has it")
    add_options(parser, "none, motor:20, 10, 5")
    asked = parser.parse_args(argv)
    report(evaluate(asked), asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a Vosk model hears of recordings: exact texts with a grammar, and what it takes for a command that is none."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from language.evaluate.sounds import padded
from models.train.speech.corpus import Samples
from models.train.speech.features import RATE_HZ
from models.train.speech.people import Said, read_manifest, read_sound
from models.train.speech.sentences import LETTERS, NUMBERS
from models.vosk.graph import UNKNOWN

COMMANDS = ("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go")
FURTHER = ("forward", "backward", "follow")
SPELLED = (
    *LETTERS,
    *NUMBERS,
    *(
        "enter erase rubout help start stop go repeat yes no hyphen dash dot slash january february march april may june "
        "july august september "
        "october november december first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth and hundred thousand"
    ).split(),
)
BLOCK = 1600
"""Samples that are given at a time."""


class Row(NamedTuple):
    """A line of the report: `right` of so many, and seconds of computing for each second of sound."""

    name: str
    right: int
    of: int
    rtf: float


class Listener:
    """One model and a grammar."""

    def __init__(self, model: Any, grammar: Sequence[str] | None) -> None:
        from vosk import KaldiRecognizer

        arguments = (json.dumps(list(grammar)),) if grammar else ()
        self._recognizer = KaldiRecognizer(model, RATE_HZ, *arguments)
        self.spent_s = self.heard_s = 0.0

    def hear(self, samples: Samples) -> str:
        """The text of a whole recording."""
        begin, texts = time.process_time(), []
        for start in range(0, len(samples), BLOCK):
            if self._recognizer.AcceptWaveform(samples[start : start + BLOCK].tobytes()):
                texts.append(json.loads(self._recognizer.Result())["text"])
        texts.append(json.loads(self._recognizer.FinalResult())["text"])
        self.spent_s += time.process_time() - begin
        self.heard_s += len(samples) / RATE_HZ
        return " ".join(" ".join(texts).split())


def load(folder: Path) -> Any:
    from vosk import Model, SetLogLevel

    SetLogLevel(-1)
    return Model(str(folder))


def judge(name: str, model: Any, grammar: Sequence[str] | None, said: Iterable[tuple[Samples, Callable[[str], bool]]]) -> Row:
    """How often what is heard is right, as each recording's own test says."""
    listener = Listener(model, grammar)
    verdicts = [right(listener.hear(samples)) for samples, right in said]
    return Row(name, sum(verdicts), len(verdicts), listener.spent_s / max(listener.heard_s, 1e-9))


def rows(model: Any, manifest: Path, every: int, spelling: Sequence[str] = SPELLED, unknown: int = 1) -> list[Row]:
    """All that a manifest can tell; `spelling` is AN4's grammar, `unknown` how often `[unk]` stands in the others."""
    said = read_manifest(manifest)[::every]
    quiet = np.random.default_rng(0)
    sounds = {
        row.path: padded(read_sound(manifest.parent / row.path), quiet)
        for row in said if row.set in ("gsc", "gsc-extra", "an4", "libri-neg")
    }

    def exact(chosen: list[Said]) -> list[tuple[Samples, Callable[[str], bool]]]:
        return [(sounds[row.path], (row.text or "").__eq__) for row in chosen]

    def nothing(chosen: list[Said]) -> list[tuple[Samples, Callable[[str], bool]]]:
        return [(sounds[row.path], is_nothing) for row in chosen]

    def none(chosen: list[Said]) -> list[tuple[Samples, Callable[[str], bool]]]:
        return [(sounds[row.path], has_none) for row in chosen]

    commands = [*COMMANDS, *[UNKNOWN] * unknown]
    gsc = [row for row in said if row.set == "gsc"]
    unknown_words = [row for row in gsc if row.text and row.text not in COMMANDS]
    further = [row for row in said if row.set == "gsc-extra"]
    return [
        judge("ten commands", model, commands, exact([row for row in gsc if row.text in COMMANDS])),
        *(judge(f"- {word}", model, commands, exact([row for row in gsc if row.text == word])) for word in COMMANDS),
        judge("unknown words left alone", model, commands, nothing(unknown_words)),
        judge("silence left alone", model, commands, nothing([row for row in gsc if not row.text])),
        judge("LibriSpeech left alone", model, commands, nothing([row for row in said if row.set == "libri-neg"])),
        judge("unknown words without any command", model, commands, none(unknown_words)),
        judge("forward, backward, follow", model, [*FURTHER, UNKNOWN], exact(further)),
        judge("the same among all commands", model, [*FURTHER, *commands], exact(further)),
        judge("AN4", model, spelling, exact([row for row in said if row.set == "an4"])),
    ]


def is_nothing(text: str) -> bool:
    """Whether no command was heard: words among unknown ones are talk, of which a command may be a part."""
    return not text or UNKNOWN in text.split()


def has_none(text: str) -> bool:
    """Whether not even among unknown words a command was heard."""
    return not set(text.split()) - {UNKNOWN}


def an4_grammar(training: Path) -> tuple[str, ...]:
    """What people said in AN4's training recordings, and every word once more."""
    return (*SPELLED, *(row.text for row in read_manifest(training) if row.set == "an4" and row.text))


def table(rows: Iterable[Row]) -> str:
    """In Markdown."""
    lines = ["| what | right | of | per cent | RTF |", "|---|---|---|---|---|"]
    for row in rows:
        lines.append(f"| {row.name} | {row.right} | {row.of} | {100 * row.right / max(row.of, 1):.1f} | {row.rtf:.3f} |")
    return "\n".join(lines)

"""A corpus of synthesised speech: made-up sentences in many voices, each sound where the synthesiser put it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from models.train.data import DataError
from models.train.speech import built_voices
from models.train.speech.corpus import CorpusWriter, Samples, Segment
from models.train.speech.espeak_voices import ACCENTS, THROATS, Espeak
from models.train.speech.flite_voices import VOICES, speak
from models.train.speech.sentences import alone, texts

ALONE = "alone"
"""The source of words alone."""


def synthesize(out: Path, count: int, flite_share: float, seed: int, source: str = "") -> None:
    """Write a corpus of `count` sentences, or of words alone where that is the `source`."""
    random = np.random.default_rng(seed)
    espeak = Espeak()
    with CorpusWriter(out) as corpus, tempfile.TemporaryDirectory() as folder:
        for text in islice((alone if source == ALONE else texts)(random), count):
            if random.random() < flite_share:
                voice = str(random.choice(VOICES))
                samples, segments = speak(text, voice, float(random.uniform(0.8, 1.2)), Path(folder))
                corpus.add(samples, segments, source or "flite", voice, text)
            else:
                voice = some_voice(random)
                samples, segments = espeak.speak(text, voice, int(random.integers(120, 200)), int(random.integers(20, 80)))
                corpus.add(samples, segments, source or "espeak", voice, text)


def narrate(out: Path, count: int, model: Path, seed: int, words: bool = False) -> int:
    """Write a corpus of `count` sentences, or words alone, by voices built from people's recordings; how many of them did not
    say their text, and are left out. A model of ours tells when each sound is made.
    """
    from models.train.speech.alignment import Aligner  # needs torch, which the others do without

    random, aligner, refused = np.random.default_rng(seed), Aligner(model), 0
    with CorpusWriter(out) as corpus, tempfile.TemporaryDirectory() as folder:
        for text in islice((alone if words else texts)(random), count):
            voice = str(random.choice(built_voices.VOICES, p=built_voices.SHARES))
            samples = built_voices.speak(text, voice, random, Path(folder))
            try:
                corpus.add(samples, aligner.segments(samples, text), "built-alone" if words else "built", voice, text)
            except DataError:  # said otherwise than its text is read: nothing to learn from
                refused += 1
    return refused


def some_voice(random: np.random.Generator) -> str:
    """One of espeak-ng's voices to train on."""
    accent, throat = str(random.choice(ACCENTS)), str(random.choice(THROATS))
    return f"{accent}+{throat}" if throat else accent


def speak_held_out(texts: list[str], seed: int) -> Iterator[tuple[str, str, Samples, list[Segment]]]:
    """Each text in a voice that nothing was trained on: the voice, the text, samples and sounds."""
    from models.train.speech.espeak_voices import held_out_voices
    from models.train.speech.flite_voices import HELD_OUT_VOICES

    random, espeak = np.random.default_rng(seed), Espeak()
    with tempfile.TemporaryDirectory() as folder:
        for text in texts:
            voice = str(random.choice([*held_out_voices(), *HELD_OUT_VOICES * 3]))
            if voice in HELD_OUT_VOICES:
                yield voice, text, *speak(text, voice, float(random.uniform(0.85, 1.15)), Path(folder))
            else:
                yield voice, text, *espeak.speak(text, voice, int(random.integers(130, 180)), int(random.integers(30, 70)))

"""From a checkpoint to a folder that Vosk loads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from language.lexicon import lexicon
from models.train.speech.dictionary import pronunciations
from models.train.speech.features import COEFFICIENTS
from models.train.speech.sentences import Speaker, texts, vocabulary
from models.train.speech.start import read_layers
from models.train.speech.train import Plan, trained
from models.vosk.folder import Words, write_grammar, write_settings, write_words
from models.vosk.graph import GraphSettings, numbered
from models.vosk.network import Layer, acoustic_model

FURTHER = tuple(
    "bird marvin sheila tree wow happy learn visual enter erase rubout help start repeat january february march april may "
    "june july august "
    "september october november december hyphen dash space period comma double dot slash first second third fourth fifth "
    "sixth seventh eighth "
    "ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "thirtieth million apostrophe code am ah sideways times".split()
)
"""Words beside the parser's: dates, spelling, those of Speech Commands, and what the examples say."""
SENTENCES = 6000
FRAME_MS = 10


def export(checkpoint: Path, out: Path, before: Path | None = None, **settings: float) -> None:
    """Write the model folder `out`; `settings` are those of models.vosk.graph.GraphSettings.

    With the model `before`, from which training went on, the weights are the mean of both: better at what either is good at
    (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). Raises DataError where that is another network.
    """
    ears, follow = trained(checkpoint)
    layers = ears.layers() if before is None else halfway(ears.layers(), before)
    (out / "am").mkdir(parents=True, exist_ok=True)
    (out / "am" / "final.mdl").write_bytes(acoustic_model(layers, COEFFICIENTS))
    costs = np.round(-np.log(np.maximum(follow, 1e-6)), 3)
    known = pronunciations((*vocabulary(lexicon()), *FURTHER))
    graph = GraphSettings(tuple(tuple(row) for row in costs.tolist()), **settings)
    words = Words(known, numbered(known), graph)
    write_words(out, words)
    write_grammar(out, words.numbers, _sentences())
    write_settings(out, late_ms=FRAME_MS * Plan().late)


def halfway(layers: Sequence[Layer], before: Path) -> list[Layer]:
    """The mean of the layers and those of a model folder; raises DataError where these are of other sizes."""
    others = read_layers(before, [layer.weights.shape for layer in layers])
    half = np.float32(0.5)
    return [layer._replace(weights=half * (layer.weights + weights), bias=half * (layer.bias + bias))
            for layer, (weights, bias) in zip(layers, others, strict=True)]  # fmt: skip


def _sentences() -> list[str]:
    """What is likely to be said, for decoding without a grammar."""
    speaker = Speaker(np.random.default_rng(5))
    said = [speaker.sentence() for _ in range(SENTENCES)]
    return said + [text.replace(",", "") for text in islice(texts(np.random.default_rng(6)), SENTENCES // 3)]

"""When each sound of a known text was made: the likeliest path through its words, judged by a model of ours.

Viterbi's algorithm over the words' sounds, with any of the ways to say each word and silence wherever it may be.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.train.data import DataError
from models.train.speech.corpus import Samples, Segment
from models.train.speech.dictionary import pronunciations
from models.train.speech.features import STEP, WINDOW, coefficients
from models.train.speech.network import AFTER, BEFORE, DELAYS
from models.train.speech.start import read_layers
from models.train.speech.train import Plan
from models.vosk.graph import Sounds
from models.vosk.phones import NUMBER, SILENCE, SOUNDS

Floats = npt.NDArray[np.float32]

SPACING = 3
"""Frames of 10 ms in a step of the path: a sound lasts for one at least."""
LEAST = -2.3
"""The mean log probability of a path, under which something else was said than the text."""


class Chain(NamedTuple):
    """A text as states: the sound of each, those that may come before it, and those it may begin and end with."""

    sounds: list[int]
    before: list[list[int]]
    first: list[int]
    last: list[int]


class Aligner:
    """Judges with the network of a model folder that `models.train.speech` wrote."""

    def __init__(self, model: Path) -> None:
        self._layers = read_layers(model)
        self._late = Plan().late

    def segments(self, samples: Samples, text: str) -> list[Segment]:
        """The sounds of 16 kHz samples, silence included. Raises DataError where the text is not what is heard."""
        chain = chained([_ways(word) for word in text.split()])
        told = self._told(samples)[::SPACING]
        path, score = viterbi(told, chain)
        if score < LEAST:
            raise DataError(f"{text!r} is not what is heard: {score:.2f} a step")
        step_s = SPACING / 100
        changes = np.flatnonzero(np.diff(path, prepend=-1))
        ends = [*changes[1:], len(path)]
        return [Segment(SOUNDS[chain.sounds[path[begin]]], float(begin) * step_s, float(end) * step_s)
                for begin, end in zip(changes, ends, strict=True)]  # fmt: skip

    def _told(self, samples: Samples) -> Floats:
        """Log probabilities (frames of 10 ms, sounds), each of the frame it is told of."""
        heard = np.pad(samples.astype(np.float32), (BEFORE * STEP, (AFTER + self._late) * STEP + WINDOW))
        x = coefficients(heard)
        for (weights, bias), delay in zip(self._layers[:-1], DELAYS, strict=True):
            low, high = min(delay.offsets), max(delay.offsets)
            seen = np.concatenate([x[offset - low : len(x) - high + offset] for offset in delay.offsets], axis=1)
            y = np.maximum(seen @ weights.T + bias, 0)
            x = y + x[-low : len(x) - high] if delay.skip else y
        weights, bias = self._layers[-1]
        scores = x @ weights.T + bias
        scores -= np.logaddexp.reduce(scores, axis=1, keepdims=True)
        return np.asarray(scores[self._late :][: len(samples) // STEP], dtype=np.float32)


def chained(words: list[tuple[Sounds, ...]]) -> Chain:
    """The states of words, each with its ways to be said: silence may stand before, between and after them."""
    chain = Chain([NUMBER[SILENCE]], [[]], [0], [])
    open_ends = [0]
    for number, ways in enumerate(words):
        ends = []
        for way in ways:
            for place, sound in enumerate(way):
                chain.before.append([len(chain.sounds) - 1] if place else list(open_ends))
                if not place and not number:
                    chain.first.append(len(chain.sounds))
                chain.sounds.append(NUMBER[sound])
            ends.append(len(chain.sounds) - 1)
        chain.before.append(ends)
        chain.sounds.append(NUMBER[SILENCE])
        open_ends = [*ends, len(chain.sounds) - 1]
    chain.last.extend(open_ends)
    return chain


def viterbi(told: Floats, chain: Chain) -> tuple[npt.NDArray[np.intp], float]:
    """The likeliest state of each step of log probabilities (T, sounds), and the mean of its path. Raises DataError where there
    are fewer steps than sounds."""
    states = len(chain.sounds)
    allowed = np.full((states, states), -np.inf, np.float32)
    for state, before in enumerate(chain.before):
        allowed[state, [*before, state]] = 0.0
    scores = np.full(states, -np.inf, np.float32)
    scores[chain.first] = told[0, np.array(chain.sounds)[chain.first]]
    came = np.zeros((len(told), states), np.intp)
    for step in range(1, len(told)):
        ways = allowed + scores
        came[step] = ways.argmax(1)
        scores = ways[np.arange(states), came[step]] + told[step, chain.sounds]
    state = max(chain.last, key=lambda last: scores[last])
    if not np.isfinite(scores[state]):
        raise DataError("it is shorter than its text")
    mean, path = float(scores[state]) / len(told), [state]
    for step in range(len(told) - 1, 0, -1):
        path.append(int(came[step, path[-1]]))
    return np.array(path[::-1]), mean


@cache
def _ways(word: str) -> tuple[Sounds, ...]:
    return pronunciations([word])[word]

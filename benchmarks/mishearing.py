"""Words misheard by other odds than the ranker was trained on: `python benchmarks/mishearing.py COMMANDS [--rankers FOLDER]`.

COMMANDS is SCOUT's file. Each word is hit at a rate; what is heard instead is a word, or two, drawn by how near espeak-ng's
phonemes for them are, and by how often people say them. Of a hundred words hit sixty are replaced, thirty lost, five joined
with the next, five followed by a stray word: our guess at what recognisers do. Needs espeak-ng.
"""

from __future__ import annotations

import argparse
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from language.evaluate import rankers
from language.evaluate.canonical import canonical, same
from language.evaluate.score import Evaluation, read_lines, row, table
from language.evaluate.scout import Unit, best
from language.lexicon import lexicon

Phones = tuple[str, ...]
PAUSE = "."
STRAY = ("a", "the", "and", "to", "i", "it", "of", "in")
VOWELS = "aeiouAEIOU03@VQ"
KIN = [{"p", "b"}, {"t", "d"}, {"k", "g"}, {"f", "v"}, {"T", "D"}, {"s", "z"}, {"S", "Z"}, {"tS", "dZ"}]
FAMILIES = [set("p b t d k g".split()), set("f v T D s z S Z".split()), {"m", "n", "N"}, {"l", "r", "w", "j", "h"}]
SAME_PLACE, SAME_MANNER, OTHER, VOWEL, ACROSS, LOSS = 0.35, 0.5, 1.0, 0.4, 1.3, 0.7
NEIGHBOURS, PAIRS = 14, 600
NEARNESS, FREQUENCY = 1.5, 0.3


class Recogniser:
    """Mishears words. Its vocabulary are those of `texts`, the lexicon's, and the pairs of words that the texts have most."""

    def __init__(self, texts: Sequence[str]) -> None:
        said = [[word for word in text.split() if word.isalpha() and word.isascii()] for text in texts]
        words = Counter(word for text in said for word in text)
        words.update({word for word in lexicon().words if word.isalpha() and word.isascii()})
        self._phones = dict(zip(sorted(words), phones(sorted(words)), strict=True))
        pairs = Counter(pair for text in said for pair in pairwise(text)).most_common(PAIRS)
        phrases = [((word,), count) for word, count in sorted(words.items())] + [(tuple(pair), count) for pair, count in pairs]
        self._phrases = [(phrase, self._spoken(phrase), count) for phrase, count in phrases]
        self._known: dict[tuple[str, ...], tuple[list[str], list[float]]] = {}

    def __call__(self, text: str, rate: float, generator: np.random.Generator) -> str:
        words, heard, at = text.split(), [], 0
        while at < len(words):
            word = words[at]
            at += 1
            fate = 0.0 if word == PAUSE or generator.random() >= rate else generator.random()
            if fate == 0.0:
                heard.append(word)
            elif fate < 0.3:
                continue
            elif fate < 0.35:
                heard += [word, str(generator.choice(STRAY))]
            elif fate < 0.4 and at < len(words) and words[at] != PAUSE:
                heard.append(self._like((word, words[at]), generator))
                at += 1
            else:
                heard.append(self._like((word,), generator))
        return " ".join(word for word in heard if word)

    def _like(self, words: tuple[str, ...], generator: np.random.Generator) -> str:
        if words not in self._known:
            self._known[words] = self._near(words)
        near, weights = self._known[words]
        return near[int(generator.choice(len(near), p=weights))] if near else ""

    def _near(self, words: tuple[str, ...]) -> tuple[list[str], list[float]]:
        if not all(word in self._phones for word in words):
            return [], []
        own = self._spoken(words)
        far = sorted(
            (distance(own, other), " ".join(phrase), count)
            for phrase, other, count in self._phrases
            if phrase != words and abs(len(other) - len(own)) <= 2
        )[:NEIGHBOURS]
        weights = np.array([np.exp(-NEARNESS * sounds) * (count + 1) ** FREQUENCY for sounds, _, count in far])
        return [phrase for _, phrase, _ in far], list(weights / weights.sum()) if far else []

    def _spoken(self, words: Iterable[str]) -> Phones:
        return sum((self._phones[word] for word in words), ())


def phones(words: Sequence[str]) -> list[Phones]:
    """espeak-ng's phonemes of each word, without stress and length."""
    command = ["espeak-ng", "-q", "-x", "-v", "en-us", "--sep= "]
    said = subprocess.run(command, input="\n".join(f"{word}." for word in words), capture_output=True, text=True, check=True)
    lines = said.stdout.strip("\n").split("\n")
    return [tuple(phone for each in line.split() if (phone := each.strip("',%=_:|#2"))) for line in lines]


def distance(one: Phones, other: Phones) -> float:
    """How many phonemes are changed, added or lost; near ones count less."""
    row = [LOSS * index for index in range(len(other) + 1)]
    for phone in one:
        before, row = row, [row[0] + LOSS]
        for index, match in enumerate(other):
            row.append(min(before[index] + _change(phone, match), before[index + 1] + LOSS, row[index] + LOSS))
    return row[-1]


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = (one[0] in VOWELS) + (other[0] in VOWELS)
    if vowels:
        return VOWEL if vowels == 2 else ACROSS
    if any({one, other} <= kin for kin in KIN):
        return SAME_PLACE
    return SAME_MANNER if any({one, other} <= family for family in FAMILIES) else OTHER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rankers", type=Path, help="those of `python -m models.train ranker --folds 5`, not the shipped one")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    units: list[Unit] = read_lines(asked.file, Unit)
    recogniser, commanders = Recogniser([unit.text for unit in units]), [unit.commander for unit in units]
    chosen = partial(rankers.folds, asked.rankers) if asked.rankers else rankers.shipped
    for rate in (0.1, 0.26):
        generator = np.random.default_rng(asked.seed)
        heard = [recogniser(unit.text, rate, generator) for unit in units]
        rows = []
        for used in (rankers.without(commanders), chosen(commanders)):
            pairs = zip(units, heard, strict=True)
            right = sum(same(canonical(best(text, used.of(unit.commander))), unit.gold) for unit, text in pairs)
            rows.append(row(used.told, right, len(units)))
        title = f"SCOUT {asked.file.name}, {rate:.0%} of words misheard by phonemes, seed {asked.seed}"
        print(table(Evaluation(title, tuple(rows))))


if __name__ == "__main__":
    main()

"""Weight imprinting on photographs: crops' boxes told from each other by the features of a photo-trained detector.

    python benchmarks/teaching_photographs.py --images DIR --labels FILE --model nanodet-plus-m-320

An episode draws five of the words that have enough boxes, some views of each, and asks for the rest. Views and questions never
share a picture (views may: a shelf of books is several). Chance is 20 %.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models import registry, store
from perception import photograph
from perception.detectors.photo import PhotoDetector
from perception.imprint import unit
from perception.labels import Labels

Floats = npt.NDArray[np.float32]
WAYS, SHOTS = 5, (1, 5, 10)
LEAST_SIDE_PX, LEAST_SHARE = 24, 0.005
QUESTIONS = 15


class Views(NamedTuple):
    """All boxes of one word."""

    vectors: Floats
    """(N, D) unit rows."""
    pictures: npt.NDArray[np.intp]
    """(N,) the picture of each."""


def views(model: str, images: Path, labels: Labels, folder: Path | None) -> dict[str, Views]:
    """The true boxes of every word that are large enough, with their vectors."""
    entry = registry.find(model)
    detector = PhotoDetector(model, entry, store.read_network(model, entry, folder), featured=True)
    rows: dict[str, list[Floats]] = defaultdict(list)
    of: dict[str, list[int]] = defaultdict(list)
    for number, path in enumerate(photograph.in_folder(images)):
        truth = labels.of(path)
        if truth is None or not len(truth.box):
            continue
        image = photograph.read(path)
        height, width = image.shape[:2]
        sides = (truth.box[:, 2:] - truth.box[:, :2]) * [width, height]
        large = (sides.min(1) >= LEAST_SIDE_PX) & (sides.prod(1) >= LEAST_SHARE * width * height)
        found = detector.vectors(image, (truth.box * np.array([width, height] * 2)).astype(np.float32))
        for row in np.flatnonzero(large).tolist():
            rows[truth.words[row]].append(found[row])
            of[truth.words[row]].append(number)
    return {word: Views(np.array(rows[word], np.float32), np.array(of[word])) for word in rows}


def episode(words: dict[str, Views], shots: int, rng: np.random.Generator) -> float | None:
    """The share of questions answered right; None where a drawn word has too few pictures."""
    chosen = [sorted(words)[index] for index in rng.permutation(len(words))[:WAYS]]
    prototypes, questions, answers = [], [], []
    for number, word in enumerate(chosen):
        split = _split(words[word], shots, rng)
        if split is None:
            return None
        prototypes.append(unit(split[0].mean(axis=0)))
        questions.append(split[1])
        answers += [number] * len(split[1])
    said = (np.concatenate(questions) @ np.array(prototypes).T).argmax(axis=1)
    return float((said == np.array(answers)).mean())


def _split(of: Views, shots: int, rng: np.random.Generator) -> tuple[Floats, Floats] | None:
    """`shots` boxes of pictures taken one after the other, and boxes of the other pictures."""
    taught: list[int] = []
    left = rng.permutation(np.unique(of.pictures)).tolist()
    while left and len(taught) < shots:
        taught += rng.permutation(np.flatnonzero(of.pictures == left.pop())).tolist()
    asked = np.flatnonzero(np.isin(of.pictures, left))
    if len(taught) < shots or not len(asked):
        return None
    return of.vectors[taught[:shots]], of.vectors[rng.permutation(asked)[:QUESTIONS]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--model", default="nanodet-plus-m-320")
    parser.add_argument("--models", type=Path)
    parser.add_argument("--episodes", type=int, default=1000)
    arguments = parser.parse_args()
    words = views(arguments.model, arguments.images, Labels(arguments.labels), arguments.models)
    print("| views | words | 5-way, % (90 % of episodes) |\n|---|---|---|")
    for shots in SHOTS:
        enough = {word: of for word, of in words.items() if len(of.pictures) > shots and len(np.unique(of.pictures)) > 1}
        rng = np.random.default_rng(shots)
        scores = [score for _ in range(arguments.episodes) if (score := episode(enough, shots, rng)) is not None]
        low, high = np.percentile(scores, (5, 95))
        print(f"| {shots} | {len(enough)} | {100 * np.mean(scores):.1f} ({100 * low:.0f}–{100 * high:.0f}) |")


if __name__ == "__main__":
    main()

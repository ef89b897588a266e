"""Makes scores mean what they say: of the detections that score 0.3, three in ten are right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.average_precision import match
from models.train.data import Example
from perception.decode import Decoder, overlaps

if TYPE_CHECKING:
    from models.runtime import Eyes
    from robot.sim.lens import Lens

Floats = npt.NDArray[np.float64]


def calibration(eyes: Eyes, examples: Iterable[Example], lens: Lens) -> tuple[float, float]:
    """Gain and shift for the log-odds of the network's raw scores, from pictures that it was not trained on."""
    from robot.sim.lens import photograph

    generator = np.random.default_rng(0)
    decode = Decoder(eyes.prototypes, eyes.card.scale)
    scores: list[float] = []
    hits: list[bool] = []
    for example in examples:
        found = decode(eyes(photograph(np.ascontiguousarray(example.picture), lens, generator))[0])
        true = match(overlaps(found.box, example.boxes.box), found.kind, example.boxes.kind.astype(np.intp)).true
        scores += found.score[true != -2].tolist()
        hits += (true[true != -2] >= 0).tolist()
    return fitted(np.array(scores), np.array(hits, dtype=float))


def fitted(scores: Floats, hits: Floats) -> tuple[float, float]:
    """Logistic regression of hit or miss on the log-odds of the score, by Newton's method."""
    odds = np.log(scores / (1 - scores))
    design = np.stack([odds, np.ones_like(odds)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(30):
        sure = 1 / (1 + np.exp(-design @ weights))
        curvature = (design * (sure * (1 - sure))[:, None]).T @ design + 1e-9 * np.eye(2)
        weights = weights + np.linalg.solve(curvature, design.T @ (hits - sure))
    return float(weights[0]), float(weights[1])

"""FastestDet (Xuehao Ma, 2022): one grid of 22x22 cells, each with one box, after YOLO."""

from __future__ import annotations

import numpy as np

from perception.detectors.fit import grid
from perception.detectors.seen import Candidates, Floats

STRIDE = 16
OUTPUTS = ("758",)
MOST_OVERLAP = 0.45


def decode(outputs: dict[str, Floats], least_score: float) -> Candidates:
    """(1, 5 + classes, h, w): objectness, box as logits, probabilities of the classes."""
    numbers = outputs[OUTPUTS[0]][0]
    channels, height, width = numbers.shape
    rows = numbers.reshape(channels, -1).T
    kind = rows[:, 5:].argmax(1)
    score = np.maximum(rows[:, 0], 0.0) ** 0.6 * np.maximum(rows[:, 5:].max(1), 0.0) ** 0.4
    keep = score >= least_score
    raw = rows[keep, 1:5]
    centres = (np.tanh(raw[:, :2]) + grid(width, height)[keep]) * STRIDE
    half = 0.5 / (1.0 + np.exp(-raw[:, 2:])) * np.array([width, height], dtype=np.float32) * STRIDE
    boxes = np.concatenate([centres - half, centres + half], axis=1).astype(np.float32)
    return Candidates(boxes, score[keep], kind[keep])

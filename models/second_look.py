"""Looks again, one by one, at what the first network found: what a thing is shows better when it fills the picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from models.crops import crop, light, mirrored, places
from models.layout import (
    BOX,
    CELL,
    COLOUR,
    COLOURS,
    CROP_PX,
    GLANCED,
    LOOK,
    PLACE,
    RANGE,
    SEEN,
    SPREAD,
    THING,
    VECTOR,
    Cells,
)

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

MOST = 16
"""Of so many things in one picture, the surest."""

_LEAST_THING, _SAME = 0.15, 0.7
_LEAST_LOG_ODDS, _NOTHING = float(np.log(_LEAST_THING / (1 - _LEAST_THING))), -30.0
_INPUTS = {"crops": [CROP_PX, CROP_PX, 3], "places": [PLACE]}
_OUTPUTS = {"vector": [LOOK], "colour": [len(COLOURS)], "thing": [1]}


class SecondLook:
    """The second network, ready to be asked. `share` is how much its vector counts beside the first network's."""

    def __init__(self, session: Any, share: float) -> None:
        """ValueError for a network that is none of this kind."""
        for told, wanted in ((session.get_inputs(), _INPUTS), (session.get_outputs(), _OUTPUTS)):
            shapes = {value.name: value.shape[1:] for value in told}
            if shapes != wanted:
                raise ValueError(f"the second network has {shapes}, not {wanted} as models/layout.py asks for")
        self._session, self._weights = session, np.sqrt(np.array([1.0 - share, share], dtype=np.float32))
        self._candidates = Candidates()

    def __call__(self, image: Bytes, numbers: Floats) -> Floats:
        """(N, SEEN) from the first network's cells (N, CELL); cells not looked at show nothing."""
        result = np.zeros((len(numbers), SEEN), dtype=np.float32)
        result[:, THING] = _NOTHING
        boxes, chosen = self._candidates(numbers)
        if len(chosen):
            rows = numbers[chosen]
            vectors, colours, likelier = self.look(image, boxes, rows[:, RANGE])
            result[chosen, : SPREAD + 1] = rows[:, : SPREAD + 1]
            result[chosen, THING] += likelier[:, 0]
            result[chosen, VECTOR] = np.concatenate(
                [self._weights[0] * _unit(rows[:, GLANCED]), self._weights[1] * _unit(vectors)], axis=1)
            result[chosen, COLOUR] = colours
        return result

    def look(self, image: Bytes, boxes: Floats, log_scale: Floats) -> tuple[Floats, Floats, Floats]:
        """Of what stands in boxes (N, 4) of a picture: vectors (N, LOOK), log-odds of colours (N, COLOURS), and the log of how
        many times likelier that is a thing than a mistake (N, 1).

        Each is looked at in a mirror too; told is the mean of both.
        """
        crops = np.stack([crop(image, box) for box in boxes])
        where = places(boxes, log_scale, np.tile(light(image), (len(boxes), 1)))
        both = [self._session.run(list(_OUTPUTS), {"crops": seen, "places": there})
                for seen, there in ((crops, where), mirrored(crops, where))]  # one after the other: half the memory
        vectors, colours, likelier = (np.asarray((one + other) / 2, dtype=np.float32) for one, other in zip(*both, strict=True))
        return vectors, colours, likelier


class Candidates:
    """Where the first network sees something."""

    def __init__(self) -> None:
        self._cells = Cells()

    def __call__(self, numbers: Floats) -> tuple[Floats, Ints]:
        """Boxes (M, 4) that no surer one covers, at most MOST, in the picture's pixels, and the cells that tell of them."""
        import cv2

        assert numbers.shape[1] == CELL
        found = np.flatnonzero(numbers[:, THING] > _LEAST_LOG_ODDS)
        boxes = self._cells.boxes(numbers[found, BOX], found)
        sizes = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
        sure = 1.0 / (1.0 + np.exp(-numbers[found, THING]))
        kept = cv2.dnn.NMSBoxes(sizes.tolist(), sure.tolist(), _LEAST_THING, _SAME)
        best = np.asarray(kept, dtype=np.intp).ravel()[:MOST]
        return boxes[best], found[best]


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), dtype=np.float32)

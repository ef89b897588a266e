"""Detectors that others trained on photographs."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

import numpy as np

from models.registry import Entry
from models.runtime import ModelError, session
from perception.detectors import fastestdet, features, nanodet_plus, yolox
from perception.detectors.fit import fit, unfit
from perception.detectors.seen import Floats, Image, Ints, Seen
from perception.detectors.suppress import suppress
from perception.detectors.words import coco

DECODERS: dict[str, ModuleType] = {"nanodet_plus": nanodet_plus, "fastestdet": fastestdet, "yolox": yolox}


class Looked(NamedTuple):
    """What a network makes of one picture."""

    box: Floats
    """(N, 4) left, top, right, bottom in the picture's pixels, none of them empty."""
    score: Floats
    """(N,) 0…1, best first."""
    kind: Ints
    """(N,) index of its words."""
    vector: Floats
    """(N, dimensions) unit rows that tell what it looks like; of no numbers where nobody asked for features."""
    maps: Sequence[Floats] = ()
    """Its own features of the picture, (1, channels, rows, columns) for each tensor of the registry; none unless asked for."""


class PhotoDetector:
    """A network of the registry with its decoder, on one thread. `featured`: with vectors from its own features."""

    def __init__(self, name: str, entry: Entry, network: bytes, featured: bool = False) -> None:
        if featured and not entry.features:
            raise ModelError(f"{name} can't be taught: the registry names no features of it (python -m models list)")
        self.words = tuple(coco().values())
        self._spec, self._decoder = entry.input, DECODERS[entry.decoder]
        self._features = entry.features if featured else ()
        self._session = session(features.exposed(network, self._features))
        (given,) = self._session.get_inputs()
        wanted = [1, 3, entry.input.height_px, entry.input.width_px]
        gives = {output.name for output in self._session.get_outputs()}
        if given.shape != wanted or not set(self._decoder.OUTPUTS) <= gives:
            raise ModelError(f"{name} takes {given.shape} and gives {', '.join(sorted(gives))}; the registry promises {wanted} "
                             f"and {', '.join(self._decoder.OUTPUTS)}: is its entry right?")
        self._given = given.name
        self.dimensions = 0
        if featured:
            self.dimensions = features.size(self._run(np.zeros((16, 16, 3), dtype=np.uint8))[1])
            """How many numbers the vectors have."""

    def __call__(self, image: Image, least_score: float) -> list[Seen]:
        looked = self.look(image, least_score)
        return [Seen((box[0], box[1], box[2], box[3]), score, self.words[kind]) for box, score, kind
                in zip(looked.box.tolist(), looked.score.tolist(), looked.kind.tolist(), strict=True)]

    def look(self, image: Image, least_score: float) -> Looked:
        """(H, W, 3) RGB of any size to what it shows, with at least that score."""
        outputs, maps, scale = self._run(image)
        kept = suppress(self._decoder.decode(outputs, least_score), self._decoder.MOST_OVERLAP)
        boxes = unfit(kept.box, scale, image.shape[1], image.shape[0])
        whole = np.all(boxes[:, 2:] > boxes[:, :2], axis=1)
        return Looked(boxes[whole], kept.score[whole], kept.kind[whole], self._vectors(maps, kept.box[whole]), maps)

    def vectors(self, image: Image, boxes: Floats) -> Floats:
        """(N, D) unit rows for boxes (N, 4) in the picture's pixels, whoever drew them."""
        _, maps, scale = self._run(image)
        return self._vectors(maps, np.asarray(boxes * np.array([*scale, *scale]), dtype=np.float32))

    def maps(self, image: Image) -> list[Floats]:
        """Its own features of a picture, as in `Looked`."""
        return self._run(image)[1]

    def _run(self, image: Image) -> tuple[dict[str, Floats], list[Floats], tuple[float, float]]:
        fitted = fit(image, self._spec)
        names = [*self._decoder.OUTPUTS, *self._features]
        numbers = dict(zip(names, self._session.run(names, {self._given: fitted.tensor}), strict=True))
        return numbers, [numbers[name] for name in self._features], fitted.scale

    def _vectors(self, maps: list[Floats], boxes: Floats) -> Floats:
        return features.vectors(maps, boxes, (self._spec.width_px, self._spec.height_px))

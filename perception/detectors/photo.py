"""Detectors that others trained on photographs."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from models.registry import Entry
from models.runtime import ModelError, session
from perception.detectors import fastestdet, nanodet_plus, yolox
from perception.detectors.fit import fit, unfit
from perception.detectors.seen import Image, Seen
from perception.detectors.suppress import suppress
from perception.detectors.words import coco

DECODERS: dict[str, ModuleType] = {"nanodet_plus": nanodet_plus, "fastestdet": fastestdet, "yolox": yolox}


class PhotoDetector:
    """A network of the registry with its decoder, on one thread."""

    def __init__(self, name: str, entry: Entry, network: bytes) -> None:
        self.words = tuple(coco().values())
        self._spec, self._decoder = entry.input, DECODERS[entry.decoder]
        self._session = session(network)
        (given,) = self._session.get_inputs()
        wanted = [1, 3, entry.input.height_px, entry.input.width_px]
        gives = {output.name for output in self._session.get_outputs()}
        if given.shape != wanted or not set(self._decoder.OUTPUTS) <= gives:
            raise ModelError(f"{name} takes {given.shape} and gives {', '.join(sorted(gives))}; the registry promises {wanted} "
                             f"and {', '.join(self._decoder.OUTPUTS)}: is its entry right?")
        self._given = given.name

    def __call__(self, image: Image, least_score: float) -> list[Seen]:
        height, width = image.shape[:2]
        fitted = fit(image, self._spec)
        numbers = self._session.run(list(self._decoder.OUTPUTS), {self._given: fitted.tensor})
        candidates = self._decoder.decode(dict(zip(self._decoder.OUTPUTS, numbers, strict=True)), least_score)
        kept = suppress(candidates, self._decoder.MOST_OVERLAP)
        boxes = unfit(kept.box, fitted.scale, width, height)
        whole = np.all(boxes[:, 2:] > boxes[:, :2], axis=1)
        return [Seen((box[0], box[1], box[2], box[3]), float(score), self.words[kind]) for box, score, kind
                in zip(boxes[whole].tolist(), kept.score[whole], kept.kind[whole], strict=True)]

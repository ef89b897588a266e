"""Our own eyes as one of the detectors: the same network and decoder as on the car, without the floor."""

from __future__ import annotations

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Eyes
from perception.decode import Decoder
from perception.detectors.fit import unfit
from perception.detectors.seen import Image, Seen
from perception.looker import fitted


class OwnDetector:
    """models/eyes.yaml behind the interface of all detectors."""

    def __init__(self) -> None:
        self._eyes = Eyes()
        card = self._eyes.card
        self.words = card.kinds
        self._decode = Decoder(self._eyes.prototypes, card.scale, (card.score_gain, card.score_shift))

    def __call__(self, image: Image, least_score: float) -> list[Seen]:
        height, width = image.shape[:2]
        found = self._decode(self._eyes(fitted(image))[0])
        boxes = unfit(found.box, (WIDTH_PX / width, HEIGHT_PX / height), width, height).tolist()
        return [Seen((box[0], box[1], box[2], box[3]), float(score), self.words[kind])
                for box, score, kind in zip(boxes, found.score, found.kind, strict=True) if score >= least_score]

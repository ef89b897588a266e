"""Teaching by showing: pictures of a thing become a kind of its own, which the detector finds from then on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Eyes
from perception.decode import Decoder, Found
from perception.looker import fitted
from perception.imprint import ImprintConfig, TeachingError, imprint
from perception.picked import PickConfig, pick
from perception.taught import Taught, noun

Picture = npt.NDArray[np.uint8]


class Teacher:
    """Looks at views of one thing after another; what it takes in goes into `taught`."""

    def __init__(self, eyes: Eyes, taught: Taught, picking: PickConfig = PickConfig(),
                 imprinting: ImprintConfig = ImprintConfig()) -> None:
        self._eyes, self._taught, self._picking, self._imprinting = eyes, taught, picking, imprinting
        # With a single prototype every thing is of one kind, and its score is that of being a thing at all.
        self._decode = Decoder(eyes.prototypes[:1], eyes.card.scale, (eyes.card.score_gain, eyes.card.score_shift))

    def teach(self, name: str, views: Sequence[Picture]) -> None:
        """Learn `name` from views (H, W, 3) RGB of any size. TeachingError says what is wrong; nothing is kept then."""
        if noun(name) in self._eyes.card.kinds:
            raise TeachingError(f"I know what {noun(name)} means already; give it a name of its own.")
        pictures = [framed(view) for view in views]
        vectors = np.array([self.look(picture) for picture in pictures], dtype=np.float32)
        names = (*self._eyes.card.kinds, *self._taught.names)
        known = np.concatenate([self._eyes.prototypes, self._taught.prototypes])
        self._taught.add(name, imprint(vectors, names, known, self._imprinting), pictures)

    def look(self, view: Picture) -> npt.NDArray[np.float32]:
        """The unit vector of the thing that the view shows; TeachingError where it shows none."""
        found: Found = self._decode(self._eyes(framed(view))[0])
        return np.asarray(found.vector[pick(found, self._picking)], dtype=np.float32)


def framed(picture: Picture) -> Picture:
    """The middle of a picture in the shape and size that the network sees, nothing stretched."""
    height, width = picture.shape[:2]
    wide = max(1, min(width, round(height * WIDTH_PX / HEIGHT_PX)))
    high = max(1, min(height, round(width * HEIGHT_PX / WIDTH_PX)))
    left, top = (width - wide) // 2, (height - high) // 2
    return np.ascontiguousarray(fitted(np.ascontiguousarray(picture[top : top + high, left : left + wide])))

"""Teaching by showing: pictures of a thing become a kind of its own, which the detector finds from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Eyes
from perception.decode import Decoder, Found
from perception.imprint import Floats, ImprintConfig, TeachingError, imprint, unit
from perception.looker import fitted
from perception.picked import PickConfig, pick, pick_same
from perception.refine import RefineConfig, refine
from perception.taught import Taught, is_own, noun
from perception.tint import shares

Picture = npt.NDArray[np.uint8]
_MOST_OLD_VIEWS = 20
"""Of a thing that is shown again and again the newest count, so that teaching stays quick."""


class Teacher:
    """Looks at views of one thing after another; what it takes in goes into `taught`."""

    def __init__(self, eyes: Eyes, taught: Taught, picking: PickConfig = PickConfig(),
                 imprinting: ImprintConfig = ImprintConfig(), others: npt.NDArray[np.float32] | None = None) -> None:
        """`others` (M, EMBEDDING) are vectors of known things (perception/replay.py); with them what is learned is refined."""
        self._others = others
        self._eyes, self._taught, self._picking, self._imprinting = eyes, taught, picking, imprinting
        # With a single prototype every thing is of one kind, and its score is that of being a thing at all.
        self._decode = Decoder(eyes.prototypes[:1], eyes.card.scale, (eyes.card.score_gain, eyes.card.score_shift))

    def teach(self, name: str, views: Sequence[Picture], more: bool = False) -> None:
        """Learn `name` from views (H, W, 3) RGB of any size. TeachingError says what is wrong; nothing is kept then.

        With `more`, a thing that was taught before is learned from its old views and the new ones together.
        """
        if noun(name) in self._eyes.card.kinds:
            raise TeachingError(f"I know what {noun(name)} means already; give it a name of its own.")
        again = more and noun(name) in self._taught.names
        pictures = gathered(self._taught, name, views, again)
        seen = [self._found(picture) for picture in pictures]
        rows = pick_same(seen, self._picking)
        vectors = np.array([found.vector[row] for found, row in zip(seen, rows, strict=True)], dtype=np.float32)
        colours = [shares(found.colour[row : row + 1])[0] for found, row in zip(seen, rows, strict=True)]
        colour = np.mean(colours, axis=0).tolist() if is_own(name) and colours else ()
        others = [row for row, taught in enumerate(self._taught.names) if not again or taught != noun(name)]
        names = (*self._eyes.card.kinds, *(self._taught.names[row] for row in others))
        known = np.concatenate([self._eyes.prototypes, self._taught.prototypes[others]])
        prototype = imprint(vectors, names, known, self._imprinting)
        prototype, weight = self._refined(prototype, vectors, known)
        (self._taught.replace if again else self._taught.add)(name, prototype, pictures, weight, tuple(colour))

    def _refined(self, prototype: Floats, views: Floats, known: Floats) -> tuple[Floats, float]:
        """The prototype and its weight, 0 for the usual one, set off against known things where there are any to go by."""
        if self._others is None or not len(self._others):
            return prototype, 0.0
        config = RefineConfig()
        row = refine(config.weight * prototype, views, self._others, known, self._eyes.card.scale, config)
        return unit(row), float(np.linalg.norm(row))

    def look(self, view: Picture) -> npt.NDArray[np.float32]:
        """The unit vector of the thing that the view shows; TeachingError where it shows none."""
        found = self._found(view)
        return np.asarray(found.vector[pick(found, self._picking)], dtype=np.float32)

    def _found(self, view: Picture) -> Found:
        return self._decode(self._eyes(framed(view))[0])


def gathered(taught: Taught, name: str, views: Sequence[Picture], again: bool) -> list[Picture]:
    """The pictures (240, 320, 3) to learn from: the new views, after the old ones of a thing that is shown `again`."""
    old = taught.views(name)[-_MOST_OLD_VIEWS:] if again else []
    return [*old, *(framed(view) for view in views)]


def usable(look: Callable[[Picture], Floats], views: Sequence[Picture]) -> list[Picture]:
    """Those of a camera's pictures that show something, if they are at least half; else TeachingError says why not."""
    good, refused = [], TeachingError("I have not seen it yet.")
    for view in views:
        try:
            look(view)
        except TeachingError as error:
            refused = error
        else:
            good.append(view)
    if 2 * len(good) < max(len(views), 1):
        raise refused
    return good


def framed(picture: Picture) -> Picture:
    """The middle of a picture in the shape and size that the network sees, nothing stretched."""
    height, width = picture.shape[:2]
    wide = max(1, min(width, round(height * WIDTH_PX / HEIGHT_PX)))
    high = max(1, min(height, round(width * HEIGHT_PX / WIDTH_PX)))
    left, top = (width - wide) // 2, (height - high) // 2
    return np.ascontiguousarray(fitted(np.ascontiguousarray(picture[top : top + high, left : left + wide])))

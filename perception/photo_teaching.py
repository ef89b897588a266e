"""Teaching by showing, on the features of a detector that others trained on photographs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.decode import Found
from perception.detectors.photo import PhotoDetector
from perception.detectors.seen import Floats, Image
from perception.imprint import ImprintConfig, TeachingError, imprint
from perception.picked import PickConfig, pick, pick_same
from perception.taught import Taught, noun
from perception.teaching import framed, gathered

PICKING = PickConfig(least_score=0.1)
"""A detector is never sure of what it has no word for; and what it doesn't box at all it would not find again either."""
IMPRINTING = ImprintConfig(least_agreement=0.4, most_likeness=0.75)
"""These vectors have a part in common: two views of one kind agree by 0.41 or more in three of four cases, and one thing in a
hundred is as like a prototype of another kind as 0.69 (docs/perception.md)."""


class PhotoTeacher:
    """Looks at views of one thing after another; what it takes in goes into `taught`, which is the detector's own."""

    def __init__(self, detector: PhotoDetector, taught: Taught, picking: PickConfig = PICKING,
                 imprinting: ImprintConfig = IMPRINTING) -> None:
        self._detector, self._taught, self._picking, self._imprinting = detector, taught, picking, imprinting

    def teach(self, name: str, views: Sequence[Image], more: bool = False) -> None:
        """Learn `name` from views (H, W, 3) RGB of any size. TeachingError says what is wrong; nothing is kept then.

        With `more`, a thing that was taught before is learned from its old views and the new ones together.
        """
        if noun(name) in self._detector.words:
            raise TeachingError(f"I know what {noun(name)} means already; give it a name of its own.")
        again = more and noun(name) in self._taught.names
        pictures = gathered(self._taught, name, views, again)
        seen = [self._found(picture) for picture in pictures]
        rows = pick_same(seen, self._picking)
        vectors = np.array([found.vector[row] for found, row in zip(seen, rows, strict=True)], dtype=np.float32)
        others = [row for row, known in enumerate(self._taught.names) if not again or known != noun(name)]
        names = tuple(self._taught.names[row] for row in others)
        prototype = imprint(vectors, names, self._taught.prototypes[others], self._imprinting)
        (self._taught.replace if again else self._taught.add)(name, prototype, pictures, 0.0)

    def look(self, view: Image) -> Floats:
        """The unit vector of the thing that the view shows; TeachingError where it shows none."""
        found = self._found(view)
        return np.asarray(found.vector[pick(found, self._picking)], dtype=np.float32)

    def _found(self, view: Image) -> Found:
        looked = self._detector.look(framed(view), self._picking.least_score)
        nothing = np.zeros(len(looked.box), dtype=np.float32)
        return Found(looked.box, looked.score, looked.kind, nothing, nothing, looked.vector, nothing[:, None])

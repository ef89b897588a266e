"""Which box is the one that is shown."""

from __future__ import annotations

import numpy as np
import pytest

from perception.decode import Found
from perception.imprint import TeachingError
from perception.picked import pick


def found(*boxes: tuple[float, float, float, float], score: float = 0.9) -> Found:
    count = len(boxes)
    zeros = np.zeros(count, dtype=np.float32)
    return Found(np.array(boxes, dtype=np.float32).reshape(-1, 4), zeros + score, np.zeros(count, dtype=np.intp), zeros, zeros,
                 np.zeros((count, 48), dtype=np.float32), np.zeros((count, 12), dtype=np.float32))


MIDDLE = (130.0, 90.0, 190.0, 150.0)


def test_the_most_central_box_is_meant() -> None:
    assert pick(found((0, 60, 120, 200), MIDDLE, (220, 60, 320, 200))) == 1


def test_a_speck_in_the_middle_is_not_meant() -> None:
    assert pick(found((158, 118, 164, 124), (100, 80, 180, 150))) == 1


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (found(), "see nothing"),
        (found(MIDDLE, score=0.1), "see nothing"),
        (found((150, 110, 165, 125)), "too small"),
        (found((0, 2, 313, 240)), "fills the whole picture"),
        (found((0, 0, 60, 60)), "middle of the picture"),
        (found((270, 80, 320, 160)), "middle of the picture"),
    ],
)
def test_a_picture_that_shows_nothing_clearly_is_refused_with_the_reason(seen: Found, why: str) -> None:
    with pytest.raises(TeachingError, match=why):
        pick(seen)

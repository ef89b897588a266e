"""Which thing in a picture is meant when somebody shows one: the one in the middle, if it is large enough."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from models.layout import HEIGHT_PX, WIDTH_PX
from perception.decode import Found
from perception.imprint import TeachingError


class PickConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least_score: float = 0.3  # probability of being a thing at all
    least_share: float = 0.01  # of the picture's area: smaller, its vector says little of what it is
    most_share: float = 0.85  # a covered lens, or a wall, is one thing from edge to edge
    farthest: float = 0.5  # from the picture's middle, in half widths and half heights


def pick(found: Found, config: PickConfig = PickConfig()) -> int:
    """The row of the thing that is shown; `found` must be decoded without regard to kinds. TeachingError where none is."""
    things = found.score >= config.least_score
    if not things.any():
        raise TeachingError("I see nothing there.")
    size = np.array([WIDTH_PX, HEIGHT_PX], dtype=np.float32)
    sides = np.maximum(found.box[:, 2:] - found.box[:, :2], 0.0) / size
    large = things & (sides.prod(axis=1) >= config.least_share)
    if not large.any():
        raise TeachingError("It is too small in the picture: bring it nearer.")
    large &= sides.prod(axis=1) <= config.most_share
    if not large.any():
        raise TeachingError("It fills the whole picture, if it is a thing at all: hold it farther away.")
    aside = np.linalg.norm(found.box[:, :2] + found.box[:, 2:] - size, axis=1) / math.hypot(*size.tolist()) * math.sqrt(2)
    aside = np.where(large, aside, np.inf)
    row = int(aside.argmin())
    if aside[row] > config.farthest:
        raise TeachingError("Nothing is in the middle of the picture: hold it there.")
    return row

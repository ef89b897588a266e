"""Whether the camera sees anything at all: not black, and not one even surface.

A lens cap, a hand or a sheet of paper leaves a picture without edges. So does a wall right before the car, and nothing in one
picture tells these apart. But a car that stands can't come to a wall by itself, and one that drives or turns away from a wall
sees its end: then edges appear again, and under a cap they never do.
"""

from __future__ import annotations

import msgspec
import numpy as np

from perception.motion import moved
from perception.thumbnail import Thumbnail
from robot.clock import to_s
from robot.poses import Pose


class EvennessConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lights are in the units of `thumbnail`."""

    edge: float = 0.35  # between neighbouring cells: at middle grey 8 steps of 255, eight times the noise of a noisy camera
    edges: int = 6  # pictures of any wall with its foot, frame or shadow have more neighbours so unlike
    black: float = 4.0  # no cell is brighter: 8 of 255
    for_s: float = 1.0  # a thing that is carried past covers the picture for less
    stood_m: float = 0.02  # who moved by less since edges were seen has not come to a wall
    stood_rad: float = 0.05
    away_m: float = 0.3  # from here the camera sees the foot of the wall that it touched
    away_rad: float = 0.7  # more than half the field of view


class Evenness:
    """Looks at each picture's thumbnail and where it was taken; answers what is wrong, "" where nothing is."""

    def __init__(self, config: EvennessConfig) -> None:
        self._config = config
        self._since_ns: int | None = None  # when the first picture without edges was taken
        self._start: Pose | None = None  # and where
        self._clear: Pose | None = None  # where the last picture with edges was taken
        self._covered = False

    def see(self, t_ns: int, small: Thumbnail, pose: Pose | None) -> str:
        config = self._config
        if edges(small, config.edge) > config.edges:
            self._since_ns, self._clear, self._covered = None, pose, False
            return ""
        if self._since_ns is None:
            self._since_ns, self._start = t_ns, pose
        if to_s(t_ns - self._since_ns) < config.for_s:
            return ""
        if float(small.max()) <= config.black:
            return f"the camera has seen only black for {config.for_s:g} s; its lens may be covered, or it is dark"
        self._covered |= self._came_while_standing() or self._would_have_ended(pose)
        if not self._covered:
            return ""
        return f"the camera has seen nothing but one even surface for {config.for_s:g} s; its lens may be covered"

    def _came_while_standing(self) -> bool:
        """Whether the edges went although the car stood. A camera that never saw any says nothing."""
        if self._clear is None or self._start is None:
            return False
        way_m, angle_rad = moved(self._clear, self._start)
        return way_m <= self._config.stood_m and angle_rad <= self._config.stood_rad

    def _would_have_ended(self, pose: Pose | None) -> bool:
        """Whether the car has moved so far that any wall would have ended."""
        way_m, angle_rad = moved(self._start, pose)
        return way_m >= self._config.away_m or angle_rad >= self._config.away_rad


def edges(small: Thumbnail, least: float) -> int:
    """How many neighbouring cells differ by at least so much."""
    down, along = np.abs(np.diff(small, axis=0)), np.abs(np.diff(small, axis=1))
    return int((down >= least).sum() + (along >= least).sum())

"""The frame gate: while nothing moves, what was seen is said again and not looked for anew.

A view is looked at a few times, for one look errs; then, as long as the car stands and the picture stays the same up to the
camera's noise, those looks are repeated in turn. Whoever votes over the last pictures hears the same votes as from a network
that goes on looking; whoever adds up evidence is told that they are repetitions.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

import msgspec
import numpy as np

from perception.motion import Motion, moved
from perception.thumbnail import Thumbnail
from robot.clock import to_s

T = TypeVar("T")


class GateConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds of pictures are in the units of `thumbnail`: at middle grey, 0.043 is one step of 255."""

    looks: int = 8  # at one view before the gate shuts; a look misses one thing in five
    again_s: float = 5.0  # a look at least so often: the map lets fade what isn't seen anew, and no gate is perfect
    still_mps: float = 0.01  # what odometry says of a car that stands
    still_radps: float = 0.05
    moved_m: float = 0.01  # since the last look, however slowly: the picture shows it first
    moved_rad: float = 0.02  # likewise; a gyro that has just been switched on drifts by as much in a second
    sigmas: float = 7.0  # of 1200 cells of pure noise, one in a million pictures goes beyond 6
    noise_least: float = 0.015  # a third of a step: no camera is better
    noise_most: float = 0.06  # a camera noisier than 12 steps of 255; beyond, the whole picture has changed
    light_most: float = 0.1  # a change of all light by more: lamps and clouds, and what they show


class FrameGate(Generic[T]):
    """Remembers the looks (of any type) at one view."""

    def __init__(self, config: GateConfig) -> None:
        self._config = config
        self._looks: deque[T] = deque(maxlen=config.looks)
        self._picture: Thumbnail | None = None
        self._motion = Motion()
        self._looked_ns = 0

    @property
    def fresh(self) -> bool:
        """Whether the present view has not been looked at often enough."""
        return len(self._looks) < self._config.looks

    def shut(self, t_ns: int, picture: Thumbnail, motion: Motion) -> bool:
        """Whether a picture shows nothing new; forgets the old view where it does."""
        if not (self._stands_there(motion) and self._is_same(picture)):
            self._looks.clear()
            return False
        return not self.fresh and to_s(t_ns - self._looked_ns) < self._config.again_s

    def note(self, t_ns: int, picture: Thumbnail, motion: Motion, look: T) -> None:
        """The picture has been looked at."""
        self._looked_ns, self._picture, self._motion = t_ns, picture, motion
        self._looks.append(look)

    def forget(self) -> None:
        """What was seen of this view no longer holds: its things have other names now."""
        self._looks.clear()

    def repeat(self) -> T:
        """The looks at this view, one after the other."""
        self._looks.rotate(-1)
        return self._looks[-1]

    def stands(self, motion: Motion) -> bool:
        """Whether odometry feels no motion."""
        return motion.speed_mps <= self._config.still_mps and motion.turn_radps <= self._config.still_radps

    def _stands_there(self, motion: Motion) -> bool:
        """Whether the car stands where it stood at the last look, as far as is known."""
        if self._motion.pose is None or motion.pose is None or not self.stands(motion):
            return False
        way_m, angle_rad = moved(self._motion.pose, motion.pose)
        return way_m <= self._config.moved_m and angle_rad <= self._config.moved_rad

    def _is_same(self, picture: Thumbnail) -> bool:
        return self._picture is not None and not differs(self._picture, picture, self._config)


def differs(one: Thumbnail, other: Thumbnail, config: GateConfig) -> bool:
    """Whether more than noise lies between two thumbnails: in the light of all cells together, or in any cell beyond that.

    The noise is estimated from the cells themselves, by the median, which a thing that moves in a part of them leaves alone.
    """
    change = other - one
    light = float(np.median(change))
    change = np.abs(change - np.float32(light))
    noise = min(max(1.48 * float(np.median(change)), config.noise_least), config.noise_most)
    return abs(light) > config.light_most or float(change.max()) > config.sigmas * noise

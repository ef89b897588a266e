"""Whether the camera's pictures can be trusted: not silent, odd, late, frozen, black or covered.

What each picture says goes into `see`, the passing of time into `tick`; `problem` is what to tell people, as part of a
sentence, until the pictures have been good for a while.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from perception.evenness import Evenness, EvennessConfig
from perception.motion import Motion, moved
from perception.thumbnail import Thumbnail
from robot.clock import to_s
from robot.poses import Pose

Image = npt.NDArray[np.uint8]


class CameraHealthConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    start_s: float = 3.0  # until the first picture: a camera takes a second or two to wake up
    silent_s: float = 1.0  # between two pictures; ten are due
    late_s: float = 1.0  # from the light to here; on a Raspberry Pi 4 it is 0.1 s
    frozen_s: float = 0.5  # five pictures: a hiccup repeats one or two
    frozen_m: float = 0.03  # and the car moved by so much: a step of the encoders and slip are less
    frozen_rad: float = 0.05
    recover_s: float = 0.5  # of good pictures, until all is well again: a loose cable flickers
    evenness: EvennessConfig = EvennessConfig()


class CameraHealth:
    """One camera's state. Deterministic; times are those of the pictures and of the clock."""

    def __init__(self, config: CameraHealthConfig) -> None:
        self._config = config
        self._evenness = Evenness(config.evenness)
        self._frozen = _Frozen(config)
        self._start_ns: int | None = None
        self._newest_ns: int | None = None
        self._bad_ns = 0
        self.problem = ""

    def is_new(self, t_ns: int) -> bool:
        """Whether a picture was taken after all that were seen."""
        return self._newest_ns is None or t_ns > self._newest_ns

    def see(self, t_ns: int, now_ns: int | None, image: Image, small: Thumbnail, motion: Motion) -> None:
        """A picture came that is one, and new. `motion` is the car's at its time."""
        self._newest_ns = t_ns
        limit_s = self._config.late_s
        is_late = now_ns is not None and to_s(now_ns - t_ns) > limit_s
        late = f"the camera's pictures come more than {limit_s:g} s late" if is_late else ""
        frozen, even = self._frozen.see(t_ns, image, motion.pose), self._evenness.see(t_ns, small, motion.pose)
        self._settle(t_ns, late or frozen or even)

    def refuse(self, now_ns: int, flaw: str) -> None:
        """Something came that can't be looked at."""
        self._settle(now_ns, flaw)

    def tick(self, now_ns: int) -> None:
        """Time goes on, whether pictures come or not."""
        if self._start_ns is None:
            self._start_ns = now_ns
        config = self._config
        since_ns, limit_s = (self._start_ns, config.start_s) if self._newest_ns is None else (self._newest_ns, config.silent_s)
        if to_s(now_ns - since_ns) > limit_s:
            self._bad_ns = now_ns
            # What was odd about the last that came says more than that nothing else did.
            self.problem = self.problem or f"the camera has sent no new picture for {limit_s:g} s; its cable may be loose"

    def _settle(self, t_ns: int, problem: str) -> None:
        if problem:
            self._bad_ns, self.problem = t_ns, problem
        elif to_s(t_ns - self._bad_ns) >= self._config.recover_s:
            self.problem = ""


class _Frozen:
    """Watches for pictures that are the same in every bit although the car moves: a live sensor's noise never repeats."""

    def __init__(self, config: CameraHealthConfig) -> None:
        self._config = config
        self._last: Image | None = None
        self._since_ns = 0
        self._start: Pose | None = None
        self._frozen = False

    def see(self, t_ns: int, image: Image, pose: Pose | None) -> str:
        config = self._config
        if self._last is None or not _identical(self._last, image):
            self._since_ns, self._start, self._frozen = t_ns, pose, False
        elif self._start is None:
            self._start = pose
        self._last = image
        same_s, (way_m, angle_rad) = to_s(t_ns - self._since_ns), moved(self._start, pose)
        self._frozen |= same_s >= config.frozen_s and (way_m > config.frozen_m or angle_rad > config.frozen_rad)
        if not self._frozen:
            return ""
        return f"the camera has shown the same picture for {config.frozen_s:g} s while the car moved; its cable may be loose"


def _identical(one: Image, other: Image) -> bool:
    """Bit by bit; a few rows first, in which living pictures differ already."""
    return one.shape == other.shape and np.array_equal(one[::16], other[::16]) and np.array_equal(one, other)

"""How fast the wheels' rims run, for the noise that their motors make."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from language.speech.motor_noise import WHEEL_RADIUS_M, Doubles, speed_profile
from robot.clock import to_s
from robot.drivers import WheelEncoders
from robot.messages import WheelAngles
from robot.speech import SAMPLE_RATE_HZ

SCENE_S = 20.0


class Rims(Protocol):
    def speeds(self, length: int) -> Doubles:
        """Rim speeds (2, `length`) in m/s, left and right, for the next so many samples."""


class Roaming:
    """Somebody drives about all the time; the same generator gives the same drive."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._ahead = np.zeros((2, 0))

    def speeds(self, length: int) -> Doubles:
        while self._ahead.shape[1] < length:
            more = speed_profile(int(SCENE_S * SAMPLE_RATE_HZ), self._random, stops=False)
            self._ahead = np.concatenate([self._ahead, more], 1)
        now, self._ahead = self._ahead[:, :length], self._ahead[:, length:]
        return now


class Rolling:
    """As the wheel encoders count: from the speed before to the mean one since they were last looked at."""

    def __init__(self, wheels: WheelEncoders) -> None:
        self._wheels = wheels
        self._angles: WheelAngles | None = None
        self._mps = np.zeros(2)

    def speeds(self, length: int) -> Doubles:
        before, self._mps = self._mps, self._measured()
        return before[:, None] + (self._mps - before)[:, None] * np.linspace(0, 1, length)

    def _measured(self) -> Doubles:
        last, now = self._angles, self._wheels.read()
        if now is None or (last is not None and now.t_ns <= last.t_ns):
            return self._mps
        self._angles = now
        if last is None:
            return self._mps
        turned = np.array([now.left_rad - last.left_rad, now.right_rad - last.right_rad])
        return turned * (WHEEL_RADIUS_M / to_s(now.t_ns - last.t_ns))

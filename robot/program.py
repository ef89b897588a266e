"""The program that words become: typed steps over landmarks. `language/` writes it, `control/` runs it.

Printed (`str(step)`) in a form that a person can read: "turn left 90° · then go to the red chair".
"""

from __future__ import annotations

import math
from typing import Literal

import msgspec


class Landmark(msgspec.Struct, frozen=True, kw_only=True):
    """A thing to look for: a noun the car knows, with what was said of it. `words` is what the person said."""

    kind: str
    colour: str = ""
    size: str = ""
    words: str = ""

    def __str__(self) -> str:
        return " ".join(word for word in (self.size, self.colour, self.kind) if word)


class Turn(msgspec.Struct, frozen=True, kw_only=True, tag="turn"):
    """Turn on the spot by `angle_rad`, left positive."""

    angle_rad: float
    words: str = ""

    def __str__(self) -> str:
        side = "left" if self.angle_rad >= 0 else "right"
        return f"turn {side} {abs(math.degrees(self.angle_rad)):.0f}°"


class Travel(msgspec.Struct, frozen=True, kw_only=True, tag="travel"):
    """Drive straight on by `distance_m`, backwards when negative; inf is "as far as you can"."""

    distance_m: float
    words: str = ""

    def __str__(self) -> str:
        if math.isinf(self.distance_m):
            return "go forward as far as possible" if self.distance_m > 0 else "go back as far as possible"
        return f"go {'forward' if self.distance_m >= 0 else 'back'} {abs(self.distance_m):.2f} m"


class Goto(msgspec.Struct, frozen=True, kw_only=True, tag="goto"):
    """Find the landmark, drive to it and stop beside it."""

    landmark: Landmark
    words: str = ""

    def __str__(self) -> str:
        return f"go to the {self.landmark}"


class Find(msgspec.Struct, frozen=True, kw_only=True, tag="find"):
    """Look for the landmark until it is seen, then face it and stop."""

    landmark: Landmark
    words: str = ""

    def __str__(self) -> str:
        return f"find the {self.landmark}"


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag="stop"):
    words: str = ""

    def __str__(self) -> str:
        return "stop"


class Photo(msgspec.Struct, frozen=True, kw_only=True, tag="photo"):
    words: str = ""

    def __str__(self) -> str:
        return "take a photo"


Step = Turn | Travel | Goto | Find | Stop | Photo
Action = Literal["turn", "travel", "goto", "find", "stop", "photo"]


class Program(msgspec.Struct, frozen=True, kw_only=True):
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return " · then ".join(str(step) for step in self.steps)

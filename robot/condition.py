"""Conditions: what may be true of the world, to drive until, to branch on or to expect."""

from __future__ import annotations

import msgspec

from robot.landmark import Landmark


class At(msgspec.Struct, frozen=True, kw_only=True, tag="at"):
    """The car is at the landmark, or `distance_m` from it. Intersections, walls and ends of halls are landmarks too."""

    landmark: Landmark
    distance_m: float = 0.0

    def __str__(self) -> str:
        away = f"{metres(self.distance_m)} from" if self.distance_m else "at"
        return f"you are {away} {self.landmark.name}"


class See(msgspec.Struct, frozen=True, kw_only=True, tag="see"):
    """The landmark is in view; with `landmark.side` on that side of the car ("ahead": the car faces it)."""

    landmark: Landmark

    def __str__(self) -> str:
        return f"you see {self.landmark.name}"


class Passed(msgspec.Struct, frozen=True, kw_only=True, tag="passed"):
    """The landmark was ahead and lies behind now."""

    landmark: Landmark

    def __str__(self) -> str:
        return f"you are past {self.landmark.name}"


class Blocked(msgspec.Struct, frozen=True, kw_only=True, tag="blocked"):
    """Something is in the way: a wall ahead, a dead end."""

    def __str__(self) -> str:
        return "you can't go on"


class Elapsed(msgspec.Struct, frozen=True, kw_only=True, tag="elapsed"):
    """So much time has gone by since the step began."""

    duration_s: float

    def __str__(self) -> str:
        return f"{seconds(self.duration_s)} have passed"


class Not(msgspec.Struct, frozen=True, kw_only=True, tag="not"):
    condition: At | See | Passed | Blocked | Elapsed

    def __str__(self) -> str:
        return f"not {self.condition}"


Condition = At | See | Passed | Blocked | Elapsed | Not


def metres(distance_m: float) -> str:
    """As exact as the parser keeps distances, a tenth of a millimetre: "1.524 m"."""
    return f"{_trimmed(distance_m, 4)} m"


def degrees(angle_deg: float) -> str:
    """As exact as the parser keeps angles, a hundredth of a degree: "22.5°"."""
    return f"{_trimmed(angle_deg, 2)}°"


def seconds(duration_s: float) -> str:
    return f"{_trimmed(duration_s, 3)} s"


def _trimmed(number: float, places: int) -> str:
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".")

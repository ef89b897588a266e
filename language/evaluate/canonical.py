"""Programs as SCOUT writes them: a list of photo, turn, travel and stop actions, and nothing else.

What these actions can't hold (going to a landmark, driving without a distance, waiting) is left out, as it is in the corpus:
there, "turn around and enter the room" is the turn alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

import msgspec

from robot.program import If, Photo, Program, Repeat, Step, Stop, Travel, Turn

BLOCK_M = 0.3048  # the corpus's operator took a step for a foot
MOST_ACTIONS = 100


class Gold(msgspec.Struct, frozen=True, kw_only=True):
    """One canonical action, as in the corpus."""

    action: Literal["photo", "turn", "travel", "stop"]
    direction: str = ""
    angle_deg: float | None = None
    heading: str = ""
    distance_m: float | None = None

    def __str__(self) -> str:
        angle = f"{self.angle_deg:g}°" if self.angle_deg is not None else ""
        metres = f"{self.distance_m:g} m" if self.distance_m is not None else ""
        return " ".join(part for part in (self.action, self.direction, self.heading, angle, metres) if part)


def canonical(program: Program | None) -> tuple[Gold, ...]:
    actions = [] if program is None else list(_actions(program.steps))
    return tuple(actions[:MOST_ACTIONS])


def _actions(steps: tuple[Step, ...]) -> Iterator[Gold]:
    for step in steps:
        match step:
            case Photo():
                yield Gold(action="photo")
            case Stop():
                yield Gold(action="stop")
            case Repeat():
                for _ in range(min(step.count or 1, MOST_ACTIONS)):
                    yield from _actions(step.steps)
            case If():
                yield from _actions(step.steps)
            case Turn():
                yield from _turn(step)
            case Travel():
                yield from _travel(step)


def _turn(step: Turn) -> Iterator[Gold]:
    if step.heading:
        yield Gold(action="turn", heading=step.heading)
    elif step.angle_rad and math.isfinite(step.angle_rad):
        side = "left" if step.angle_rad > 0 else "right"
        yield Gold(action="turn", direction=side, angle_deg=abs(math.degrees(step.angle_rad)))


def _travel(step: Travel) -> Iterator[Gold]:
    metres = step.distance_m or BLOCK_M * step.blocks
    if metres and math.isfinite(metres):
        yield Gold(action="travel", direction="backward" if step.back else "forward", distance_m=metres)


def same(mine: tuple[Gold, ...], gold: tuple[Gold, ...]) -> bool:
    """Whether every action, direction, angle, distance and their order is right; `any` direction matches either."""
    return len(mine) == len(gold) and all(_matches(*pair) for pair in zip(mine, gold, strict=True))


def _matches(mine: Gold, gold: Gold) -> bool:
    direction = gold.direction == "any" or mine.direction == gold.direction
    numbers = _close(mine.angle_deg, gold.angle_deg) and _close(mine.distance_m, gold.distance_m)
    return mine.action == gold.action and direction and mine.heading == gold.heading and numbers


def _close(mine: float | None, gold: float | None) -> bool:
    if mine is None or gold is None:
        return mine is gold
    return math.isclose(mine, gold, rel_tol=1e-3)

"""What furniture stands on."""

from __future__ import annotations

from typing import Literal

from robot.sim.kinds.clay import Clay
from robot.sim.mesh import bar
from robot.sim.rounded import capsule, cylinder, tube
from robot.sim.textures import Texture

LegStyle = Literal["square", "tapered", "splayed", "round", "sled"]


def four_legs(clay: Clay, texture: Texture, span: tuple[float, float], height: float, style: LegStyle, thick: float) -> None:
    """Legs under a rectangle of full size `span` (x, y), from the floor to `height`; each is a solid of its own."""
    x, y = span[0] / 2 - thick, span[1] / 2 - thick
    if style == "sled":
        _sled(clay, texture, (x, y), height, thick * 0.45)
        return
    for front in (-1, 1):
        for left in (-1, 1):
            _leg(clay, texture, (front * x, left * y), height, style, thick)


def _leg(clay: Clay, texture: Texture, at: tuple[float, float], height: float, style: LegStyle, thick: float) -> None:
    spread = 1.12 if style == "splayed" else 1.0
    foot, top = (at[0] * spread, at[1] * spread, 0.0), (at[0], at[1], height)
    if style == "round":
        clay.add(texture, cylinder(thick * 0.5, height, 10).at(*foot))
    elif style == "splayed":
        clay.add(texture, capsule((foot[0], foot[1], thick * 0.35), top, thick * 0.35, thick * 0.55, 8))
    else:
        clay.add(texture, bar(foot, top, thick * (0.55 if style == "tapered" else 1.0), thick))
    middle = ((foot[0] + top[0]) / 2, (foot[1] + top[1]) / 2, height / 2)
    half_x, half_y = (thick * 0.5 + abs(foot[k] - top[k]) / 2 for k in (0, 1))
    clay.solid("box", middle, (half_x, half_y, height / 2))


def _sled(clay: Clay, texture: Texture, corner: tuple[float, float], height: float, radius: float) -> None:
    """A bent tube each side: down, along the floor, up again."""
    x, y = corner
    for left in (-1, 1):
        side = left * y
        clay.add(
            texture,
            tube(
                [
                    (-x, side, height),
                    (-x, side, radius * 2),
                    (-x + radius, side, radius),
                    (x - radius, side, radius),
                    (x, side, radius * 2),
                    (x, side, height),
                ],
                radius,
                6,
            ),
        )
        for front in (-1, 1):
            clay.solid("box", (front * x, side, height / 2), (radius, radius, height / 2))
        clay.solid("box", (0.0, side, radius), (x, radius, radius))

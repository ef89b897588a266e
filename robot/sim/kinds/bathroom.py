"""What stands in a bathroom."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import box
from robot.sim.rounded import cushion, cylinder, ellipsoid, lathe, sphere, torus, tube
from robot.sim.textures import Texture


def toilet(clay: Clay) -> None:
    """A bowl on a foot, seat and lid, with a cistern behind."""
    glaze, high, long = clay.main("ceramic"), clay.between(0.38, 0.43), clay.between(1.2, 1.4)
    bowl = lathe(
        [
            (0, 0),
            (0.13, 0),
            (0.11, 0.1),
            (0.12, 0.2),
            (0.18, high - 0.06),
            (0.19, high),
            (0.14, high + 0.005),
            (0.1, high - 0.12),
            (0, high - 0.16),
        ],
        20,
    )
    clay.add(glaze, bowl.stretched(long, 1, 1))
    seat = clay.pick(glaze, clay.white, clay.wood, clay.black)
    clay.add(seat, torus(0.15, 0.026, sides=20, around=5).stretched(long, 1, 0.6).at(0, 0, high + 0.016))
    clay.solid("box", (0, 0, high / 2), (0.18 * long, 0.17, high / 2))
    back, tall, wide = -0.19 * long - 0.06, clay.between(0.3, 0.42), clay.between(0.34, 0.42)
    if clay.chance(0.6):
        clay.add(seat, cushion(0.035, 0.36, 0.4, 0.55).at(back + 0.12, 0, high + 0.21))
    else:
        clay.add(seat, lathe([(0, 0), (0.17, 0), (0.18, 0.012), (0, 0.022)], 20).stretched(long, 1, 1).at(0, 0, high + 0.03))
    clay.add(glaze, box(0.17, wide, tall).at(back, 0, high + tall / 2), box(0.19, wide + 0.03, 0.035).at(back, 0, high + tall))
    clay.add(glaze, box(0.16, 0.2, high).at(back, 0, high / 2))
    clay.solid("box", (back, 0, (high + tall) / 2), (0.085, wide / 2, (high + tall) / 2))
    clay.add(clay.metal, cylinder(0.022, 0.02, 10).at(back, 0, high + tall + 0.015))


def bathtub(clay: Clay) -> None:
    """A tub along y: built in with a flat apron, or free-standing on feet."""
    glaze, long, wide, high = clay.main("ceramic"), clay.between(1.4, 1.7), clay.between(0.68, 0.78), clay.between(0.5, 0.6)
    clay.solid("box", (0, 0, high / 2), (wide / 2, long / 2, high / 2))
    if clay.chance(0.25):
        _built_in(clay, long, wide, high)
    else:
        lift, straight = clay.pick(0.0, 0.1), clay.between(0.75, 0.95)
        tub = lathe(
            [
                (0, 0),
                (0.7, 0),
                (0.85, 0.06),
                (straight + 0.05, 0.5),
                (1.0, 1.0),
                (0.93, 1.02),
                (0.86, 0.9),
                (0.72, 0.2),
                (0, 0.15),
            ],
            28,
        )
        clay.add(glaze, tub.stretched(wide / 2, long / 2, high - lift).at(0, 0, lift))
        if lift:
            brass = clay.side("metal", clay.pick((206, 168, 84), (186, 188, 192)))
            for front in (-1, 1):
                for left in (-1, 1):
                    clay.add(brass, ellipsoid(0.035, 0.035, 0.07, 10).at(front * wide * 0.26, left * long * 0.27, 0.07))
    end = clay.pick(-1, 1)
    tap = np.array(((0.0, 0.0, 0.0), (0.0, 0.0, 0.16), (0.0, -end * 0.05, 0.2), (0.0, -end * 0.14, 0.17)))
    clay.add(clay.metal, tube(tap, 0.016, 6).at(0, end * (long / 2 - 0.05), high - 0.01))


def _built_in(clay: Clay, long: float, wide: float, high: float) -> None:
    glaze, rim = clay.main("ceramic"), 0.08
    apron = clay.pick(glaze, clay.side("tiles", (150, 178, 190)), clay.wood)
    for front in (-1, 1):
        clay.add(apron, box(rim, long, high - 0.04, 2.0).at(front * (wide - rim) / 2, 0, (high - 0.04) / 2))
        clay.add(apron, box(wide - 2 * rim, rim, high - 0.04, 2.0).at(0, front * (long - rim) / 2, (high - 0.04) / 2))
        clay.add(glaze, box(rim + 0.03, long + 0.02, 0.04).at(front * (wide - rim) / 2, 0, high - 0.02))
        clay.add(glaze, box(wide - 2 * rim, rim + 0.03, 0.04).at(0, front * (long - rim) / 2, high - 0.02))
    clay.add(glaze, box(wide - 2 * rim, long - 2 * rim, 0.04).at(0, 0, 0.14))


def sink(clay: Clay) -> None:
    """A wash basin on a pedestal or on a small cupboard, with a tap."""
    glaze, high, wide = clay.main("ceramic"), clay.between(0.76, 0.86), clay.between(0.46, 0.6)
    basin = lathe([(0, -0.2), (0.1, -0.2), (0.2, -0.1), (0.25, -0.02), (0.25, 0), (0.21, 0), (0.17, -0.08), (0, -0.12)], 20)
    clay.add(glaze, basin.stretched(0.9, wide / 0.5, 1).at(0.02, 0, high))
    clay.add(glaze, box(0.12, wide * 0.8, 0.09).at(-0.19, 0, high - 0.045))
    clay.solid("box", (0, 0, high - 0.1), (0.22, wide / 2, 0.1))
    if clay.chance(0.8):
        _pedestal(clay, glaze, high)
    else:
        _cupboard(clay, wide, high)
    clay.add(
        clay.metal, tube([(-0.19, 0, high), (-0.19, 0, high + 0.16), (-0.15, 0, high + 0.2), (-0.06, 0, high + 0.17)], 0.016, 6)
    )
    clay.add(clay.metal, *(cylinder(0.02, 0.05, 8).at(-0.19, left * 0.1, high) for left in (-1, 1)))


def _pedestal(clay: Clay, glaze: Texture, high: float) -> None:
    slim, top = clay.between(0.07, 0.1), high - 0.16
    profile = [(0, 0), (slim + 0.05, 0), (slim + 0.04, 0.03), (slim, 0.2), (slim, high * 0.5), (slim + 0.05, top), (0, top)]
    clay.add(glaze, lathe(profile, 16).at(-0.04, 0, 0))
    clay.upright(slim + 0.02, 0, top, -0.04)


def _cupboard(clay: Clay, wide: float, high: float) -> None:
    middle = (high - 0.2) / 2 + 0.04
    clay.slab(clay.pick(clay.wood, clay.white, clay.accent), (0.38, wide * 0.9, high - 0.2), (-0.04, 0, middle))
    clay.add(clay.metal, *(sphere(0.016, 8).at(0.16, left * 0.05, high * 0.6) for left in (-1, 1)))
    clay.add(clay.black, box(0.006, 0.008, high - 0.24).at(0.151, 0, middle), box(0.34, wide * 0.86, 0.05).at(-0.05, 0, 0.025))


KINDS = (
    Kind("toilet", "toilets", {"bathroom": 5}, "wall_side", ("white", "pink", "blue", "green", "beige", "grey"), toilet),
    Kind("bathtub", "bathtubs", {"bathroom": 4}, "wall_side", ("white", "pink", "blue", "green", "beige", "black"), bathtub),
    Kind("sink", "sinks", {"bathroom": 4, "kitchen": 0.7}, "wall_side", ("white", "pink", "blue", "green", "beige"), sink),
)

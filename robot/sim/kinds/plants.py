"""Potted plants."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import bar, rotation_z
from robot.sim.rounded import capsule, cylinder, ellipsoid, lathe, leaf
from robot.sim.textures import Colour, Texture

POTS: tuple[Colour, ...] = ((178, 96, 62), (222, 218, 210), (70, 74, 80), (64, 104, 140), (196, 164, 120))


def plant(clay: Clay) -> None:
    """Leaves in a pot: a tuft of blades, a palm, a broad-leaved trunk, a clipped ball, or a cactus."""
    style = clay.pick("tuft", "tuft", "palm", "rubber", "clipped", "cactus")
    green = clay.main("plastic", "fabric") if style in ("clipped", "cactus") else clay.main("leafy")
    clay.material = "green"
    rim, high = _pot(clay)
    {"tuft": _tuft, "palm": _palm, "rubber": _rubber, "clipped": _clipped, "cactus": _cactus}[style](clay, green, high, rim)


def _pot(clay: Clay) -> tuple[float, float]:
    """A pot filled with earth; gives its rim's radius and the earth's height."""
    glaze = clay.side("ceramic", clay.pick(*POTS))
    rim, high = clay.between(0.11, 0.19), clay.between(0.16, 0.32)
    foot = rim * clay.between(0.6, 0.95)
    lip = clay.pick(0.0, 0.015)
    clay.add(
        glaze,
        lathe(
            [
                (0, 0),
                (foot, 0),
                (rim, high * 0.85),
                (rim + lip, high * 0.85),
                (rim + lip, high),
                (rim - 0.015, high),
                (rim - 0.02, high - 0.03),
            ],
            18,
        ),
    )
    clay.add(clay.side("soil", (74, 52, 36)), cylinder(rim - 0.015, 0.01, 14).at(0, 0, high - 0.035))
    clay.upright(rim, 0, high)
    return rim, high - 0.03


def _tuft(clay: Clay, green: Texture, base: float, rim: float) -> None:
    long, wide, upright = clay.between(0.3, 0.6), clay.between(0.04, 0.13), clay.between(0.9, 1.35)
    for number in range(int(clay.rng.integers(10, 18))):
        blade = leaf(long * clay.between(0.7, 1.1), wide, upright * clay.between(0.75, 1.1), clay.between(0.6, 1.6))
        clay.add(green, blade.transformed(rotation_z(2.4 * number), (0, 0, base)))
    clay.upright(rim * 0.8, base, base + long * 0.5)


def _palm(clay: Clay, green: Texture, base: float, rim: float) -> None:
    stems, high = clay.pick(1, 3), clay.between(0.25, 0.65)
    for stem in range(stems):
        x, y, tall = (
            0.05 * np.cos(2.1 * stem) * (stems > 1),
            0.05 * np.sin(2.1 * stem) * (stems > 1),
            high * clay.between(0.7, 1.0),
        )
        top = (float(x * 2.5), float(y * 2.5), base + tall)
        clay.add(clay.wood, bar((float(x), float(y), base), top, 0.032, 0.022))
        for number in range(8 if stems == 1 else 6):
            clay.add(
                green,
                leaf(clay.between(0.3, 0.5), 0.06, clay.between(0.5, 1.1), clay.between(1.0, 1.8)).transformed(
                    rotation_z(2.4 * number + stem), top
                ),
            )
    clay.upright(0.06, base, base + high)


def _rubber(clay: Clay, green: Texture, base: float, rim: float) -> None:
    high, count = clay.between(0.45, 1.0), int(clay.rng.integers(12, 22))
    clay.add(clay.wood, bar((0, 0, base), (0, 0, base + high), 0.025, 0.012))
    for number in range(count):
        z = base + high * (0.12 + 0.88 * number / count)
        clay.add(
            green,
            leaf(clay.between(0.16, 0.3), clay.between(0.09, 0.14), clay.between(0.2, 0.8), 0.8, 3).transformed(
                rotation_z(2.4 * number), (0, 0, z)
            ),
        )
    clay.upright(0.06, base, base + high)


def _clipped(clay: Clay, green: Texture, base: float, rim: float) -> None:
    """Box trees: one ball, two balls, or a cone of foliage."""
    ball, stem = clay.between(0.16, 0.26), clay.between(0.03, 0.25)
    clay.add(clay.wood, cylinder(0.02, stem + 0.1, 8).at(0, 0, base))
    shape = clay.pick("ball", "two", "cone")
    if shape == "cone":
        clay.add(
            green,
            lathe([(0, 0), (ball * 0.9, 0.03), (ball * 0.6, ball * 1.8), (0, ball * 3.2)], 14, (4, 4)).at(
                0, 0, base + stem * 0.3
            ),
        )
        clay.upright(ball * 0.6, base, base + ball * 2)
        return
    clay.add(green, ellipsoid(ball, ball, ball).at(0, 0, base + stem + ball * 0.8))
    if shape == "two":
        clay.add(green, ellipsoid(ball * 0.65, ball * 0.65, ball * 0.65).at(0, 0, base + stem + ball * 2.3))
    clay.upright(ball * 0.8, base + stem, base + stem + ball * 1.6)


def _cactus(clay: Clay, green: Texture, base: float, rim: float) -> None:
    high, thick = clay.between(0.35, 0.8), clay.between(0.05, 0.08)
    clay.add(green, capsule((0, 0, base), (0, 0, base + high), thick, thick * 0.9))
    for _ in range(clay.pick(1, 2, 3)):
        angle, z = clay.between(0, 6.28), base + high * clay.between(0.35, 0.6)
        x, y = float(np.cos(angle)) * (thick + 0.1), float(np.sin(angle)) * (thick + 0.1)
        clay.add(
            green,
            capsule((0, 0, z), (x, y, z + 0.02), thick * 0.6, sides=8),
            capsule((x, y, z + 0.02), (x, y, z + high * 0.3), thick * 0.6, sides=8),
        )
    clay.upright(thick, base, base + high)


KINDS = (
    Kind(
        "plant",
        "plants",
        {
            "living_room": 2,
            "hall": 1,
            "office": 1.5,
            "study": 1,
            "meeting_room": 1,
            "kitchen": 0.6,
            "bedroom": 0.7,
            "bathroom": 0.4,
        },
        "corner",
        ("green",),
        plant,
    ),
)

"""Bins, buckets, bottles and other things that hold something."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import LIE_Y, Mesh, bar, box, rotation_x, rotation_y, rotation_z, taper
from robot.sim.rounded import cylinder, ellipsoid, lathe, torus, tube
from robot.sim.textures import Texture


def bin_(clay: Clay) -> None:
    """A waste bin with a lid: pedal bin, swing top, or a big one on wheels."""
    body, style = clay.main("plastic", "metal"), clay.pick("pedal", "swing", "wheeled")
    clay.mass_kg = 1.2
    high, radius = clay.between(0.36, 0.6), clay.between(0.13, 0.18)
    if style == "wheeled":
        _wheeled_bin(clay, body, high + 0.12)
        return
    foot, lid = radius * clay.between(0.75, 1.0), clay.pick(clay.black, clay.metal, body)
    clay.add(body, lathe([(0, 0), (foot, 0), (radius, high), (0, high)], 20))
    clay.upright(radius, 0, high + 0.05)
    rim, rise, crown = (radius + 0.008, 0.02, 0.06) if style == "pedal" else (radius + 0.01, 0.03, 0.13)
    clay.add(lid, lathe([(0, 0), (rim, 0), (rim, rise), (radius * 0.68, crown), (0, crown + 0.02)], 20).at(0, 0, high))
    if style == "pedal":
        clay.add(clay.black, box(0.07, 0.08, 0.015).at(foot + 0.03, 0, 0.025), cylinder(foot + 0.006, 0.03, 20))
    else:
        flap = box(0.01, radius, 0.07).transformed(rotation_y(-0.9), (radius * 0.88, 0, high + 0.085))
        clay.add(clay.white if lid != clay.metal else clay.black, flap)


def _wheeled_bin(clay: Clay, body: Texture, high: float) -> None:
    wide = high * clay.between(0.55, 0.65)
    clay.mass_kg = None
    clay.add(body, taper((wide * 0.75, wide * 0.75), (wide, wide), high - 0.03).at(0, 0, 0.03))
    clay.add(clay.pick(body, clay.black), taper((wide + 0.05, wide + 0.04), (wide * 0.7, wide * 0.8), 0.06).at(0.01, 0, high))
    for left in (-1, 1):
        clay.add(clay.black, cylinder(0.07, 0.04, 12).transformed(LIE_Y, (-wide * 0.36, left * wide * 0.4 - 0.02, 0.07)))
    clay.add(clay.black, box(0.03, wide * 0.8, 0.03).at(-wide * 0.56, 0, high - 0.01))
    clay.solid("box", (0, 0, high / 2), (wide / 2, wide / 2, high / 2))


def box_(clay: Clay) -> None:
    """A carton: closed, or open with its flaps out; or a slatted crate."""
    side = clay.main("cardboard", "cardboard", "cardboard", "slatted")
    deep, wide, high = clay.between(0.24, 0.42), clay.between(0.28, 0.5), clay.between(0.2, 0.42)
    clay.mass_kg = 1.0
    clay.slab(side, (deep, wide, high), (0, 0, high / 2), fit=True)
    if side.family == "slatted":
        for front in (-1, 1):
            for left in (-1, 1):
                clay.add(clay.wood, box(0.03, 0.03, high + 0.01).at(front * deep / 2, left * wide / 2, (high + 0.01) / 2))
    elif clay.chance(0.45):
        flap = min(deep, wide) * 0.45
        for front in (-1, 1):
            out = clay.between(0.3, 1.2)
            clay.add(
                side,
                box(0.006, wide, flap).transformed(
                    rotation_y(front * out), (front * (deep / 2 + flap / 2 * np.sin(out)), 0, high + flap / 2 * np.cos(out))
                ),
            )
            clay.add(
                side,
                box(deep, 0.006, flap).transformed(
                    rotation_x(-front * out), (0, front * (wide / 2 + flap / 2 * np.sin(out)), high + flap / 2 * np.cos(out))
                ),
            )
        clay.add(clay.black, box(deep - 0.02, wide - 0.02, 0.002).at(0, 0, high + 0.001))


def bottle(clay: Clay) -> None:
    """A drink bottle: slim or round-bellied, with a label and a cap. A big one, so that it is seen."""
    glass, radius, high = clay.main("label", "plastic", "glass"), clay.between(0.04, 0.06), clay.between(0.26, 0.38)
    clay.mass_kg = 0.6
    neck, shoulder, waist = radius * clay.between(0.28, 0.42), high * clay.between(0.5, 0.72), radius * clay.between(0.85, 1.0)
    belly = [(0, 0), (radius * 0.92, 0), (radius, 0.012), (waist, shoulder * 0.5), (radius, shoulder)]
    throat = [(radius * 0.75, shoulder + high * 0.1), (neck, shoulder + high * 0.2), (neck, high * 0.94), (0, high * 0.94)]
    clay.add(glass, lathe(belly + throat, 16))
    cap = clay.pick(clay.white, clay.black, clay.side("plastic", (190, 40, 40)))
    clay.add(cap, cylinder(neck * 1.15, high * 0.08, 12).at(0, 0, high * 0.92))
    if glass.family != "label":
        low, top, skin = high * 0.15, shoulder - high * 0.1, radius + 0.002
        clay.add(clay.white, lathe([(radius, low), (skin, low), (skin, top), (radius, top)], 16))
    clay.upright(radius, 0, high)


def bucket(clay: Clay) -> None:
    """An open pail with its bow up or down."""
    body, radius, high = clay.main("plastic", "metal"), clay.between(0.13, 0.17), clay.between(0.22, 0.3)
    clay.mass_kg = 0.5
    foot, rim = radius * clay.between(0.68, 0.8), radius + 0.012
    clay.add(body, lathe([(0, 0), (foot, 0), (radius, high), (rim, high), (rim, high - 0.02), (radius, high - 0.02)], 22))
    clay.add(clay.side("plastic", (60, 60, 64)), lathe([(radius - 0.004, high), (foot * 0.95, 0.02), (0, 0.02)], 22))
    clay.add(clay.metal, _bow(rim, rim, 0.006).transformed(rotation_y(clay.pick(0.1, 0.9, 1.35)), (0, 0, high - 0.03)))
    clay.upright(radius, 0, high)


def basket(clay: Clay) -> None:
    """A wicker basket: a tall round one with washing and two ears, or a low one with a bow."""
    body, low, stretch = clay.main("wicker"), clay.chance(0.5), clay.pick(1.0, 0.75)
    clay.mass_kg = 0.8
    radius = clay.between(0.18, 0.25) if low else clay.between(0.2, 0.26)
    high = clay.between(0.14, 0.2) if low else clay.between(0.36, 0.52)
    inside = high * 0.75
    profile = [(0, 0), (radius * 0.82, 0), (radius, high), (radius - 0.03, high), (radius - 0.05, inside), (0, inside)]
    rim = torus(radius - 0.01, 0.018, sides=20, around=6).at(0, 0, high)
    clay.add(body, *(mesh.stretched(stretch, 1, 1) for mesh in (lathe(profile, 20, (4, 2)), rim)))
    clay.solid("box", (0, 0, high / 2), (radius * stretch * 0.9, radius * 0.9, high / 2))
    if low:
        clay.add(body, _bow(radius - 0.01, radius * 0.95, 0.014).at(0, 0, high - 0.01))
    else:
        heap = ellipsoid(radius * 0.8 * stretch, radius * 0.8, 0.1)
        clay.add(clay.pick(clay.accent, clay.white), heap.at(0, 0, high))
        clay.add(
            body, *(_bow(0.05, 0.06, 0.012).transformed(rotation_z(np.pi / 2), (0, side * radius, high)) for side in (-1, 1))
        )


def _bow(reach: float, rise: float, radius: float) -> Mesh:
    """A handle arching over from -y to +y."""
    turn = np.linspace(0, np.pi, 11)
    return tube(np.stack((0 * turn, reach * np.cos(turn), rise * np.sin(turn)), axis=1), radius, 6)


def vase(clay: Clay) -> None:
    """A tall curved vase, mostly with flowers or dry twigs."""
    glaze, high, belly = clay.main("ceramic", "ceramic", "flowered"), clay.between(0.28, 0.5), clay.between(0.09, 0.14)
    clay.mass_kg = 1.5
    neck, widest, lip = belly * clay.between(0.3, 0.6), high * clay.between(0.3, 0.65), belly * clay.between(0.45, 0.9)
    lower = [(0, 0), (belly * 0.55, 0), (belly * 0.9, widest * 0.5), (belly, widest), (belly * 0.8, widest + high * 0.14)]
    upper = [(neck, widest + high * 0.28), (neck, high * 0.94), (lip, high), (lip - 0.008, high), (neck * 0.8, high * 0.92)]
    clay.add(glaze, lathe([*lower, *upper, (0, high * 0.9)], 20))
    clay.upright(belly, 0, high)
    content = clay.pick("flowers", "flowers", "twigs", "nothing")
    if content != "nothing":
        _stalks(clay, high, clay.pick(3, 5, 7), content == "flowers")


def _stalks(clay: Clay, high: float, count: int, flowers: bool) -> None:
    for number in range(count):
        angle, out = 2.4 * number, clay.between(0.05, 0.16)
        tip = (out * float(np.cos(angle)), out * float(np.sin(angle)), high + clay.between(0.12, 0.32))
        clay.add(clay.side("plastic", (70, 110, 60)) if flowers else clay.wood, bar((0, 0, high * 0.92), tip, 0.008, 0.005))
        if flowers:
            clay.add(clay.accent, ellipsoid(0.035, 0.035, 0.025, 8).at(*tip))


KINDS = (
    Kind(
        "bin",
        "bins",
        {"kitchen": 2, "bathroom": 1.2, "office": 2, "study": 1.2, "meeting_room": 1, "hall": 0.4},
        "anywhere",
        ("green", "blue", "grey", "black", "white", "red", "yellow", "orange"),
        bin_,
    ),
    Kind(
        "box",
        "boxes",
        {"hall": 1.2, "living_room": 0.7, "bedroom": 0.8, "study": 1, "office": 1.2, "kitchen": 0.5},
        "anywhere",
        ("brown", "beige", "white", "blue", "red", "green"),
        box_,
    ),
    Kind(
        "bottle",
        "bottles",
        {"kitchen": 1.5, "living_room": 0.8, "office": 0.8, "meeting_room": 1, "bedroom": 0.5},
        "anywhere",
        ("green", "blue", "red", "brown", "white", "orange", "yellow", "pink"),
        bottle,
    ),
    Kind(
        "bucket",
        "buckets",
        {"bathroom": 1.2, "kitchen": 0.8, "hall": 0.6},
        "anywhere",
        ("red", "blue", "green", "yellow", "grey", "orange", "pink", "purple"),
        bucket,
    ),
    Kind(
        "basket",
        "baskets",
        {"bathroom": 1, "bedroom": 1, "living_room": 0.8, "hall": 0.5},
        "anywhere",
        ("brown", "beige", "white", "grey"),
        basket,
    ),
    Kind(
        "vase",
        "vases",
        {"living_room": 1.2, "hall": 0.8, "meeting_room": 0.6, "bedroom": 0.5},
        "corner",
        ("white", "blue", "red", "green", "purple", "orange", "yellow", "black", "pink"),
        vase,
    ),
)

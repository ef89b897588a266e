"""Bins, buckets, bottles and other things that hold something."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import LIE_X, LIE_Y, bar, box, rotation_x, rotation_y, rotation_z, taper
from robot.sim.rounded import cylinder, ellipsoid, lathe, torus, tube
from robot.sim.textures import Texture


def bin_(clay: Clay) -> None:
    """A waste bin with a lid: pedal bin, swing top, or a big one on wheels."""
    body, style = clay.main("plastic", "metal"), clay.pick("pedal", "swing", "wheeled")
    clay.mass_kg = 1.2
    high, radius = clay.between(0.36, 0.6), clay.between(0.13, 0.18)
    if style == "wheeled":
        return _wheeled_bin(clay, body, high + 0.12)
    foot = radius * clay.between(0.75, 1.0)
    clay.add(body, lathe([(0, 0), (foot, 0), (radius, high), (0, high)], 20))
    lid = clay.pick(clay.black, clay.metal, body)
    if style == "pedal":
        clay.add(lid, lathe([(0, high), (radius + 0.008, high), (radius + 0.008, high + 0.02), (radius * 0.6, high + 0.06), (0, high + 0.07)], 20))
        clay.add(clay.black, box(0.07, 0.08, 0.015).at(foot + 0.03, 0, 0.025), lathe([(0, 0), (foot + 0.006, 0), (foot + 0.006, 0.03), (0, 0.03)], 20))
    else:
        clay.add(lid, lathe([(0, high), (radius + 0.01, high), (radius + 0.01, high + 0.03), (radius * 0.75, high + 0.13), (0, high + 0.16)], 20))
        clay.add(clay.white if lid != clay.metal else clay.black, box(0.01, radius, 0.07).transformed(rotation_y(-0.9), (radius * 0.88, 0, high + 0.085)))
    clay.upright(radius, 0, high + 0.05)


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
            clay.add(side, box(0.006, wide, flap).transformed(rotation_y(front * out), (front * (deep / 2 + flap / 2 * np.sin(out)), 0, high + flap / 2 * np.cos(out))))
            clay.add(side, box(deep, 0.006, flap).transformed(rotation_x(-front * out), (0, front * (wide / 2 + flap / 2 * np.sin(out)), high + flap / 2 * np.cos(out))))
        clay.add(clay.black, box(deep - 0.02, wide - 0.02, 0.002).at(0, 0, high + 0.001))


def bottle(clay: Clay) -> None:
    """A drink bottle: slim or round-bellied, with a label and a cap. A big one, so that it is seen."""
    glass, radius, high = clay.main("label", "plastic", "glass"), clay.between(0.04, 0.06), clay.between(0.26, 0.38)
    clay.mass_kg = 0.6
    neck, shoulder = radius * clay.between(0.28, 0.42), clay.between(0.5, 0.72)
    clay.add(glass, lathe([(0, 0), (radius * 0.92, 0), (radius, 0.012), (radius * clay.between(0.85, 1.0), high * shoulder * 0.5), (radius, high * shoulder),
                           (radius * 0.75, high * (shoulder + 0.1)), (neck, high * (shoulder + 0.2)), (neck, high * 0.94), (0, high * 0.94)], 16))
    clay.add(clay.pick(clay.white, clay.black, clay.side("plastic", (190, 40, 40))), cylinder(neck * 1.15, high * 0.08, 12).at(0, 0, high * 0.92))
    if glass.family != "label":
        low, top = high * 0.15, high * (shoulder - 0.1)
        clay.add(clay.white, lathe([(radius + 0.0005, low), (radius + 0.002, low), (radius + 0.002, top), (radius + 0.0005, top)], 16))
    clay.upright(radius, 0, high)


def bucket(clay: Clay) -> None:
    """An open pail with its bow up or down."""
    body, radius, high = clay.main("plastic", "metal"), clay.between(0.13, 0.17), clay.between(0.22, 0.3)
    clay.mass_kg = 0.5
    foot = radius * clay.between(0.68, 0.8)
    clay.add(body, lathe([(0, 0), (foot, 0), (radius, high), (radius + 0.012, high), (radius + 0.012, high - 0.02), (radius + 0.002, high - 0.02)], 22))
    clay.add(clay.side("plastic", (60, 60, 64)), lathe([(radius - 0.004, high), (foot * 0.95, 0.02), (0, 0.02)], 22))
    lean = clay.pick(0.1, 0.9, 1.35)
    arch = torus(radius + 0.012, 0.006, 0, np.pi, 14, 5).transformed(rotation_y(lean) @ rotation_z(np.pi / 2) @ LIE_X @ rotation_z(np.pi / 2), (0, 0, high - 0.03))
    clay.add(clay.metal, arch)
    clay.upright(radius, 0, high)


def basket(clay: Clay) -> None:
    """A wicker basket: a round laundry basket with a heap of washing, or a low one with a bow."""
    body, low = clay.main("wicker"), clay.chance(0.5)
    clay.mass_kg = 0.8
    radius, high = (clay.between(0.18, 0.25), clay.between(0.14, 0.2)) if low else (clay.between(0.2, 0.26), clay.between(0.36, 0.52))
    stretch = clay.pick(1.0, 0.75)
    clay.add(body, lathe([(0, 0), (radius * 0.82, 0), (radius, high), (radius - 0.03, high), (radius - 0.05, high * 0.75), (0, high * 0.75)], 20, (4, 2)).stretched(stretch, 1, 1))
    clay.add(body, torus(radius - 0.01, 0.018, sides=20, around=6).stretched(stretch, 1, 1).at(0, 0, high))
    clay.solid("box", (0, 0, high / 2), (radius * stretch * 0.9, radius * 0.9, high / 2))
    if low:
        turn = np.linspace(0, np.pi, 13)
        clay.add(body, tube(np.stack((0 * turn, (radius - 0.01) * np.cos(turn), high - 0.01 + radius * 0.95 * np.sin(turn)), axis=1), 0.014, 6))
    else:
        heap = clay.pick(clay.accent, clay.white)
        clay.add(heap, ellipsoid(radius * 0.8 * stretch, radius * 0.8, 0.1, 12).at(0, 0, high))
        clay.add(body, *(torus(0.05, 0.012, 0, np.pi, 8, 5).transformed(LIE_X @ rotation_z(np.pi / 2), (0, 0, 0)).transformed(rotation_z(np.pi / 2), (0, left * radius, high - 0.01)) for left in (-1, 1)))


def vase(clay: Clay) -> None:
    """A tall curved vase, mostly with flowers or dry twigs."""
    glaze, high, belly = clay.main("ceramic", "ceramic", "flowered"), clay.between(0.28, 0.5), clay.between(0.09, 0.14)
    clay.mass_kg = 1.5
    neck, where, lip = belly * clay.between(0.3, 0.6), clay.between(0.3, 0.65), belly * clay.between(0.45, 0.9)
    clay.add(glaze, lathe([(0, 0), (belly * 0.55, 0), (belly * 0.9, high * where * 0.5), (belly, high * where), (belly * 0.8, high * (where + 0.14)), (neck, high * (where + 0.28)),
                           (neck, high * 0.94), (lip, high), (lip - 0.008, high), (neck * 0.8, high * 0.92), (0, high * 0.9)], 20))
    clay.upright(belly, 0, high)
    content = clay.pick("flowers", "flowers", "twigs", "nothing")
    if content == "nothing":
        return None
    green, bloom = clay.side("plastic", (70, 110, 60)), clay.accent
    for number in range(clay.pick(3, 5, 7)):
        angle, out = 2.4 * number, clay.between(0.05, 0.16)
        tip = (out * float(np.cos(angle)), out * float(np.sin(angle)), high + clay.between(0.12, 0.32))
        clay.add(green if content == "flowers" else clay.wood, bar((0, 0, high * 0.92), tip, 0.008, 0.005))
        if content == "flowers":
            clay.add(bloom, ellipsoid(0.035, 0.035, 0.025, 8).at(*tip))


KINDS = (
    Kind("bin", "bins", {"kitchen": 2, "bathroom": 1.2, "office": 2, "study": 1.2, "meeting_room": 1, "hall": 0.4}, "anywhere",
         ("green", "blue", "grey", "black", "white", "red", "yellow", "orange"), bin_),
    Kind("box", "boxes", {"hall": 1.2, "living_room": 0.7, "bedroom": 0.8, "study": 1, "office": 1.2, "kitchen": 0.5}, "anywhere",
         ("brown", "beige", "white", "blue", "red", "green"), box_),
    Kind("bottle", "bottles", {"kitchen": 1.5, "living_room": 0.8, "office": 0.8, "meeting_room": 1, "bedroom": 0.5}, "anywhere",
         ("green", "blue", "red", "brown", "white", "orange", "yellow", "pink"), bottle),
    Kind("bucket", "buckets", {"bathroom": 1.2, "kitchen": 0.8, "hall": 0.6}, "anywhere", ("red", "blue", "green", "yellow", "grey", "orange", "pink", "purple"), bucket),
    Kind("basket", "baskets", {"bathroom": 1, "bedroom": 1, "living_room": 0.8, "hall": 0.5}, "anywhere", ("brown", "beige", "white", "grey"), basket),
    Kind("vase", "vases", {"living_room": 1.2, "hall": 0.8, "meeting_room": 0.6, "bedroom": 0.5}, "corner",
         ("white", "blue", "red", "green", "purple", "orange", "yellow", "black", "pink"), vase),
)

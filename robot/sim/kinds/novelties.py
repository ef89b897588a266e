"""Things that no generated home holds and no network of ours was trained on: for teaching by showing, and for measuring it.

They are built like all others, stand in worlds whose file names them, and are never placed by `robot/sim/generate.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import LIE_X, Mesh, bar, box, rotation_x, rotation_z, taper
from robot.sim.rounded import capsule, cylinder, ellipsoid, extrude, lathe, sphere, torus, tube
from robot.sim.textures import Texture

_STAND_UP = np.array(((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
"""Turns a plate's x, y, z into y, z, x: what was drawn on the floor faces the front."""


def mug(clay: Clay) -> None:
    """A mug with its handle to a side: straight, waisted, bellied or a stein. A big one, so that it is seen."""
    body = clay.main("ceramic", "ceramic", "flowered", "metal")
    high, radius = clay.between(0.12, 0.18), clay.between(0.048, 0.07)
    clay.mass_kg = 0.4
    foot, waist = clay.pick((1.0, 1.0), (0.72, 0.86), (0.8, 1.14), (1.12, 0.98))
    wall = [(radius * foot * 0.94, 0.0), (radius * foot, 0.008), (radius * waist, high * 0.5), (radius, high)]
    clay.add(body, lathe([(0, 0), *wall, (radius * 0.93, high)], 22))
    inside = clay.pick(clay.white, clay.side("ceramic", (70, 44, 30)))
    clay.add(inside, lathe([(radius * 0.93, high), (radius * 0.9 * min(waist, 1.0), high * 0.35), (0, high * 0.3)], 18))
    _handle(clay, body, radius * (waist + 1) / 2, high)
    if clay.chance(0.4):
        low, skin = high * clay.between(0.2, 0.6), max(radius, radius * waist) + 0.0015
        clay.add(clay.accent, lathe([(skin - 0.002, low), (skin, low), (skin, low + 0.015), (skin - 0.002, low + 0.015)], 20))
    clay.upright(radius * min(foot, 1.0), 0, high)


def _handle(clay: Clay, body: Texture, radius: float, high: float) -> None:
    """An ear or an angular grip, to the left and a little to the front or the back."""
    reach, low, top = clay.between(0.035, 0.06), high * clay.between(0.16, 0.28), high * clay.between(0.76, 0.9)
    out, y = radius + reach, radius - 0.006
    if clay.chance(0.6):
        turn = np.linspace(-np.pi / 2, np.pi / 2, 9)
        path = [(0.0, y + reach * float(np.cos(t)), (low + top) / 2 + (top - low) / 2 * float(np.sin(t))) for t in turn]
    else:
        path = [(0.0, y, low), (0.0, out, low + 0.01), (0.0, out, top - 0.006), (0.0, y, top)]
    clay.add(body, tube(path, clay.between(0.007, 0.011), 8).transformed(rotation_z(clay.between(-0.7, 0.7))))


def skateboard(clay: Clay) -> None:
    """A skateboard along y: a street deck with both ends up, a cruiser with a tail, or a long flat board."""
    paint, style = clay.main("painted", "plastic", "striped"), clay.pick("street", "cruiser", "long")
    clay.mass_kg = 2.2
    long = {"street": 0.55, "cruiser": 0.44, "long": 0.82}[style] * clay.between(0.92, 1.1)
    wide, wheel, axle = clay.between(0.19, 0.24), clay.between(0.028, 0.04), long * clay.between(0.32, 0.38)
    deck, thick = wheel * 2 + clay.between(0.035, 0.055), clay.between(0.016, 0.024)
    clay.add(paint, box(wide, long, thick, repeats_per_m=3.0).at(0, 0, deck))
    clay.add(clay.black, box(wide * 0.97, long * 0.99, 0.003).at(0, 0, deck + thick / 2 + 0.001))
    rises = {"street": (0.42, 0.42), "cruiser": (0.5, 0.0), "long": (0.0, 0.0)}[style]
    for end, rise in zip((-1, 1), rises, strict=True):
        tip = _tail(wide, clay.between(0.09, 0.14) if rise else wide * clay.between(0.4, 0.6), thick)
        turned = tip if end > 0 else tip.transformed(rotation_z(np.pi))
        clay.add(paint, turned.transformed(rotation_x(end * rise), (0, end * long / 2, deck)))
    skin = clay.pick(clay.white, clay.accent, clay.side("plastic", (222, 170, 60)), clay.black)
    for y in (-axle, axle):
        clay.add(clay.metal, bar((-wide * 0.44, y, wheel), (wide * 0.44, y, wheel), 0.018))
        clay.add(clay.metal, taper((0.06, 0.035), (0.05, 0.09), deck - wheel).at(0, y, wheel))
        for side in (-1, 1):
            clay.add(skin, cylinder(wheel, 0.045, 14).transformed(LIE_X, (side * wide * 0.42 - 0.0225, y, wheel)))
    clay.solid("box", (0, 0, deck / 2), (wide * 0.45, long / 2, deck / 2))


def _tail(wide: float, long: float, thick: float) -> Mesh:
    """A rounded end of a board, from the x axis towards +y."""
    turn = np.linspace(0, np.pi, 9)
    arc = [(wide / 2 * float(np.cos(t)), long * float(np.sin(t))) for t in turn]
    return extrude(arc, thick)


def globe(clay: Clay) -> None:
    """A globe tipped as the earth is: on a foot under a bow, or afloat in a ring on legs."""
    sea, radius = clay.main("painted", "plastic"), clay.between(0.11, 0.17)
    clay.mass_kg = 1.2
    land = clay.side("painted", clay.pick((196, 170, 110), (112, 146, 84), (168, 112, 72), (226, 214, 180)))
    floor = clay.chance(0.4)
    middle = radius + (clay.between(0.28, 0.42) if floor else clay.between(0.06, 0.11))
    for _ in range(7):
        long, wide = radius * clay.between(0.3, 0.6), radius * clay.between(0.25, 0.5)
        patch = ellipsoid(long, wide, radius * 0.3, 8).at(0, 0, radius * 0.73)
        turn = rotation_z(clay.between(0, 6.28)) @ rotation_x(clay.between(0.5, 2.4))
        clay.add(land, patch.transformed(turn @ rotation_z(clay.between(0, 3.1)), (0, 0, middle)))
    clay.add(sea, sphere(radius, 20).at(0, 0, middle))
    frame = clay.pick(clay.wood, clay.metal, clay.black)
    (_cradle if floor else _bow)(clay, frame, radius, middle)


def _bow(clay: Clay, frame: Texture, radius: float, middle: float) -> None:
    """A foot, and half a ring around the ball from pole to pole."""
    tilt = rotation_x(clay.pick(-1, 1) * 0.41)
    ring = torus(radius * 1.1, 0.009, -np.pi / 2, np.pi / 2, 16, 6).transformed(_STAND_UP).transformed(tilt, (0, 0, middle))
    poles = capsule((0, 0, -radius * 1.12), (0, 0, radius * 1.12), 0.006, sides=6).transformed(tilt, (0, 0, middle))
    foot = radius * clay.between(0.6, 0.8)
    stem = lathe([(0, 0), (foot, 0), (foot, 0.015), (0.02, 0.035), (0.014, middle - radius), (0, middle - radius)], 16)
    clay.add(frame, ring, poles, stem)
    clay.upright(foot, 0, 0.03)
    clay.upright(radius, middle - radius, middle + radius)


def _cradle(clay: Clay, frame: Texture, radius: float, middle: float) -> None:
    """A flat ring around the equator on three or four legs, a cross below them."""
    wide, legs = radius * 1.22, clay.pick(3, 4)
    clay.add(frame, torus(wide, 0.014, sides=20, around=6).at(0, 0, middle))
    for number in range(legs):
        turn = 2 * np.pi * number / legs + 0.5
        x, y = wide * float(np.cos(turn)), wide * float(np.sin(turn))
        out = clay.pick(0.8, 1.15)
        clay.add(frame, bar((x * out, y * out, 0), (x, y, middle), 0.028))
        clay.add(frame, bar((x * 0.95, y * 0.95, middle * 0.3), (0, 0, middle * 0.3), 0.018))
    clay.upright(wide * 0.8, 0, middle)
    clay.upright(radius, middle - radius, middle + radius)


def drum(clay: Clay) -> None:
    """A drum: flat with cords in zigzag, a big one on its side, a goblet of the hand, or a floor tom on legs."""
    shell, style = clay.main("painted", "wood", "metal"), clay.pick("marching", "bass", "goblet", "tom")
    clay.mass_kg = 3.0
    skin = clay.side("painted", clay.pick((240, 236, 222), (226, 206, 168)))
    radius = clay.between(0.15, 0.22)
    if style == "goblet":
        _goblet(clay, shell, skin, radius * 0.85)
        return
    deep = radius * {"marching": clay.between(0.9, 1.5), "bass": clay.between(0.9, 1.2), "tom": clay.between(1.4, 1.9)}[style]
    lift = clay.between(0.1, 0.18) if style == "tom" else 0.0
    radius *= 1.35 if style == "bass" else 1.0
    turn, place = (LIE_X, (-deep / 2, 0.0, radius + 0.012)) if style == "bass" else (np.eye(3), (0.0, 0.0, lift))
    hoop = clay.pick(clay.metal, clay.wood, clay.accent)
    clay.add(shell, lathe([(radius, 0), (radius, deep)], 24).transformed(turn, place))
    clay.add(skin, cylinder(radius * 0.985, deep + 0.004, 24).transformed(turn, np.add(place, turn @ (0, 0, -0.002))))
    rings = (torus(radius, 0.012, sides=24, around=5).at(0, 0, z) for z in (0.012, deep - 0.012))
    clay.add(hoop, *(ring.transformed(turn, place) for ring in rings))
    _cords(clay, style, radius + 0.004, deep, turn, place)
    if style == "tom":
        for angle in (0.4, 2.5, 4.6):
            x, y = (radius + 0.012) * float(np.cos(angle)), (radius + 0.012) * float(np.sin(angle))
            clay.add(clay.metal, bar((x * 1.12, y * 1.12, 0), (x, y, lift + deep * 0.6), 0.014))
    if style == "bass":
        clay.solid("box", (0, 0, radius), (deep / 2, radius * 0.8, radius))
    else:
        clay.upright(radius, 0, lift + deep)


def _cords(clay: Clay, style: str, radius: float, deep: float, turn: ArrayLike, place: ArrayLike) -> None:
    """Between the hoops: rods straight across, or one cord up and down."""
    count, slant = (12, 1.0) if style == "marching" else (clay.pick(6, 8), 0.0)
    cord = clay.white if style == "marching" else clay.metal
    for number in range(count):
        ends = []
        for share, z in ((0.0, 0.02), (slant if number % 2 == 0 else -slant, deep - 0.02)):
            angle = 2 * np.pi * (number + (number % 2) + share) / count
            ends.append((radius * float(np.cos(angle)), radius * float(np.sin(angle)), z))
        clay.add(cord, bar(ends[0], ends[1], 0.009).transformed(turn, place))


def _goblet(clay: Clay, shell: Texture, skin: Texture, radius: float) -> None:
    """A djembe: a bowl on a narrower foot, its skin laced down with cords."""
    high = radius * clay.between(2.6, 3.4)
    waist, foot, neck = radius * clay.between(0.42, 0.55), radius * clay.between(0.6, 0.75), high * clay.between(0.36, 0.48)
    wall = [(foot, 0), (waist, neck), (radius * 0.97, high * 0.78), (radius, high)]
    clay.add(shell, lathe([(0, 0), *wall, (0, high)], 22))
    clay.add(skin, lathe([(radius + 0.003, high - 0.025), (radius + 0.005, high + 0.003), (0, high + 0.005)], 22))
    clay.add(clay.accent, *(torus(r + 0.006, 0.009, sides=20, around=5).at(0, 0, z)
                            for r, z in ((radius, high - 0.03), (waist * 1.1, neck * 1.06))))
    for number in range(10):
        angle = 2 * np.pi * number / 10
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        outer, inner = radius + 0.006, radius * 0.96 + 0.006
        clay.add(clay.white, bar((outer * cos, outer * sin, high - 0.03), (inner * cos, inner * sin, high * 0.76), 0.008))
    clay.upright(foot, 0, neck)
    clay.upright(radius * 0.9, neck, high)


def dollhouse(clay: Clay) -> None:
    """A doll's house, its face to the front: storeys of windows and a door under a gable, a hip or a flat roof."""
    wall, storeys, columns = clay.main("painted", "painted", "wood"), clay.pick(1, 2, 2, 3), clay.pick(2, 3)
    clay.mass_kg = 5.0
    wide, deep, storey = columns * clay.between(0.13, 0.17), clay.between(0.2, 0.3), clay.between(0.17, 0.22)
    high = storeys * storey + 0.02
    clay.slab(wall, (deep, wide, high), (0, 0, high / 2), repeats_per_m=2.0)
    tiles = clay.side("painted", clay.pick((132, 52, 40), (70, 74, 84), (96, 64, 44), (56, 96, 92)))
    _roof(clay, wall, tiles, wide, deep, high)
    door, step = clay.pick(*range(columns)), wide / columns
    for floor in range(storeys):
        for column in range(columns):
            y, z = (column - (columns - 1) / 2) * step, floor * storey + storey * 0.55
            if floor == 0 and column == door:
                clay.add(clay.accent, box(0.012, step * 0.5, storey * 0.72).at(deep / 2, y, storey * 0.36 + 0.02))
                continue
            for front in (-1, 1):
                clay.add(clay.white, box(0.01, step * 0.6, storey * 0.56).at(front * deep / 2, y, z))
                panes = [box(0.016, step * 0.22, storey * 0.44).at(front * deep / 2, y + s * step * 0.14, z) for s in (-1, 1)]
                clay.add(clay.side("glass", (60, 78, 98)), *panes)
    clay.add(clay.white, box(deep + 0.04, wide + 0.04, 0.02).at(0, 0, 0.01))


def _roof(clay: Clay, wall: Texture, tiles: Texture, wide: float, deep: float, high: float) -> None:
    style, rise = clay.pick("gable", "gable", "hip", "flat"), clay.between(0.12, 0.2)
    if style == "gable":
        facing = clay.chance(0.5)
        span, along = (wide, deep) if facing else (deep, wide)
        gable = [(-span / 2 - 0.025, 0.0), (span / 2 + 0.025, 0.0), (0.0, rise)]
        prism = extrude(gable, along + 0.05).transformed(_STAND_UP, (0, 0, high))
        face = extrude([(x * 0.84, z * 0.84) for x, z in gable], along + 0.056).transformed(_STAND_UP, (0, 0, high))
        turn = np.eye(3) if facing else rotation_z(np.pi / 2)
        clay.add(tiles, prism.transformed(turn))
        clay.add(wall, face.transformed(turn))
    elif style == "hip":
        clay.add(tiles, taper((deep + 0.06, wide + 0.06), (0.02, wide * clay.between(0.1, 0.6)), rise).at(0, 0, high))
    else:
        rise = 0.04
        clay.add(tiles, box(deep + 0.05, wide + 0.05, rise).at(0, 0, high + rise / 2))
    if clay.chance(0.7):
        y = clay.pick(-1, 1) * wide * 0.28
        chimney = taper((0.045, 0.045), (0.045, 0.045), rise + 0.03).at(-deep * 0.15, y, high)
        clay.add(clay.side("painted", (150, 84, 62)), chimney)
    clay.solid("box", (0, 0, high + rise * 0.3), (deep * 0.25, wide * 0.3, rise * 0.3))


_BRIGHT = ("red", "blue", "green", "yellow", "orange", "purple", "pink", "white", "black")
KINDS = (
    Kind("mug", "mugs", {}, "anywhere", _BRIGHT, mug),
    Kind("skateboard", "skateboards", {}, "anywhere", _BRIGHT, skateboard),
    Kind("globe", "globes", {}, "anywhere", ("blue", "green", "beige", "brown", "black", "white"), globe),
    Kind("drum", "drums", {}, "anywhere", ("red", "blue", "green", "yellow", "white", "black", "brown", "orange"), drum),
    Kind("dollhouse", "dollhouses", {}, "anywhere", ("white", "pink", "yellow", "blue", "green", "red", "beige"), dollhouse),
)

"""Things that people carry, wear, ride and play."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import LIE_X, LIE_Y, Vector, bar, box, rotation_x, rotation_y, rotation_z
from robot.sim.rounded import capsule, cushion, cylinder, extrude, lathe, torus, tube


def backpack(clay: Clay) -> None:
    """A school bag standing up: a rounded bag, a front pocket, side pockets, straps, a loop."""
    cloth, high, wide, deep = (
        clay.main("fabric", "fabric", "denim", "plaid", "dotted", "leather"),
        clay.between(0.38, 0.52),
        clay.between(0.26, 0.34),
        clay.between(0.16, 0.22),
    )
    clay.mass_kg = 2.0
    trim, square = clay.pick(clay.black, clay.accent), clay.between(0.4, 0.65)
    clay.add(cloth, cushion(deep, wide, high, square).at(0, 0, high / 2))
    clay.add(
        clay.pick(cloth, trim), cushion(0.1, wide * 0.72, high * clay.between(0.32, 0.48), 0.6).at(deep * 0.42, 0, high * 0.28)
    )
    for left in (-1, 1):
        clay.add(trim, cushion(deep * 0.6, 0.07, high * 0.34, 0.5).at(0, left * wide * 0.47, high * 0.2))
        clay.add(
            trim,
            tube(
                [
                    (-deep * 0.4, left * 0.07, high * 0.9),
                    (-deep * 0.72, left * 0.09, high * 0.6),
                    (-deep * 0.45, left * 0.1, high * 0.15),
                ],
                0.015,
                6,
            ),
        )
    clay.add(trim, torus(0.04, 0.01, 0, np.pi, 8, 5).transformed(LIE_Y @ rotation_x(np.pi), (-deep * 0.2, 0, high * 0.97)))
    clay.add(trim, box(0.008, wide * 0.8, 0.012).at(deep * 0.46, 0, high * 0.66))
    clay.solid("box", (0, 0, high / 2), (deep * 0.45, wide * 0.47, high / 2))


def suitcase(clay: Clay) -> None:
    """A trolley case: a ribbed shell on four wheels with its handle out; or an old one with straps."""
    shell, high, wide, deep = (
        clay.main("plastic", "plastic", "fabric", "leather"),
        clay.between(0.48, 0.7),
        clay.between(0.34, 0.46),
        clay.between(0.2, 0.28),
    )
    clay.solid("box", (0, 0, high / 2 + 0.02), (deep / 2, wide / 2, high / 2))
    clay.add(shell, cushion(deep, wide, high, 0.82).at(0, 0, high / 2 + 0.045))
    trim = clay.pick(clay.black, clay.wood)
    for y in (
        np.linspace(-0.36, 0.36, clay.pick(3, 5, 6)) * wide if shell.family == "plastic" else np.array((-0.25, 0.25)) * wide
    ):
        clay.add(
            shell if shell.family == "plastic" else trim, box(deep + 0.012, 0.02, high * 0.86).at(0, float(y), high / 2 + 0.045)
        )
    clay.add(clay.black, box(0.012, wide + 0.004, high * 0.97).at(-0.0, 0, high / 2 + 0.045))
    for front in (-1, 1):
        for left in (-1, 1):
            clay.add(
                clay.black,
                cylinder(0.026, 0.022, 10).transformed(LIE_Y, (front * deep * 0.35, left * wide * 0.4 - 0.011, 0.026)),
            )
    top, out = high + 0.04, clay.pick(0.04, clay.between(0.25, 0.42))
    for left in (-1, 1):
        clay.add(clay.metal, bar((-deep * 0.3, left * 0.08, top - 0.02), (-deep * 0.3, left * 0.08, top + out), 0.014))
    clay.add(clay.black, box(0.03, 0.2, 0.03).at(-deep * 0.3, 0, top + out))


def umbrella(clay: Clay) -> None:
    """An umbrella left open on the floor, lying on its rim and its handle."""
    cloth, radius, ribs = clay.main("fabric", "fabric", "dotted", "striped"), clay.between(0.36, 0.48), clay.pick(6, 8)
    clay.mass_kg = 0.4
    deep, tilt = radius * clay.between(0.35, 0.5), clay.between(1.05, 1.25)
    arc = np.linspace(0, 1, 5)
    roof = [(radius * float(np.sin(a * np.pi / 2)), deep * float(np.cos(a * np.pi / 2))) for a in arc[::-1]]
    under = [(r * 0.985, z - 0.012) for r, z in roof[::-1]]
    turn = rotation_y(tilt)
    low = -radius * float(np.sin(tilt))
    canopy = lathe([*under, roof[0], *roof[1:]], ribs, (4, 3))
    clay.add(cloth, canopy.transformed(turn, (0, 0, -low)))
    pole = capsule((0, 0, -radius * 1.1), (0, 0, deep + 0.05), 0.01, sides=6)
    hook = tube([(0, 0, -radius * 1.05), (0, 0, -radius * 1.3), (0, 0.03, -radius * 1.38), (0, 0.06, -radius * 1.33)], 0.014, 6)
    clay.add(clay.metal, pole.transformed(turn, (0, 0, -low)))
    clay.add(clay.wood, hook.transformed(turn, (0, 0, -low)))
    clay.solid("box", (0, 0, radius * 0.9), (deep * 0.5, radius * 0.8, radius * 0.9))


def shoes(clay: Clay) -> None:
    """A pair of shoes, trainers or boots, side by side."""
    upper, long = clay.main("leather", "fabric"), clay.between(0.28, 0.33)
    clay.mass_kg = 0.7
    high = clay.pick(0.1, 0.12, clay.between(0.22, 0.34))
    sole = clay.pick(clay.white, clay.black, clay.wood)
    lace = clay.white if sole != clay.white else clay.black
    for left in (-1, 1):
        y, turn = left * clay.between(0.065, 0.085), rotation_z(clay.between(-0.2, 0.2))
        place = (clay.between(-0.03, 0.03), y, 0.0)
        clay.add(sole, cushion(long, 0.1, 0.05, 0.6, sides=12).at(0, 0, 0.025).transformed(turn, place))
        clay.add(upper, cushion(long * 0.92, 0.088, 0.1, 0.35, sides=12).at(0, 0, 0.065).transformed(turn, place))
        clay.add(
            upper,
            lathe([(0, 0.03), (0.044, 0.03), (0.042, high), (0.036, high), (0.034, high - 0.02), (0, high - 0.02)], 12)
            .stretched(1.35, 1, 1)
            .at(-long * 0.24, 0, 0)
            .transformed(turn, place),
        )
        clay.add(
            lace,
            *(
                box(0.012, 0.05, 0.008)
                .transformed(rotation_y(0.45), (long * (0.02 + 0.07 * k), 0, 0.112 - 0.006 * k))
                .transformed(turn, place)
                for k in range(3)
            ),
        )
    clay.solid("box", (0, 0, 0.05), (long / 2 * 0.95, 0.11, 0.05))


def guitar(clay: Clay) -> None:
    """A guitar leaning back on its stand, strings to the front."""
    top, wide, tall = (
        clay.main("wood" if clay.colour_name in ("brown", "beige", "orange") else "painted"),
        clay.between(0.34, 0.4),
        clay.between(0.44, 0.52),
    )
    waist, upper = clay.between(0.55, 0.75), clay.between(0.68, 0.85)
    turn = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    share = (1 - np.cos(turn)) / 2  # 0 at the bottom, 1 at the neck
    girth = np.interp(share, (0, 0.3, 0.62, 0.84, 1), (1, 1.0, waist, upper, upper * 0.9))
    outline = [(float(wide / 2 * g * np.sin(t)), float(tall * (s - 0.5))) for t, g, s in zip(turn, girth, share, strict=True)]
    stand_up = np.array(((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))  # its plate's x, y, z become y, z, x
    lean, lift = rotation_y(-clay.between(0.12, 0.22)), 0.12 + tall / 2
    body = extrude(outline, clay.between(0.07, 0.1)).transformed(stand_up)
    clay.add(top, body.transformed(lean, (0, 0, lift)))
    hole, neck = (
        cylinder(0.05, 0.004, 14).transformed(LIE_X, (0.048, 0, 0.02)),
        box(0.025, 0.055, 0.56).at(0.05, 0, tall / 2 + 0.2),
    )
    head, bridge = box(0.022, 0.075, 0.15).at(0.045, 0, tall / 2 + 0.53), box(0.014, 0.14, 0.025).at(0.05, 0, -tall * 0.26)
    clay.add(clay.black, hole.transformed(lean, (0, 0, lift)))
    clay.add(clay.wood, *(mesh.transformed(lean, (0, 0, lift)) for mesh in (neck, head, bridge)))
    clay.add(clay.white, box(0.003, 0.03, tall * 0.8 + 0.5).at(0.066, 0, 0.2).transformed(lean, (0, 0, lift)))
    for left in (-1, 1):
        clay.add(
            clay.metal,
            tube(
                [(-0.2, left * 0.05, 0.01), (-0.1, left * 0.06, 0.45), (-0.02, left * 0.08, 0.14), (0.1, left * 0.13, 0.12)],
                0.01,
                6,
            ),
            bar((-0.02, left * 0.08, 0.14), (0.12, left * 0.16, 0), 0.018),
        )
    clay.solid("box", (-0.02, 0, 0.35), (0.12, wide / 2, 0.3))


def bicycle(clay: Clay) -> None:
    """A bicycle on its stand, riding towards +y, so that its side is its front."""
    frame, radius = clay.main("metal", "plastic"), clay.between(0.26, 0.34)
    reach, axle = radius * clay.between(1.45, 1.65), radius + 0.022
    for y in (-reach, reach):
        clay.add(clay.black, torus(radius, 0.022, sides=22, around=5).transformed(LIE_X, (0, y, axle)))
        spokes = (box(0.005, 0.005, 2 * radius).transformed(rotation_x(np.pi * k / 4 + 0.2), (0, y, axle)) for k in range(4))
        clay.add(clay.metal, *spokes)
        clay.solid("box", (0, y, radius), (0.025, radius, radius))
    saddle, grip = radius * 2 + clay.between(0.16, 0.26), radius * 2 + clay.between(0.2, 0.32)
    crank, seat, head = (0.0, -reach * 0.08, axle * 0.85), (0.0, -reach * 0.32, saddle - 0.12), (0.0, reach * 0.68, grip - 0.16)
    back, front, low = (0.0, -reach, axle), (0.0, reach, axle), (0.0, -reach * 0.2, saddle * 0.62)
    beams = [(crank, seat), (crank, head), (back, seat), (back, crank), (front, head), (clay.pick(low, seat), head)]
    clay.add(frame, *(capsule(start, end, 0.018, sides=6) for start, end in beams))
    clay.add(clay.metal, capsule(seat, (0, -reach * 0.36, saddle), 0.012, sides=6), bar(crank, (0.16, -reach * 0.2, 0), 0.014))
    clay.add(clay.black, cushion(0.15, 0.26, 0.06, 0.3, sides=10).at(0, -reach * 0.36, saddle))
    clay.add(clay.black, torus(0.09, 0.006, sides=14, around=4).transformed(LIE_X, (0.02, crank[1], crank[2])))
    _handlebar(clay, head, (0.0, reach * 0.62, grip), reach * 0.12)
    clay.solid("box", (0, 0, saddle * 0.6), (0.03, reach * 0.7, saddle * 0.3))


def _handlebar(clay: Clay, head: Vector, middle: Vector, swept: float) -> None:
    """A stem from the frame's head to a bar across, its ends swept back."""
    y, z = middle[1], middle[2]
    half = [(0.26, y - swept, z + 0.02), (0.2, y - 0.02, z + 0.01)]
    clay.add(clay.metal, capsule(head, middle, 0.012, sides=6))
    clay.add(clay.metal, tube([*half, middle, *((-x, along, up) for x, along, up in half[::-1])], 0.012, 5))


def traffic_cone(clay: Clay) -> None:
    """A cone with white bands on a square foot."""
    skin, high = clay.main("bands"), clay.between(0.32, 0.55)
    radius, foot = high * clay.between(0.26, 0.32), clay.between(0.7, 0.78)
    clay.mass_kg = 1.0
    clay.add(skin, lathe([(radius, 0.02), (0.022, high), (0, high)], 20))
    clay.add(
        clay.pick(clay.black, clay.side("plastic", (200, 90, 30))),
        box(radius / foot * 2, radius / foot * 2, 0.025).at(0, 0, 0.0125),
    )
    clay.solid("box", (0, 0, 0.0125), (radius / foot, radius / foot, 0.0125))
    clay.upright(radius * 0.7, 0, high * 0.45)
    clay.upright(radius * 0.3, high * 0.45, high)


KINDS = (
    Kind(
        "backpack",
        "backpacks",
        {"bedroom": 1.2, "hall": 1.2, "study": 1, "office": 1, "living_room": 0.5, "meeting_room": 0.7},
        "anywhere",
        ("red", "blue", "green", "yellow", "purple", "pink", "black", "orange", "grey"),
        backpack,
    ),
    Kind(
        "suitcase",
        "suitcases",
        {"bedroom": 1, "hall": 1, "office": 0.4},
        "anywhere",
        ("red", "blue", "green", "yellow", "purple", "pink", "black", "orange", "brown"),
        suitcase,
    ),
    Kind(
        "umbrella",
        "umbrellas",
        {"hall": 1.2, "office": 0.3, "living_room": 0.2},
        "anywhere",
        ("red", "blue", "green", "yellow", "purple", "pink", "black", "orange"),
        umbrella,
    ),
    Kind(
        "shoes",
        "shoes",
        {"hall": 1.5, "bedroom": 1},
        "anywhere",
        ("red", "blue", "white", "black", "brown", "yellow", "pink"),
        shoes,
    ),
    Kind(
        "guitar",
        "guitars",
        {"living_room": 0.8, "bedroom": 0.7, "study": 0.6},
        "corner",
        ("brown", "beige", "red", "black", "orange", "blue"),
        guitar,
    ),
    Kind(
        "bicycle",
        "bicycles",
        {"hall": 1, "study": 0.3, "office": 0.3, "living_room": 0.2},
        "wall_side",
        ("red", "blue", "green", "yellow", "orange", "black", "white", "pink"),
        bicycle,
    ),
    Kind(
        "traffic cone",
        "traffic cones",
        {"hall": 0.8, "office": 0.7, "study": 0.3, "meeting_room": 0.3, "living_room": 0.2},
        "anywhere",
        ("orange", "red", "yellow", "green"),
        traffic_cone,
    ),
)

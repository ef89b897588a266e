"""Things to play with, and soft things."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import LIE_X, LIE_Y, box, rotation_x, rotation_z, taper
from robot.sim.rounded import capsule, cushion, cylinder, ellipsoid, sphere, torus


def ball(clay: Clay) -> None:
    """A play ball: plain, wedges or football patches, any way up."""
    radius = clay.between(0.08, 0.15)
    clay.mass_kg = 0.3
    tumbled = rotation_z(clay.between(0, 6.28)) @ rotation_x(clay.between(0, 3.14))
    clay.add(clay.main("plastic", "beach", "beach", "football"), sphere(radius, 20).transformed(tumbled))
    inner = radius * 0.988  # the flats between the sphere's corners lie this deep
    clay.solid("sphere", (0, 0, 0), (inner, inner, inner))


def cushion_(clay: Clay) -> None:
    """A floor cushion, lying flat, square or round, with a button or piping."""
    cover, wide, high = (
        clay.main("fabric", "plaid", "striped", "dotted", "fabric"),
        clay.between(0.4, 0.58),
        clay.between(0.14, 0.22),
    )
    clay.mass_kg = 0.5
    square = clay.pick(0.0, clay.between(0.4, 0.7))
    long = wide * clay.pick(1.0, 1.0, 1.25)
    clay.add(cover, cushion(wide, long, high, square, 3.0).at(0, 0, high / 2))
    if clay.chance(0.5):
        clay.add(clay.accent, ellipsoid(0.03, 0.03, 0.012, 8).at(0, 0, high))
    if square > 0:
        for front in (-1, 1):
            for left in (-1, 1):
                clay.add(clay.accent, sphere(0.022, 8).at(front * wide * 0.44, left * long * 0.44, high / 2))
    clay.solid("box", (0, 0, high / 2), (wide * 0.45, long * 0.45, high / 2))


def teddy_bear(clay: Clay) -> None:
    """A sitting plush bear with a pale muzzle, round ears and perhaps a bow."""
    fur, size = clay.main("fur"), clay.between(0.85, 1.25)
    clay.mass_kg = 0.5
    fat, head, z = clay.between(0.9, 1.15), clay.between(0.09, 0.11), 0.33
    pale, dark = clay.side("fur", (222, 196, 156)), clay.black
    body = [ellipsoid(0.11 * fat, 0.12 * fat, 0.15).at(0, 0, 0.15), ellipsoid(head, head * 1.08, head).at(0.02, 0, z)]
    face = [
        ellipsoid(0.05, 0.052, 0.042, 10).at(0.02 + head * 0.85, 0, z - 0.025),
        ellipsoid(0.04, 0.085, 0.1, 10).at(0.082 * fat, 0, 0.15),
    ]
    bits = [sphere(0.016, 8).at(0.065 + head * 0.95, 0, z - 0.01)]
    for left in (-1, 1):
        body += [
            capsule((0.04, left * 0.08, 0.055), (0.2, left * 0.12, 0.055), 0.055, 0.05, 8),
            capsule((0.02, left * 0.1, 0.22), (0.11, left * 0.16, 0.13), 0.045, 0.04, 8),
        ]
        body.append(ellipsoid(0.02, 0.038, 0.038, 8).at(0.01, left * head * 0.8, z + head * 0.8))
        face.append(ellipsoid(0.012, 0.035, 0.04, 8).at(0.25, left * 0.12, 0.06))
        bits.append(sphere(0.013, 6).at(0.02 + head * 0.88, left * 0.038, z + 0.03))
    if clay.chance(0.5):
        clay.add(clay.accent, *(ellipsoid(0.02, 0.045, 0.03, 8).at(0.1, left * 0.04, 0.245) for left in (-1, 1)))
    for texture, meshes in ((fur, body), (pale, face), (dark, bits)):
        clay.add(texture, *(mesh.stretched(size, size, size) for mesh in meshes))
    clay.upright(0.12 * size, 0, 0.4 * size)
    clay.solid("box", (0.13 * size, 0, 0.055 * size), (0.12 * size, 0.16 * size, 0.05 * size))


def toy_car(clay: Clay) -> None:
    """A big toy car, lorry or bus, driving towards +x."""
    paint, style = clay.main("plastic"), clay.pick("car", "jeep", "lorry", "bus")
    clay.mass_kg = 0.6
    long, wide = clay.between(0.32, 0.45), clay.between(0.16, 0.21)
    wheel, low = clay.between(0.04, 0.055), 0.045
    tall = {"car": 0.075, "jeep": 0.09, "lorry": 0.07, "bus": 0.2}[style]
    glass = clay.side("glass", (70, 90, 110))
    clay.add(paint, box(long, wide, tall).at(0, 0, low + tall / 2))
    roof = low + tall
    if style == "bus":
        clay.add(
            glass,
            box(long * 0.9, wide + 0.006, tall * 0.35, fit=True).at(0, 0, low + tall * 0.65),
            box(long + 0.006, wide * 0.85, tall * 0.35, fit=True).at(0, 0, low + tall * 0.65),
        )
    elif style == "lorry":
        clay.add(paint, box(long * 0.28, wide, 0.14).at(long * 0.33, 0, roof + 0.05))
        clay.add(glass, box(long * 0.285, wide * 0.8, 0.05, fit=True).at(long * 0.335, 0, roof + 0.07))
        clay.add(clay.accent, taper((long * 0.55, wide), (long * 0.62, wide * 1.1), 0.12).at(-long * 0.18, 0, roof))
    else:
        x = -long * clay.between(0.02, 0.12)
        clay.add(
            glass,
            taper((long * 0.55, wide * 0.92), (long * (0.32 if style == "car" else 0.48), wide * 0.8), 0.08).at(x, 0, roof),
        )
        clay.add(paint, box(long * (0.32 if style == "car" else 0.5), wide * 0.82, 0.015).at(x, 0, roof + 0.08))
    _wheels(clay, long, wide, wheel)
    for left in (-1, 1):
        clay.add(
            clay.side("plastic", (250, 235, 170)),
            cylinder(0.02, 0.012, 8).transformed(LIE_X, (long / 2, left * wide * 0.32, low + min(tall, 0.09) * 0.55)),
        )
    clay.solid("box", (0, 0, (roof + low) / 2 - 0.01), (long / 2, wide / 2, (roof - low) / 2 + 0.01))
    clay.solid("box", (0, 0, wheel), (long * 0.4, wide / 2, wheel))


def _wheels(clay: Clay, long: float, wide: float, radius: float) -> None:
    for front in (-1, 1):
        for left in (-1, 1):
            x, y = front * long * 0.3, left * (wide / 2 + 0.005)
            clay.add(clay.black, cylinder(radius, 0.035, 14).transformed(LIE_Y, (x, y - 0.0175, radius)))
            clay.add(clay.white, cylinder(radius * 0.5, 0.041, 10).transformed(LIE_Y, (x, y - 0.0205, radius)))


def rocking_horse(clay: Clay) -> None:
    """A wooden horse on two bent runners, its head to +y."""
    paint, size = clay.board(), clay.between(0.85, 1.15)
    base = 0.55
    meshes, runners = [], []
    for left in (-1, 1):
        runners.append(
            torus(base, 0.018, -np.pi / 2 - 0.75, -np.pi / 2 + 0.75, 12, 6).transformed(
                np.array(((0, 0, 1.0), (1.0, 0, 0), (0, 1.0, 0))), (left * 0.12, 0, base + 0.018)
            )
        )
        for front in (-1, 1):
            y = front * 0.2
            foot = base + 0.018 - float(np.sqrt(base**2 - y**2))
            meshes.append(capsule((left * 0.12, y * 1.1, foot + 0.02), (left * 0.06, y * 0.8, 0.34), 0.026, 0.035, 8))
    runners.append(box(0.28, 0.05, 0.02).at(0, 0.2, 0.09))
    runners.append(box(0.28, 0.05, 0.02).at(0, -0.2, 0.09))
    meshes += [
        ellipsoid(0.1, 0.24, 0.11).at(0, 0, 0.38),
        capsule((0, 0.18, 0.42), (0, 0.3, 0.62), 0.07, 0.055),
        capsule((0, 0.28, 0.64), (0, 0.42, 0.56), 0.06, 0.045),
    ]
    meshes += [ellipsoid(0.015, 0.02, 0.045, 8).at(left * 0.035, 0.27, 0.71) for left in (-1, 1)]
    mane = [
        ellipsoid(0.025, 0.05, 0.12, 8).transformed(rotation_x(-0.5), (0, 0.19, 0.58)),
        capsule((0, -0.22, 0.44), (0, -0.34, 0.2), 0.03, 0.015, 8),
    ]
    for texture, group in (
        (paint, meshes),
        (clay.wood, runners),
        (clay.side("fur", clay.pick((60, 42, 30), (226, 214, 190))), mane),
    ):
        clay.add(texture, *(mesh.stretched(size, size, size) for mesh in group))
    clay.add(clay.accent, cushion(0.22, 0.16, 0.04, 0.4, sides=10).at(0, -0.01, 0.5).stretched(size, size, size))
    clay.add(clay.black, *(sphere(0.012, 6).at(left * 0.055, 0.32, 0.65).stretched(size, size, size) for left in (-1, 1)))
    clay.solid("box", (0, 0, 0.06 * size), (0.14 * size, 0.36 * size, 0.05 * size))
    clay.solid("box", (0, 0, 0.28 * size), (0.14 * size, 0.26 * size, 0.2 * size))


KINDS = (
    Kind(
        "ball",
        "balls",
        {"living_room": 1.2, "bedroom": 1.2, "hall": 0.8, "study": 0.4, "office": 0.3},
        "anywhere",
        ("red", "blue", "green", "yellow", "orange", "purple", "pink", "white"),
        ball,
    ),
    Kind(
        "cushion",
        "cushions",
        {"living_room": 1, "bedroom": 1},
        "anywhere",
        ("red", "blue", "green", "yellow", "orange", "purple", "pink", "grey"),
        cushion_,
    ),
    Kind(
        "teddy bear",
        "teddy bears",
        {"bedroom": 1.2, "living_room": 0.6},
        "anywhere",
        ("brown", "beige", "white", "pink", "grey"),
        teddy_bear,
    ),
    Kind(
        "toy car",
        "toy cars",
        {"bedroom": 1.2, "living_room": 0.8, "hall": 0.4},
        "anywhere",
        ("red", "blue", "green", "yellow", "orange", "white", "purple"),
        toy_car,
    ),
    Kind(
        "rocking horse",
        "rocking horses",
        {"bedroom": 0.7, "living_room": 0.5},
        "anywhere",
        ("brown", "beige", "white", "red", "blue"),
        rocking_horse,
    ),
)

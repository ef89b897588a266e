"""Smaller machines that stand about: lamps, fans, cleaners, clocks."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import LIE_X, LIE_Y, bar, box, rotation_x, rotation_y, taper
from robot.sim.rounded import capsule, cushion, cylinder, lathe, sphere, torus, tube
from robot.sim.textures import Texture


def lamp(clay: Clay) -> None:
    """A floor lamp with a cloth shade in the named colour: on a disc, a tripod, a ceramic belly or a stack of balls."""
    style = clay.pick("disc", "tripod", "belly", "balls")
    high = clay.between(0.55, 0.9) if style in ("belly", "balls") else clay.pick(clay.between(0.7, 1.0), clay.between(1.0, 1.4))
    shade, stem = clay.main("fabric", "paper", "paper", "striped"), clay.pick(clay.metal, clay.black, clay.wood)
    wide, tall = clay.between(0.15, 0.24), clay.between(0.2, 0.34)
    narrow = wide * clay.pick(1.0, clay.between(0.45, 0.8))
    clay.add(
        shade,
        lathe(
            [
                (wide - 0.02, high - tall + 0.01),
                (wide, high - tall),
                (narrow, high),
                (narrow - 0.02, high - 0.005),
                (wide - 0.02, high - tall + 0.01),
            ],
            20,
        ),
    )
    clay.add(clay.side("plastic", (255, 244, 205)), sphere(0.06, 10).at(0, 0, high - tall * 0.5))
    clay.upright(wide, high - tall, high)
    clay.upright(0.03, 0, high - tall)
    _lamp_stand(clay, stem, style, high - tall * 0.5)


def _lamp_stand(clay: Clay, stem: Texture, style: str, high: float) -> None:
    if style == "disc":
        clay.add(stem, lathe([(0, 0), (0.14, 0), (0.14, 0.02), (0.016, 0.035), (0.016, high), (0, high)], 16))
        clay.upright(0.14, 0, 0.03)
    elif style == "tripod":
        _tripod(clay, stem, high)
    else:
        _ceramic_stand(clay, stem, style, high)


def _tripod(clay: Clay, stem: Texture, high: float) -> None:
    for leg in range(3):
        angle = 2 * np.pi * leg / 3
        x, y = 0.26 * float(np.cos(angle)), 0.26 * float(np.sin(angle))
        clay.add(stem, bar((x, y, 0), (0, 0, high * 0.85), 0.03))
        clay.upright(0.04, 0, high * 0.3, x * 0.85, y * 0.85)
    clay.add(stem, cylinder(0.02, high * 0.2, 8).at(0, 0, high * 0.8))


def _ceramic_stand(clay: Clay, stem: Texture, style: str, high: float) -> None:
    """A bellied vase or a pile of balls, with the stem in it."""
    vase = clay.side("ceramic", clay.accent.colour)
    if style == "belly":
        belly = [
            (0, 0),
            (0.08, 0),
            (0.08, 0.015),
            (0.13, high * 0.35),
            (0.09, high * 0.6),
            (0.025, high * 0.72),
            (0, high * 0.74),
        ]
        clay.add(vase, lathe(belly, 18))
    else:
        clay.add(vase, cylinder(0.1, 0.02, 16))
        clay.add(
            vase, *(sphere(radius, 14).at(0, 0, share * high) for radius, share in ((0.09, 0.2), (0.07, 0.48), (0.05, 0.68)))
        )
    clay.add(stem, cylinder(0.012, high, 6))
    clay.upright(0.11, 0, high * 0.55)


def fan(clay: Clay) -> None:
    """A standing fan: blades behind a round wire guard on a pole."""
    body, high, radius = (
        clay.main("plastic"),
        clay.pick(clay.between(0.35, 0.5), clay.between(0.75, 1.05)),
        clay.between(0.17, 0.22),
    )
    clay.add(clay.pick(body, clay.black), lathe([(0, 0), (0.17, 0), (0.16, 0.03), (0.025, 0.05), (0.02, high), (0, high)], 18))
    clay.upright(0.17, 0, 0.04)
    clay.upright(0.025, 0, high)
    clay.add(body, capsule((-0.1, 0, high), (0.02, 0, high), 0.055, sides=10))
    wire = clay.pick(clay.metal, clay.black)
    for x, size in ((-0.02, 0.98), (0.04, 1.0), (0.1, 0.98)):
        clay.add(wire, torus(radius * size, 0.006, sides=20, around=4).transformed(LIE_X, (x, 0, high)))
    for x, size in ((0.11, 0.66), (0.115, 0.36)):
        clay.add(wire, torus(radius * size, 0.004, sides=16, around=3).transformed(LIE_X, (x, 0, high)))
    for spoke in range(8):
        turn = rotation_x(np.pi * spoke / 4)
        clay.add(wire, box(0.005, 0.005, radius).transformed(turn, turn @ (0, 0, radius / 2) + (0.11, 0, high)))
    blades = clay.pick(3, 4, 5)
    for blade in range(blades):
        turn = rotation_x(2 * np.pi * blade / blades + 0.3)
        clay.add(
            body, box(0.012, radius * 0.6, radius * 0.85).transformed(turn, turn @ (0, 0, radius * 0.48) + (0.04, 0, high))
        )
    clay.add(body, sphere(0.035, 8).at(0.1, 0, high))
    clay.solid("box", (0.03, 0, high), (0.1, radius, radius))


def vacuum_cleaner(clay: Clay) -> None:
    """A canister on wheels with its hose, tube and floor nozzle, or an upright one."""
    body = clay.main("plastic")
    if clay.chance(0.35):
        _upright_cleaner(clay, body)
        return
    long, wide, high = clay.between(0.36, 0.46), clay.between(0.24, 0.3), clay.between(0.2, 0.27)
    clay.add(body, cushion(long, wide, high, 0.5).at(0, 0, high / 2 + 0.03))
    clay.add(clay.black, cushion(long * 0.7, wide * 1.02, high * 0.35, 0.6).at(0, 0, high * 0.35))
    clay.solid("box", (0, 0, high / 2 + 0.02), (long / 2, wide / 2, high / 2))
    for left in (-1, 1):
        clay.add(clay.black, cylinder(0.075, 0.03, 12).transformed(LIE_Y, (-long * 0.25, left * (wide / 2) - 0.015, 0.075)))
    turn = np.linspace(0, np.pi, 9)
    hose = np.stack((long * 0.4 + 0.14 * np.sin(turn), 0.16 - 0.16 * np.cos(turn), high * 0.75 + 0.22 * np.sin(turn)), axis=1)
    clay.add(clay.black, tube(hose, 0.02, 6))
    nozzle = (long * 0.4 + 0.3, 0.34, 0.03)
    clay.add(clay.metal, bar(nozzle, (long * 0.4 - 0.16, 0.31, clay.between(0.6, 0.85)), 0.028))
    clay.add(clay.black, taper((0.1, 0.28), (0.05, 0.2), 0.05).at(nozzle[0], nozzle[1], 0))
    clay.solid("box", (nozzle[0], nozzle[1], 0.025), (0.05, 0.14, 0.025))


def _upright_cleaner(clay: Clay, body: Texture) -> None:
    high = clay.between(0.95, 1.15)
    clay.add(body, taper((0.28, 0.3), (0.2, 0.24), 0.1, (-0.02, 0)))
    clay.add(body, capsule((-0.06, 0, 0.2), (-0.14, 0, high * 0.55), 0.1, 0.07, 12))
    clay.add(clay.side("glass", (120, 130, 140)), cylinder(0.075, 0.2, 12).at(0.0, 0, 0.14))
    clay.add(
        clay.black, tube([(-0.14, 0, high * 0.5), (-0.2, 0, high * 0.9), (-0.16, 0, high), (-0.08, 0, high * 0.97)], 0.018, 6)
    )
    for left in (-1, 1):
        clay.add(clay.black, cylinder(0.05, 0.03, 12).transformed(LIE_Y, (-0.12, left * 0.14 - 0.015, 0.05)))
    clay.solid("box", (0, 0, 0.06), (0.14, 0.15, 0.06))
    clay.solid("box", (-0.1, 0, high / 2), (0.1, 0.1, high / 2))


def clock(clay: Clay) -> None:
    """A grandfather clock: a narrow tall case, a face at the top, a pendulum behind glass."""
    case, high = clay.board(), clay.between(1.1, 1.7)
    wide, deep, face = clay.between(0.26, 0.36), clay.between(0.18, 0.24), clay.between(0.3, 0.38)
    clay.slab(case, (deep + 0.06, wide + 0.08, 0.3), (0, 0, 0.15))
    clay.slab(case, (deep, wide * 0.85, high - 0.3 - face), (0, 0, (high - face + 0.3) / 2))
    clay.slab(case, (deep + 0.06, wide + 0.06, face), (0, 0, high - face / 2))
    clay.add(case, taper((deep + 0.1, wide + 0.1), (deep * 0.5, wide * clay.between(0.2, 0.8)), 0.1).at(0, 0, high))
    dial = clay.print("dial", (120, 84, 50))
    clay.add(dial, box(0.012, wide, face * 0.9, fit=True).at(deep / 2 + 0.035, 0, high - face / 2))
    glass = clay.side("glass", (52, 44, 40))
    tall = high - face - 0.42
    clay.add(glass, box(0.01, wide * 0.6, tall, fit=True).at(deep / 2 + 0.004, 0, 0.36 + tall / 2))
    brass = clay.side("metal", (206, 168, 84))
    clay.add(brass, bar((deep / 2 + 0.015, 0, 0.42 + tall * 0.1), (deep / 2 + 0.015, 0.02, 0.34 + tall), 0.012))
    clay.add(brass, cylinder(0.05, 0.012, 14).transformed(LIE_X, (deep / 2 + 0.01, 0, 0.4 + tall * 0.15)))


def fire_extinguisher(clay: Clay) -> None:
    """A steel bottle with a black head, a horn on a hose and a label."""
    body, radius, high = clay.main("metal", "plastic"), clay.between(0.07, 0.095), clay.between(0.4, 0.56)
    lower = [(0, 0.02), (radius * 0.9, 0.02), (radius, 0.04), (radius, high * 0.72)]
    upper = [(radius * 0.75, high * 0.82), (0.025, high * 0.87), (0.025, high * 0.9), (0, high * 0.9)]
    clay.add(body, lathe(lower + upper, 18))
    skin, low, top = radius + 0.002, high * 0.3, high * 0.58
    clay.add(clay.white, lathe([(radius, low), (skin, low), (skin, top), (radius, top)], 18))
    clay.add(clay.black, cylinder(radius * 0.95, 0.03, 16), box(0.12, 0.025, 0.015).at(0.02, 0, high * 0.92))
    clay.add(clay.black, box(0.13, 0.025, 0.018).transformed(rotation_y(-0.25), (0.02, 0, high * 0.98)))
    clay.add(clay.metal, cylinder(0.02, high * 0.08, 8).at(0, 0, high * 0.88))
    side = clay.pick(-1, 1)
    hose = [(0.02, 0.9), (radius + 0.03, 0.88), (radius + 0.045, 0.7), (radius + 0.03, 0.35)]
    clay.add(clay.black, tube([(0, side * y, high * z) for y, z in hose], 0.012, 6))
    clay.add(clay.black, cylinder(0.028, 0.12, 8, 0.012).at(0, side * (radius + 0.03), high * 0.24))
    clay.upright(radius, 0, high * 0.9)


def watering_can(clay: Clay) -> None:
    """A can with a long spout, a rose and a bowed handle; its spout to +y."""
    body, radius, high = clay.main("metal", "plastic"), clay.between(0.09, 0.12), clay.between(0.18, 0.27)
    clay.mass_kg = 0.6
    top = radius * clay.between(0.7, 1.0)
    clay.add(
        body, lathe([(0, 0), (radius, 0), (top, high), (top - 0.01, high), (radius * 0.8, high * 0.7), (0, high * 0.7)], 18)
    )
    reach, rise = clay.between(0.24, 0.34), high * clay.between(1.0, 1.3)
    clay.add(body, capsule((0, radius * 0.8, high * 0.2), (0, reach, rise), 0.024, 0.014, 8))
    clay.add(body, lathe([(0, 0), (0.016, 0), (0.045, 0.05), (0, 0.06)], 12).transformed(rotation_x(-1.0), (0, reach, rise)))
    arch = np.linspace(0, np.pi, 8)
    back = np.stack((0 * arch, -radius * 0.6 - 0.13 * np.sin(arch), high * 0.2 + high * 0.5 * (1 - np.cos(arch))), axis=1)
    clay.add(body, tube(back, 0.011, 6))
    clay.upright(radius, 0, high)
    clay.solid("box", (0, reach * 0.7, rise * 0.65), (0.03, reach * 0.3, rise * 0.35))


KINDS = (
    Kind(
        "lamp",
        "lamps",
        {"living_room": 2, "bedroom": 1.5, "study": 1.5, "office": 0.6, "hall": 0.4},
        "corner",
        ("white", "yellow", "red", "orange", "beige", "green", "blue", "pink"),
        lamp,
    ),
    Kind(
        "fan",
        "fans",
        {"bedroom": 0.8, "living_room": 0.6, "study": 0.7, "office": 1, "meeting_room": 0.4},
        "anywhere",
        ("white", "black", "blue", "grey", "green", "pink"),
        fan,
    ),
    Kind(
        "vacuum cleaner",
        "vacuum cleaners",
        {"hall": 1, "living_room": 0.4, "bedroom": 0.3, "office": 0.3},
        "anywhere",
        ("red", "blue", "green", "yellow", "purple", "orange", "grey"),
        vacuum_cleaner,
    ),
    Kind(
        "clock",
        "clocks",
        {"living_room": 0.8, "hall": 1, "study": 0.6, "meeting_room": 0.3},
        "wall_side",
        ("brown", "black", "beige", "white"),
        clock,
    ),
    Kind(
        "fire extinguisher",
        "fire extinguishers",
        {"hall": 0.8, "office": 1, "kitchen": 0.4, "meeting_room": 0.6},
        "wall_side",
        ("red",),
        fire_extinguisher,
    ),
    Kind(
        "watering can",
        "watering cans",
        {"living_room": 0.5, "kitchen": 0.6, "hall": 0.4, "bathroom": 0.3},
        "anywhere",
        ("green", "blue", "red", "yellow", "grey", "orange", "purple"),
        watering_can,
    ),
)

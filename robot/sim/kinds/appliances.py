"""White goods and other machines of home and office."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.kinds.legs import four_legs
from robot.sim.mesh import LIE_X, bar, box, rotation_y, taper
from robot.sim.rounded import cylinder, lathe, torus
from robot.sim.textures import Texture


def fridge(clay: Clay) -> None:
    """A fridge with its freezer above, below or beside, or none."""
    body, deep = clay.main("plastic", "metal"), clay.between(0.55, 0.66)
    layout = clay.pick("above", "below", "single", "beside")
    wide = clay.between(0.8, 0.9) if layout == "beside" else clay.between(0.52, 0.64)
    high = clay.between(0.85, 1.2) if layout == "single" else clay.between(1.5, 1.9)
    grille = clay.side("slatted", (58, 58, 62))
    clay.add(grille, box(deep - 0.03, wide - 0.04, 0.08, fit=True).at(0, 0, 0.04))
    _magnets(clay, deep / 2 + 0.003, wide, high)
    clay.add(body, box(deep - 0.05, wide, high - 0.05).at(-0.02, 0, high / 2 + 0.025))
    clay.solid("box", (0, 0, high / 2), (deep / 2, wide / 2, high / 2))
    split = {"above": 0.68, "below": 0.36, "single": 1.0, "beside": 1.0}[layout]
    grip, side = clay.pick(clay.metal, clay.black), clay.pick(-1, 1)
    leaves = [(0.06, high * split), (high * split, high)][: 2 if split < 1 else 1]
    if layout == "beside":
        for left in (-1, 1):
            _fridge_leaf(clay, body, grip, (deep / 2, left * wide / 4, wide / 2), (0.06, high), -left)
        return
    for low, top in leaves:
        _fridge_leaf(clay, body, grip, (deep / 2, 0.0, wide), (low, top), side)


def _magnets(clay: Clay, x: float, wide: float, high: float) -> None:
    """Notes and magnets on the door."""
    for _ in range(clay.pick(0, 2, 4)):
        y, z = clay.between(-0.3, 0.3) * wide, clay.between(0.3, 0.6) * high
        clay.add(clay.pick(clay.accent, clay.white), box(0.008, clay.between(0.04, 0.14), clay.between(0.04, 0.16)).at(x, y, z))


def _fridge_leaf(
    clay: Clay, body: Texture, grip: Texture, place: tuple[float, float, float], span: tuple[float, float], side: int
) -> None:
    """A door at (x, y) of a width, from span[0] up to span[1], its handle on `side`."""
    (x, y, wide), (low, top) = place, span
    clay.add(clay.black, box(0.012, wide - 0.02, top - low - 0.006).at(x - 0.045, y, (low + top) / 2))
    clay.add(body, box(0.045, wide - 0.008, top - low - 0.014).at(x - 0.022, y, (low + top) / 2))
    length, middle = min(0.5, (top - low) * 0.6), (low + top) / 2
    clay.add(grip, box(0.02, 0.025, length).at(x + 0.03, y + side * (wide / 2 - 0.06), middle))
    for end in (-0.45, 0.45):
        clay.add(grip, box(0.04, 0.02, 0.02).at(x + 0.01, y + side * (wide / 2 - 0.06), middle + end * length))


def oven(clay: Clay) -> None:
    """A kitchen stove: glass oven door, a row of knobs, plates on top, perhaps a pot."""
    body, deep, wide, high = (
        clay.main("plastic", "metal"),
        clay.between(0.55, 0.62),
        clay.between(0.5, 0.75),
        clay.between(0.83, 0.92),
    )
    x = deep / 2
    clay.slab(body, (deep, wide, high - 0.05), (0, 0, (high + 0.05) / 2))
    clay.slab(clay.black, (deep - 0.08, wide - 0.04, 0.05), (0, 0, 0.025))
    clay.add(clay.black, box(deep + 0.01, wide + 0.01, 0.02).at(0, 0, high))
    glass = clay.side("glass", (34, 32, 36))
    clay.add(glass, box(0.02, wide * 0.82, high * 0.36, fit=True).at(x + 0.005, 0, high * 0.46))
    clay.add(body, box(0.02, wide - 0.03, 0.012).at(x, 0, high * 0.2))
    clay.add(clay.metal, box(0.02, wide * 0.8, 0.022).at(x + 0.04, 0, high * 0.71))
    for left in (-1, 1):
        clay.add(clay.metal, box(0.05, 0.02, 0.02).at(x + 0.015, left * wide * 0.36, high * 0.71))
    knobs, knob = clay.pick(4, 5, 6), clay.pick(clay.black, clay.metal)
    for y in (np.linspace(-0.36, 0.36, knobs) * wide).tolist():
        clay.add(knob, cylinder(0.024, 0.035, 10).transformed(LIE_X, (x, y, high * 0.86)))
    for front in (-0.13, 0.13):
        for across in (-0.24 * wide, 0.24 * wide):
            clay.add(clay.metal, torus(0.075, 0.008, sides=12, around=4).at(front, across, high + 0.016))
    if clay.chance(0.5):
        clay.add(
            clay.metal,
            lathe([(0, 0), (0.1, 0), (0.105, 0.13), (0.03, 0.15), (0.02, 0.18), (0, 0.18)], 14).at(
                0.13, 0.24 * wide, high + 0.02
            ),
        )


def washing_machine(clay: Clay) -> None:
    """A front loader: a round window in a white box, a drawer and a dial above."""
    body, wide, high, deep = clay.main("plastic"), clay.between(0.56, 0.62), clay.between(0.8, 0.88), clay.between(0.48, 0.6)
    x, radius, z = deep / 2, clay.between(0.16, 0.2), high * clay.between(0.42, 0.5)
    clay.slab(body, (deep, wide, high), (0, 0, high / 2))
    ring = clay.pick(clay.metal, clay.metal, clay.black)
    clay.add(ring, torus(radius, 0.032, sides=20, around=6).transformed(LIE_X, (x + 0.005, 0, z)))
    glass = clay.side("glass", (40, 48, 60))
    clay.add(glass, lathe([(radius, 0.0), (radius * 0.7, 0.045), (0, 0.06)], 16).transformed(LIE_X, (x - 0.01, 0, z)))
    side = clay.pick(-1, 1)
    clay.add(clay.black, box(0.01, wide, 0.008).at(x, 0, high * 0.84), box(0.01, wide - 0.02, 0.05).at(x - 0.002, 0, 0.035))
    clay.add(ring, box(0.012, wide * 0.3, 0.08).at(x, side * wide * 0.3, high * 0.92))
    clay.add(ring, cylinder(0.035, 0.04, 12).transformed(LIE_X, (x, -side * wide * clay.between(0.0, 0.15), high * 0.92)))
    clay.add(clay.black, box(0.01, wide * 0.2, 0.045).at(x, -side * wide * 0.34, high * 0.92))


def radiator(clay: Clay) -> None:
    """A heating radiator: many upright ribs between two pipes, or a flat ribbed panel."""
    body, wide, high = clay.main("metal", "painted"), clay.between(0.6, 1.2), clay.between(0.5, 0.8)
    low, count = clay.between(0.06, 0.12), int(clay.rng.integers(8, 16))
    clay.solid("box", (0, 0, high / 2), (0.05, wide / 2, high / 2))
    round_ribs = clay.chance(0.5)
    step = wide / count
    for number in range(count):
        y = (number + 0.5) * step - wide / 2
        rib = (
            cylinder(step * 0.34, high - low, 8).at(0.0, y, low)
            if round_ribs
            else box(0.09, step * 0.62, high - low).at(0, y, (high + low) / 2)
        )
        clay.add(body, rib)
    for z in (low + 0.05, high - 0.05):
        clay.add(body, box(0.05, wide, 0.05).at(0, 0, z))
    for y in (-wide * 0.4, wide * 0.4):
        clay.add(clay.metal, box(0.03, 0.03, low + 0.03).at(0, y, (low + 0.03) / 2))
    clay.add(clay.black, cylinder(0.025, 0.07, 8).at(0, wide / 2 + 0.03, low + 0.02))
    clay.add(clay.metal, bar((0, wide / 2 + 0.03, 0), (0, wide / 2 + 0.03, low + 0.03), 0.018))


def printer(clay: Clay) -> None:
    """A desk printer put on the floor: sheets lean in at the back and lie out at the front, a panel with a lit display."""
    body, deep, wide, high = clay.main("plastic"), clay.between(0.34, 0.44), clay.between(0.42, 0.54), clay.between(0.2, 0.36)
    x, paper = deep / 2, clay.side("plastic", (246, 246, 242))
    clay.slab(body, (deep, wide, high * 0.45), (0, 0, high * 0.225))
    clay.slab(body, (deep * 0.94, wide, high * 0.25), (-deep * 0.03, 0, high * 0.875))
    clay.slab(clay.black, (deep * 0.8, wide * 0.96, high * 0.35), (-deep * 0.08, 0, high * 0.58))
    for side in (-1, 1):
        clay.add(body, box(deep * 0.9, wide * 0.12, high * 0.4).at(-deep * 0.03, side * wide * 0.44, high * 0.6))
    clay.add(clay.black, box(0.2, wide * 0.6, 0.01).transformed(rotation_y(-0.12), (x + 0.04, 0, high * 0.44)))
    clay.add(paper, box(0.22, wide * 0.5, 0.012).transformed(rotation_y(-0.12), (x + 0.03, 0, high * 0.48)))
    if clay.chance(0.75):
        lean = rotation_y(-clay.between(0.25, 0.5))
        clay.add(paper, box(0.008, wide * 0.5, 0.26).transformed(lean, (-x + 0.02, 0, high + 0.1)))
        clay.add(clay.black, box(0.012, wide * 0.56, 0.16).transformed(lean, (-x + 0.01, 0, high + 0.06)))
    side = clay.pick(-1, 1)
    clay.add(clay.black, taper((0.09, 0.18), (0.04, 0.18), 0.05).at(x - 0.06, side * wide * 0.25, high))
    clay.add(clay.side("plastic", (70, 150, 200)), box(0.01, 0.07, 0.035).at(x - 0.035 + 0.01, side * wide * 0.25, high * 0.93))
    clay.add(clay.pick(body, clay.black), box(0.012, wide * 0.7, 0.02).at(x, 0, high * 0.1))


def tv(clay: Clay) -> None:
    """A television on a low board in the named colour."""
    board, wide, high = clay.board(), clay.between(0.9, 1.5), clay.between(0.28, 0.48)
    deep, foot = clay.between(0.34, 0.42), clay.pick(0.0, 0.08, 0.14)
    clay.slab(board, (deep, wide, high - foot), (0, 0, (high + foot) / 2))
    if foot:
        four_legs(
            clay, clay.pick(board, clay.metal, clay.wood), (deep, wide), foot, clay.pick("tapered", "round", "square"), 0.045
        )
    doors = clay.pick(2, 3, 4)
    front = clay.pick(clay.white, clay.black, board)
    for number in range(doors):
        y = ((number + 0.5) / doors - 0.5) * (wide - 0.04)
        clay.add(front, box(0.016, (wide - 0.04) / doors - 0.014, high - foot - 0.04).at(deep / 2, y, (high + foot) / 2))
    _television(clay, min(wide, clay.between(0.75, 1.25)), high)


def _television(clay: Clay, wide: float, base: float) -> None:
    tall = wide * 0.58
    z = base + 0.06 + tall / 2
    clay.slab(clay.black, (0.045, wide, tall), (0, 0, z))
    clay.add(clay.print("screen", (90, 120, 110)), box(0.006, wide - 0.035, tall - 0.035, fit=True).at(0.024, 0, z))
    if clay.chance(0.5):
        clay.add(clay.black, box(0.2, wide * 0.4, 0.02).at(0, 0, base + 0.01), box(0.03, 0.12, 0.1).at(-0.01, 0, base + 0.05))
        return
    for left in (-1, 1):
        y = left * wide * 0.38
        clay.add(
            clay.black,
            bar((0.1, y, base + 0.01), (0, y, base + 0.08), 0.02),
            bar((-0.1, y, base + 0.01), (0, y, base + 0.08), 0.02),
        )


KINDS = (
    Kind(
        "fridge",
        "fridges",
        {"kitchen": 5, "office": 0.3},
        "wall_side",
        ("white", "grey", "black", "red", "blue", "green"),
        fridge,
    ),
    Kind("oven", "ovens", {"kitchen": 4}, "wall_side", ("white", "grey", "black", "red", "blue", "beige"), oven),
    Kind(
        "washing machine",
        "washing machines",
        {"bathroom": 3, "kitchen": 1},
        "wall_side",
        ("white", "grey", "black"),
        washing_machine,
    ),
    Kind(
        "radiator",
        "radiators",
        {"living_room": 0.8, "bedroom": 0.8, "bathroom": 1, "hall": 0.8, "study": 0.8, "office": 0.8, "meeting_room": 0.8},
        "wall_side",
        ("white", "grey", "black", "red", "beige"),
        radiator,
    ),
    Kind(
        "printer",
        "printers",
        {"office": 3, "study": 1, "meeting_room": 0.5},
        "anywhere",
        ("white", "grey", "beige", "black"),
        printer,
    ),
    Kind(
        "tv",
        "tvs",
        {"living_room": 4, "bedroom": 0.8, "meeting_room": 2},
        "wall_side",
        ("black", "white", "brown", "beige", "grey"),
        tv,
    ),
)

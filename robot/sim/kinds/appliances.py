"""White goods and other large machines of the house."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.kinds.legs import four_legs
from robot.sim.mesh import LIE_X, bar, box
from robot.sim.rounded import cylinder, lathe, torus
from robot.sim.textures import Texture


def fridge(clay: Clay) -> None:
    """A fridge with its freezer above, below or beside, or none."""
    body, deep = clay.main("plastic", "metal"), clay.between(0.55, 0.66)
    layout = clay.pick("above", "below", "single", "beside")
    wide = clay.between(0.8, 0.9) if layout == "beside" else clay.between(0.52, 0.64)
    high = clay.between(0.85, 1.2) if layout == "single" else clay.between(1.5, 1.9)
    clay.add(clay.black, box(deep - 0.06, wide - 0.06, 0.06).at(0, 0, 0.03))
    clay.add(body, box(deep - 0.05, wide, high - 0.05).at(-0.02, 0, high / 2 + 0.025))
    clay.solid("box", (0, 0, high / 2), (deep / 2, wide / 2, high / 2))
    split = {"above": 0.68, "below": 0.36, "single": 1.0, "beside": 1.0}[layout]
    grip, side = clay.pick(clay.metal, clay.black), clay.pick(-1, 1)
    leaves = [(0.06, high * split), (high * split, high)][: 2 if split < 1 else 1]
    if layout == "beside":
        for left in (-1, 1):
            _fridge_leaf(clay, body, grip, (deep / 2, left * wide / 4, wide / 2), (0.06, high), -left)
        return None
    for low, top in leaves:
        _fridge_leaf(clay, body, grip, (deep / 2, 0.0, wide), (low, top), side)


def _fridge_leaf(clay: Clay, body: Texture, grip: Texture, place: tuple[float, float, float], span: tuple[float, float], side: int) -> None:
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
    body, deep, wide, high = clay.main("plastic", "metal"), clay.between(0.55, 0.62), clay.between(0.5, 0.75), clay.between(0.83, 0.92)
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
    for y in np.linspace(-0.36, 0.36, knobs) * wide:
        clay.add(knob, cylinder(0.024, 0.035, 10).transformed(LIE_X, (x, float(y), high * 0.86)))
    for front in (-0.13, 0.13):
        for left in (-0.24, 0.24):
            clay.add(clay.metal, torus(0.075, 0.008, sides=12, around=4).at(front, left * wide, high + 0.016))
    if clay.chance(0.5):
        clay.add(clay.metal, lathe([(0, 0), (0.1, 0), (0.105, 0.13), (0.03, 0.15), (0.02, 0.18), (0, 0.18)], 14).at(0.13, 0.24 * wide, high + 0.02))


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
    clay.solid("box", (0, 0, (high + low) / 2), (0.05, wide / 2, (high - low) / 2))
    round_ribs = clay.chance(0.5)
    step = wide / count
    for number in range(count):
        y = (number + 0.5) * step - wide / 2
        rib = cylinder(step * 0.34, high - low, 8).at(0.0, y, low) if round_ribs else box(0.09, step * 0.62, high - low).at(0, y, (high + low) / 2)
        clay.add(body, rib)
    for z in (low + 0.05, high - 0.05):
        clay.add(body, box(0.05, wide, 0.05).at(0, 0, z))
    for y in (-wide * 0.4, wide * 0.4):
        clay.add(clay.metal, box(0.03, 0.03, low + 0.03).at(0, y, (low + 0.03) / 2))
    clay.add(clay.black, cylinder(0.025, 0.07, 8).at(0, wide / 2 + 0.03, low + 0.02))
    clay.add(clay.metal, bar((0, wide / 2 + 0.03, 0), (0, wide / 2 + 0.03, low + 0.03), 0.018))


def printer(clay: Clay) -> None:
    """An office copier on the floor: paper drawers, a tray with sheets, a tilted lid and panel."""
    body, deep, wide, high = clay.main("plastic"), clay.between(0.48, 0.56), clay.between(0.5, 0.6), clay.between(0.7, 0.95)
    x, drawers = deep / 2, clay.pick(2, 3, 4)
    clay.slab(body, (deep, wide, high * 0.62), (0, 0, high * 0.31 + 0.03))
    for number in range(drawers):
        z = 0.06 + (number + 0.5) * high * 0.56 / drawers
        clay.add(clay.white if clay.colour_name != "white" else clay.side("plastic", (170, 174, 178)), box(0.016, wide - 0.04, high * 0.56 / drawers - 0.02).at(x + 0.006, 0, z))
        clay.add(clay.black, box(0.014, wide * 0.35, 0.025).at(x + 0.012, 0, z + high * 0.1 / drawers))
    clay.slab(body, (deep * 0.35, wide, high * 0.2), (-deep * 0.32, 0, high * 0.75))
    clay.add(clay.black, box(deep * 0.6, wide - 0.06, 0.012).at(0.08, 0, high * 0.66))
    clay.add(clay.white, box(0.3, 0.21, 0.03).at(0.1, 0, high * 0.68))
    clay.slab(body, (deep, wide, high * 0.14), (0, 0, high * 0.92))
    clay.add(clay.black, box(deep - 0.02, wide - 0.02, 0.012).at(0, 0, high))
    clay.add(clay.side("plastic", (60, 120, 170)), box(0.02, 0.14, 0.06).at(x + 0.01, -wide * 0.25, high * 0.93))


def tv(clay: Clay) -> None:
    """A television on a low board in the named colour."""
    board, wide, high = clay.board(), clay.between(0.9, 1.5), clay.between(0.28, 0.48)
    deep, foot = clay.between(0.34, 0.42), clay.pick(0.0, 0.08, 0.14)
    clay.slab(board, (deep, wide, high - foot), (0, 0, (high + foot) / 2))
    if foot:
        four_legs(clay, clay.pick(board, clay.metal, clay.wood), (deep, wide), foot, clay.pick("tapered", "round", "square"), 0.045)
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
        clay.add(clay.black, bar((0.1, y, base + 0.01), (0, y, base + 0.08), 0.02), bar((-0.1, y, base + 0.01), (0, y, base + 0.08), 0.02))


KINDS = (
    Kind("fridge", "fridges", {"kitchen": 5, "office": 0.3}, "wall_side", ("white", "grey", "black", "red", "blue", "green"), fridge),
    Kind("oven", "ovens", {"kitchen": 4}, "wall_side", ("white", "grey", "black", "red", "blue", "beige"), oven),
    Kind("washing machine", "washing machines", {"bathroom": 3, "kitchen": 1}, "wall_side", ("white", "grey", "black"), washing_machine),
    Kind("radiator", "radiators", {"living_room": 0.8, "bedroom": 0.8, "bathroom": 1, "hall": 0.8, "study": 0.8, "office": 0.8, "meeting_room": 0.8},
         "wall_side", ("white", "grey", "black", "red", "beige"), radiator),
    Kind("printer", "printers", {"office": 3, "study": 1, "meeting_room": 0.5}, "wall_side", ("white", "grey", "beige", "black"), printer),
    Kind("tv", "tvs", {"living_room": 4, "bedroom": 0.8, "meeting_room": 2}, "wall_side", ("black", "white", "brown", "beige", "grey"), tv),
)

"""Things that hold things against a wall."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.kinds.legs import four_legs
from robot.sim.mesh import LIE_X, bar, box
from robot.sim.rounded import cylinder, sphere
from robot.sim.textures import Texture


def bookshelf(clay: Clay) -> None:
    """Open shelves with rows of books, with or without a back."""
    body = clay.board()
    deep, wide, high = clay.between(0.24, 0.34), clay.between(0.6, 1.1), clay.between(0.8, 1.95)
    board, shelves = clay.between(0.018, 0.03), max(2, round(high / clay.between(0.3, 0.42)))
    foot = clay.pick(0.0, 0.0, 0.07)
    clay.solid("box", (0, 0, high / 2), (deep / 2, wide / 2, high / 2))
    for left in (-1, 1):
        clay.add(body, box(deep, board, high).at(0, left * (wide - board) / 2, high / 2))
    clay.add(body, box(0.01, wide, high - foot).at(-deep / 2 + 0.005, 0, (high + foot) / 2))
    levels = np.linspace(foot + board / 2, high - board / 2, shelves + 1)
    for z in levels:
        clay.add(body, box(deep, wide, board).at(0, 0, float(z)))
    books = [clay.print("books", clay.colour), clay.print("books", (120, 60, 50))]
    for low, top in zip(levels[:-1], levels[1:], strict=True):
        if clay.chance(0.85):
            _row_of_books(clay, clay.pick(*books), (deep, wide - 2 * board), (float(low), float(top)))


def _row_of_books(clay: Clay, books: Texture, size: tuple[float, float], between: tuple[float, float]) -> None:
    deep, wide = size
    run, tall = wide * clay.between(0.55, 1.0), (between[1] - between[0]) * clay.between(0.7, 0.92)
    y = clay.pick(-1, 1) * (wide - run) / 2
    clay.add(books, box(deep * 0.75, run, tall, fit=True).at(-deep * 0.05, y, between[0] + 0.012 + tall / 2))


def wardrobe(clay: Clay) -> None:
    """A tall closed cupboard with two or three doors, plain or panelled, on a plinth or feet."""
    body = clay.board()
    deep, doors, high = clay.between(0.5, 0.62), clay.pick(2, 2, 3), clay.between(1.75, 2.1)
    wide, foot = doors * clay.between(0.42, 0.52), clay.pick(0.06, 0.1, 0.14)
    clay.slab(body, (deep, wide, high - foot), (0, 0, (high + foot) / 2))
    if foot > 0.07:
        four_legs(clay, clay.pick(body, clay.wood), (deep, wide), foot, "tapered", 0.06)
    else:
        clay.slab(clay.black, (deep - 0.06, wide - 0.04, foot), (0, 0, foot / 2))
    clay.add(body, box(deep + 0.05, wide + 0.06, 0.05).at(0, 0, high))
    drawer = clay.pick(0.0, 0.0, 0.32)
    leaf = Texture(clay.pick("panelled", "panelled", body.family), clay.colour, body.seed)
    for door in range(doors):
        _door(
            clay,
            leaf,
            deep / 2,
            ((door + 0.5) / doors - 0.5) * wide,
            (wide / doors, foot + 0.02 + drawer, high - 0.04),
            1 if door % 2 else -1,
        )
    if drawer:
        clay.add(body, box(0.02, wide - 0.03, drawer - 0.03).at(deep / 2 + 0.008, 0, foot + drawer / 2))
        clay.add(clay.metal, box(0.03, 0.2, 0.02).at(deep / 2 + 0.02, 0, foot + drawer / 2))


def _door(clay: Clay, leaf: Texture, x: float, y: float, size: tuple[float, float, float], hinge: int) -> None:
    """A leaf of (width, bottom, top) with its knob away from the hinge (-1 right, +1 left)."""
    width, low, top = size
    clay.add(leaf, box(0.022, width - 0.012, top - low, fit=True).at(x + 0.01, y, (low + top) / 2))
    knob_y = y - hinge * (width / 2 - 0.05)
    height = low + (top - low) * 0.45
    if clay.variant_even:
        clay.add(clay.metal, box(0.025, 0.018, 0.22).at(x + 0.03, knob_y, height))
    else:
        clay.add(clay.metal, sphere(0.022, 8).at(x + 0.035, knob_y, height))


def dresser(clay: Clay) -> None:
    """A low chest of drawers in one, two or three columns."""
    body = clay.board()
    deep, wide, high = clay.between(0.4, 0.5), clay.between(0.75, 1.25), clay.between(0.65, 0.95)
    foot, rows, columns = clay.between(0.05, 0.16), clay.pick(3, 4), clay.pick(1, 2, 2)
    clay.slab(body, (deep, wide, high - foot), (0, 0, (high + foot) / 2))
    clay.add(clay.pick(body, clay.wood), box(deep + 0.03, wide + 0.03, 0.025).at(0, 0, high))
    four_legs(clay, clay.pick(body, clay.wood, clay.metal), (deep, wide), foot, clay.pick("square", "tapered", "round"), 0.06)
    front = clay.pick(body, body, clay.white if clay.colour_name != "white" else clay.wood)
    tall, broad = (high - foot - 0.03) / rows, (wide - 0.04) / columns
    for row in range(rows):
        for column in range(columns):
            y, z = (column + 0.5) * broad - (wide - 0.04) / 2, foot + 0.015 + (row + 0.5) * tall
            clay.add(front, box(0.024, broad - 0.024, tall - 0.024).at(deep / 2 + 0.012, y, z))
            _handles(clay, deep / 2 + 0.03, y, z, broad)


def _handles(clay: Clay, x: float, y: float, z: float, broad: float) -> None:
    """One bar, or two knobs, on a drawer."""
    if clay.variant_even:
        clay.add(clay.metal, box(0.02, broad * 0.4, 0.016).at(x, y, z))
        return
    for side in (-0.25, 0.25) if broad > 0.5 else (0.0,):
        clay.add(clay.metal, cylinder(0.018, 0.03, 8).transformed(LIE_X, (x - 0.01, y + side * broad, z)))


def ladder(clay: Clay) -> None:
    """A step ladder standing open."""
    rails, steps = clay.main("metal", "wood", "painted"), clay.pick(3, 4, 5, 6)
    rise, wide, thick = clay.between(0.22, 0.28), clay.between(0.36, 0.46), clay.between(0.03, 0.05)
    high = rise * steps + 0.05
    reach = high * clay.between(0.28, 0.36)
    for left in (-1, 1):
        y, narrow = left * wide / 2, left * wide * 0.38
        clay.add(rails, bar((reach, y, 0), (0, narrow, high), thick), bar((-reach, y, 0), (0, narrow, high), thick * 0.8))
        for foot in (-reach, reach):
            clay.solid("box", (foot * 0.85, y * 0.96, high * 0.15), (thick + reach * 0.12, thick * 0.8, high * 0.15))
    for step in range(1, steps + 1):
        share = step * rise / high
        size = (0.1, wide * (1 - 0.24 * share) - thick, 0.03) if step < steps else (0.22, wide * 0.86, 0.035)
        clay.add(clay.black if clay.variant_even else rails, box(*size).at(reach * (1 - share), 0, step * rise))
    for share in (0.3, 0.6):
        clay.add(rails, box(0.02, wide * (1 - 0.24 * share), 0.03).at(-reach * (1 - share), 0, share * high))
    clay.solid("box", (0, 0, high * 0.65), (reach * 0.55, wide / 2, high * 0.3))


KINDS = (
    Kind(
        "bookshelf",
        "bookshelves",
        {"living_room": 1.5, "study": 4, "office": 2, "bedroom": 0.7, "hall": 0.4},
        "wall_side",
        ("brown", "beige", "white", "black", "grey", "blue", "green"),
        bookshelf,
    ),
    Kind(
        "wardrobe",
        "wardrobes",
        {"bedroom": 3, "hall": 0.8},
        "wall_side",
        ("brown", "beige", "white", "black", "grey", "green", "blue"),
        wardrobe,
    ),
    Kind(
        "dresser",
        "dressers",
        {"bedroom": 2, "hall": 1, "living_room": 0.6},
        "wall_side",
        ("brown", "beige", "white", "black", "red", "green", "blue", "yellow"),
        dresser,
    ),
    Kind(
        "ladder",
        "ladders",
        {"study": 0.5, "hall": 0.6, "office": 0.4, "kitchen": 0.2},
        "anywhere",
        ("grey", "red", "yellow", "orange", "blue", "brown", "beige"),
        ladder,
    ),
)

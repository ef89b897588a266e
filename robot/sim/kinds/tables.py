"""Tables, desks and beds."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.kinds.legs import LegStyle, four_legs
from robot.sim.mesh import bar, box
from robot.sim.rounded import cushion, cylinder, lathe
from robot.sim.textures import Texture

TABLE_LEGS: tuple[LegStyle, ...] = ("square", "tapered", "splayed", "round")


def table(clay: Clay) -> None:
    """A dining table: a rectangular, oval or round top on four legs, a trestle or a column."""
    top, legs = clay.board(), clay.pick(None, None, clay.metal, clay.wood, clay.white)
    legs = legs or top
    long, wide, high = clay.between(1.0, 1.6), clay.between(0.7, 0.95), clay.between(0.68, 0.78)
    if clay.chance(0.35):
        _round_table(clay, top, legs, wide / 2 + 0.05, high)
        return
    clay.slab(top, (wide, long, clay.between(0.025, 0.05)), (0, 0, high - 0.02), 1.0)
    if clay.chance(0.2):
        _trestles(clay, legs, (wide, long, high))
        return
    four_legs(clay, legs, (wide - 0.04, long - 0.06), high - 0.02, clay.pick(*TABLE_LEGS), clay.between(0.045, 0.09))
    if clay.chance(0.6):
        for side in (-1, 1):
            clay.add(legs, box(0.02, long - 0.2, 0.08).at(side * (wide / 2 - 0.07), 0, high - 0.08))
            clay.add(legs, box(wide - 0.2, 0.02, 0.08).at(0, side * (long / 2 - 0.08), high - 0.08))


def _round_table(clay: Clay, top: Texture, legs: Texture, radius: float, high: float) -> None:
    clay.add(top, cylinder(radius, 0.035, 24).at(0, 0, high - 0.035))
    clay.upright(radius, high - 0.035, high)
    if clay.chance(0.4):
        four_legs(clay, legs, (radius * 1.3, radius * 1.3), high - 0.03, clay.pick("tapered", "splayed", "round"), 0.06)
        return
    foot, stem = radius * clay.between(0.5, 0.75), clay.between(0.035, 0.06)
    clay.add(
        legs,
        lathe(
            [
                (0, 0),
                (foot, 0),
                (foot * 0.95, 0.025),
                (stem * 1.4, 0.08),
                (stem, 0.2),
                (stem, high * 0.8),
                (stem * 2, high - 0.03),
                (0, high - 0.03),
            ],
            18,
        ),
    )
    clay.upright(foot, 0, 0.05)
    clay.upright(stem * 1.2, 0, high)


def _trestles(clay: Clay, texture: Texture, size: tuple[float, float, float]) -> None:
    """Crossed beams at both ends and a rail between them."""
    wide, long, high = size
    for left in (-1, 1):
        y = left * (long / 2 - 0.15)
        for front in (-1, 1):
            foot, head = front * wide * 0.42, -front * wide * 0.3
            clay.add(texture, bar((foot, y, 0), (head, y + 0.001 * front, high - 0.03), 0.06))
            clay.solid("box", (foot * 0.8, y, high * 0.2), (0.08, 0.03, high * 0.2))
    clay.slab(texture, (0.04, long - 0.3, 0.06), (0, 0, high * 0.48))


def desk(clay: Clay) -> None:
    """A work table with drawers under one or both sides, often with a screen on top."""
    body = clay.board()
    long, wide, high = clay.between(1.05, 1.5), clay.between(0.55, 0.7), clay.between(0.7, 0.76)
    clay.slab(body, (wide, long, 0.035), (0, 0, high - 0.018))
    side, both = clay.pick(-1, 1), clay.chance(0.35)
    _drawers(clay, body, (wide, long, high), side)
    if both:
        _drawers(clay, body, (wide, long, high), -side)
    else:
        clay.slab(body, (wide - 0.04, 0.03, high - 0.035), (0, -side * (long / 2 - 0.04), (high - 0.035) / 2))
    clay.slab(body, (0.02, long - 0.1, high * clay.between(0.4, 0.75)), (-wide / 2 + 0.05, 0, high * 0.6))
    if clay.chance(0.7):
        _monitor(clay, high)


def _drawers(clay: Clay, body: Texture, size: tuple[float, float, float], side: int) -> None:
    wide, long, high = size
    width, count, gap = clay.between(0.34, 0.42), clay.pick(2, 3, 4), 0.012
    y = side * (long / 2 - width / 2 - 0.02)
    clay.slab(body, (wide - 0.06, width, high - 0.07), (0, y, (high - 0.07) / 2 + 0.03))
    each = (high - 0.09) / count
    face = clay.pick(body, clay.white)
    for number in range(count):
        z = 0.04 + each * (number + 0.5)
        clay.add(face, box(0.02, width - 0.03, each - gap).at(wide / 2 - 0.02, y, z))
        clay.add(clay.metal, box(0.02, width * 0.35, 0.015).at(wide / 2 - 0.005, y, z + each * 0.2))


def _monitor(clay: Clay, high: float) -> None:
    screen = clay.print("screen", (70, 110, 150))
    clay.add(clay.black, box(0.16, 0.22, 0.012).at(0, 0, high + 0.006), bar((-0.03, 0, high), (-0.03, 0, high + 0.2), 0.03))
    clay.add(clay.black, box(0.035, 0.56, 0.34).at(0, 0, high + 0.28))
    clay.add(screen, box(0.006, 0.53, 0.31, fit=True).at(0.019, 0, high + 0.28))


def bed(clay: Clay) -> None:
    """A bed, its head at -x: frame, mattress, quilt in the named colour, pillows."""
    long, wide = clay.between(1.85, 2.05), clay.pick(clay.between(0.85, 1.0), clay.between(1.3, 1.6))
    rail, frame = clay.between(0.22, 0.36), clay.pick(clay.wood, clay.wood, clay.white, clay.metal)
    quilt = clay.main("fabric", "fabric", "striped", "plaid", "dotted")
    foot = rail - clay.between(0.12, 0.2)
    clay.slab(frame, (long, wide, rail - foot), (0, 0, (rail + foot) / 2))
    four_legs(clay, frame, (long, wide), foot, clay.pick("square", "round"), 0.08)
    clay.add(clay.side("fabric", (228, 226, 224)), cushion(long - 0.06, wide - 0.04, 0.24, 0.85).at(0, 0, rail + 0.1))
    clay.add(quilt, cushion(long * clay.between(0.62, 0.75), wide + 0.04, 0.3, 0.85).at(long * 0.15, 0, rail + 0.09))
    clay.solid("box", (0, 0, rail + 0.1), (long / 2, wide / 2, 0.12))
    pillows = 1 if wide < 1.1 else 2
    for number in range(pillows):
        y = (number + 0.5) / pillows * wide - wide / 2
        clay.add(
            clay.side("fabric", (228, 226, 224)),
            cushion(0.38, wide / pillows * 0.82, 0.16, 0.5).at(-long / 2 + 0.27, y, rail + 0.27),
        )
    _headboard(clay, frame, (long, wide, rail), clay.between(0.75, 1.1))
    if clay.chance(0.4):
        clay.slab(frame, (0.04, wide, rail + 0.25), (long / 2, 0, (rail + 0.25) / 2))


def _headboard(clay: Clay, frame: Texture, size: tuple[float, float, float], top: float) -> None:
    long, wide, rail = size
    x, style = -long / 2, clay.pick("board", "bars", "padded")
    clay.solid("box", (x, 0, top / 2), (0.03, wide / 2, top / 2))
    if style == "padded":
        clay.add(clay.accent, cushion(0.12, wide, top - rail, 0.8).at(x + 0.02, 0, (top + rail) / 2))
    elif style == "board":
        clay.add(frame, box(0.04, wide, top, 1.2).at(x, 0, top / 2))
    else:
        clay.add(frame, box(0.04, wide, 0.06).at(x, 0, top - 0.03))
        for y in np.linspace(-0.47, 0.47, 7) * wide:
            clay.add(frame, box(0.03, 0.03, top).at(x, float(y), top / 2))


KINDS = (
    Kind(
        "table",
        "tables",
        {"kitchen": 3, "living_room": 1, "meeting_room": 4, "office": 0.5},
        "centre",
        ("brown", "beige", "white", "black", "grey", "red", "blue", "green"),
        table,
    ),
    Kind(
        "desk",
        "desks",
        {"study": 4, "office": 4, "bedroom": 1},
        "wall_side",
        ("brown", "beige", "white", "black", "grey", "blue", "green"),
        desk,
    ),
    Kind(
        "bed",
        "beds",
        {"bedroom": 5},
        "wall_side",
        ("red", "blue", "green", "yellow", "purple", "pink", "white", "grey", "beige", "orange"),
        bed,
    ),
)

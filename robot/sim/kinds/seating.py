"""Things to sit on."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.kinds.legs import LegStyle, four_legs
from robot.sim.mesh import bar, box, rotation_y
from robot.sim.rounded import cushion, lathe, torus
from robot.sim.textures import Texture

LEG_STYLES: tuple[LegStyle, ...] = ("square", "tapered", "splayed", "round", "sled")


def chair(clay: Clay) -> None:
    """A seat on legs with a back: wooden, upholstered or a plastic shell."""
    depth, width, seat = clay.between(0.38, 0.46), clay.between(0.38, 0.48), clay.between(0.41, 0.48)
    make = clay.pick("wood", "wood", "upholstered", "shell")
    cover = clay.board() if make == "wood" else clay.cloth() if make == "upholstered" else clay.main("plastic")
    style = clay.pick(*LEG_STYLES)
    frame = cover if make == "wood" else clay.metal if style == "sled" else clay.pick(clay.wood, clay.metal, clay.black)
    four_legs(clay, frame, (depth, width), seat - 0.02, style, clay.between(0.03, 0.05))
    if make == "upholstered":
        clay.add(cover, cushion(depth + 0.03, width + 0.03, 0.11, 0.7).at(0, 0, seat))
    else:
        clay.add(cover, box(depth, width, 0.035).at(0, 0, seat))
    clay.solid("box", (0, 0, seat), (depth / 2, width / 2, 0.03))
    _chair_back(clay, cover, (depth, width, seat), make)
    if style in ("square", "tapered") and clay.chance(0.6):
        for left in (-1, 1):
            clay.add(frame, box(depth - 0.08, 0.02, 0.03).at(0, left * (width / 2 - 0.035), clay.between(0.12, 0.25)))


def _chair_back(clay: Clay, cover: Texture, seat: tuple[float, float, float], make: str) -> None:
    depth, width, height = seat
    tall, lean, x = clay.between(0.36, 0.56), clay.between(0.02, 0.1), -depth / 2 + 0.02
    top = height + tall
    clay.solid("box", (x - lean / 2, 0, height + tall / 2), (0.02 + lean / 2, width / 2, tall / 2))
    if make != "wood":
        clay.add(
            cover,
            cushion(0.08 if make == "upholstered" else 0.045, width, tall * 0.8, 0.75).transformed(
                rotation_y(-lean / tall), (x - lean * 0.6, 0, height + tall * 0.58)
            ),
        )
    for left in (-1, 1):
        side = left * (width / 2 - 0.025)
        clay.add(cover, bar((x, side, height - 0.02), (x - lean, side, top), 0.034))
    if make == "wood":
        _slats(clay, cover, (x, height), (lean, tall), width - 0.05)


def _slats(clay: Clay, cover: Texture, foot: tuple[float, float], rise: tuple[float, float], width: float) -> None:
    """The inside of a wooden back: lying slats, standing spindles, or one board."""
    (x, z), (lean, tall), style = foot, rise, clay.pick("lying", "standing", "board")
    clay.add(cover, box(0.022, width, 0.06).at(x - lean, 0, z + tall - 0.03))
    if style == "lying":
        for share in np.linspace(0.35, 0.75, int(clay.rng.integers(1, 4))):
            clay.add(cover, box(0.02, width, 0.055).at(x - lean * share, 0, z + tall * share))
    elif style == "standing":
        for y in np.linspace(-0.38, 0.38, int(clay.rng.integers(3, 6))) * width:
            clay.add(cover, bar((x, y, z), (x - lean, y, z + tall - 0.03), 0.02))
    else:
        clay.add(
            cover, box(0.018, width, tall * 0.6).transformed(rotation_y(-lean / tall), (x - lean * 0.6, 0, z + tall * 0.6))
        )


def armchair(clay: Clay) -> None:
    """A wide soft chair with arms."""
    _upholstered(clay, clay.between(0.7, 0.9), seats=1)


def sofa(clay: Clay) -> None:
    """An armchair for two or three, perhaps with scatter cushions."""
    seats = clay.pick(2, 2, 3)
    width = clay.between(1.3, 1.6) if seats == 2 else clay.between(1.7, 2.1)
    _upholstered(clay, width, seats)
    for left in (-1, 1):
        if clay.chance(0.5):
            pillow = cushion(0.13, 0.38, 0.36, 0.4, sides=10)
            clay.add(clay.accent, pillow.transformed(rotation_y(-0.35), (-0.06, left * (width / 2 - 0.4), 0.6)))


def _upholstered(clay: Clay, width: float, seats: int) -> None:
    cover = clay.cloth()
    deep, seat, back, arm = clay.between(0.76, 0.92), clay.between(0.36, 0.46), clay.between(0.68, 0.98), clay.between(0.1, 0.2)
    foot = clay.pick(0.0, 0.06, 0.12)
    if foot:
        four_legs(
            clay, clay.pick(clay.wood, clay.metal), (deep * 0.9, width * 0.94), foot + 0.02, clay.pick("tapered", "round"), 0.05
        )
    squareness, inner = clay.between(0.55, 0.85), width - 2 * arm
    clay.slab(cover, (deep, width - 0.02, seat - 0.12 - foot), (0, 0, (seat - 0.12 + foot) / 2), 1.5)
    clay.add(
        cover,
        cushion(0.24, width if clay.chance(0.5) else inner + 0.04, back - foot, squareness).at(
            -deep / 2 + 0.12, 0, (back + foot) / 2
        ),
    )
    clay.solid("box", (-deep / 2 + 0.12, 0, (back + foot) / 2), (0.12, width / 2, (back - foot) / 2))
    for number in range(seats):
        y = (number + 0.5) / seats * inner - inner / 2
        clay.add(cover, cushion(deep - 0.2, inner / seats - 0.01, 0.2, squareness).at(0.12, y, seat - 0.07))
    _arms(clay, cover, (deep, width, arm), seat + clay.between(0.1, 0.22), foot)


def _arms(clay: Clay, cover: Texture, size: tuple[float, float, float], top: float, foot: float) -> None:
    """Two arms: soft blocks, rolls on boards, or an open wooden rail."""
    (deep, width, arm), style = size, clay.pick("block", "soft", "roll", "rail")
    for left in (-1, 1):
        y, high = left * (width / 2 - arm / 2), top - foot
        if style == "block":
            clay.add(cover, box(deep, arm, high, 1.5).at(0, y, foot + high / 2))
        elif style == "soft":
            clay.add(cover, cushion(deep, arm, high, 0.7).at(0, y, foot + high / 2))
        elif style == "roll":
            clay.add(cover, box(deep - 0.04, arm * 0.7, high - arm / 2, 1.5).at(0, y, foot + high / 2 - arm / 4))
            clay.add(cover, cushion(deep, arm * 1.1, arm * 1.1, 0.3).at(0, y * 1.005, top - arm / 2))
        else:
            clay.add(clay.wood, box(deep, arm * 0.6, 0.04).at(0, y, top - 0.02))
            clay.add(clay.wood, bar((deep / 2 - 0.06, y, 0.0), (deep / 2 - 0.06, y, top), 0.05))
        clay.solid("box", (0, y, foot + high / 2), (deep / 2, arm / 2, high / 2))


def stool(clay: Clay) -> None:
    """A small seat without a back, round or square, on three or four legs or one column."""
    height, radius = clay.pick(clay.between(0.4, 0.5), clay.between(0.6, 0.75)), clay.between(0.15, 0.2)
    seat = clay.cloth() if clay.chance(0.4) else clay.board()
    legs = clay.pick(clay.wood, clay.metal, clay.black)
    soft = seat.family not in ("wood", "painted")
    top = (
        cushion(2 * radius, 2 * radius, 0.12, 0.4)
        if soft
        else lathe([(0, -0.02), (radius - 0.01, -0.02), (radius, 0), (radius - 0.01, 0.02), (0, 0.02)], 20)
    )
    clay.add(seat, top.at(0, 0, height))
    clay.upright(radius, height - 0.05, height + 0.02)
    if clay.chance(0.25):
        clay.add(legs, lathe([(0, 0), (radius * 0.95, 0), (radius * 0.9, 0.02), (0.03, 0.05), (0.03, height), (0, height)], 16))
        clay.upright(radius * 0.9, 0, 0.04)
        clay.upright(0.03, 0, height)
        return
    _stool_legs(clay, legs, radius, height, clay.pick(3, 4))


def _stool_legs(clay: Clay, texture: Texture, radius: float, height: float, count: int) -> None:
    spread, thick = radius * clay.between(0.95, 1.25), clay.between(0.024, 0.04)
    for leg in range(count):
        angle = 2 * np.pi * (leg + 0.5) / count
        x, y = float(np.cos(angle)), float(np.sin(angle))
        clay.add(texture, bar((x * spread, y * spread, 0), (x * radius * 0.65, y * radius * 0.65, height), thick))
        clay.upright(thick * 1.6, 0, height, x * spread * 0.85, y * spread * 0.85)
    if clay.chance(0.7):
        clay.add(texture, torus(spread * 0.85, 0.01, sides=16, around=5).at(0, 0, height * 0.35))


KINDS = (
    Kind(
        "chair",
        "chairs",
        {"kitchen": 3, "living_room": 2, "study": 2, "office": 3, "meeting_room": 4, "bedroom": 1},
        "around_table",
        ("red", "blue", "green", "yellow", "orange", "white", "black", "brown", "grey", "beige"),
        chair,
    ),
    Kind(
        "armchair",
        "armchairs",
        {"living_room": 2, "bedroom": 0.7, "study": 1, "hall": 0.3},
        "corner",
        ("red", "blue", "green", "yellow", "purple", "pink", "orange", "brown", "grey", "beige", "black"),
        armchair,
    ),
    Kind(
        "stool",
        "stools",
        {"kitchen": 1.5, "bathroom": 0.7, "hall": 0.5, "office": 0.4, "bedroom": 0.4},
        "anywhere",
        ("red", "blue", "green", "yellow", "orange", "white", "black", "brown", "purple"),
        stool,
    ),
    Kind(
        "sofa",
        "sofas",
        {"living_room": 3, "office": 0.6, "hall": 0.3},
        "wall_side",
        ("red", "blue", "green", "yellow", "purple", "pink", "orange", "brown", "grey", "beige", "black"),
        sofa,
    ),
)

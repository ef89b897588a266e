"""People and pets."""

from __future__ import annotations

import numpy as np

from robot.sim.kinds.clay import Clay
from robot.sim.kinds.kind import Kind
from robot.sim.mesh import Mesh, Vector, merge, rotation_x, rotation_y
from robot.sim.rounded import capsule, cushion, cylinder, ellipsoid, lathe, sphere, tube
from robot.sim.textures import Colour, Texture

SKINS: tuple[Colour, ...] = ((232, 194, 166), (206, 158, 122), (158, 108, 76), (104, 70, 50))
HAIRS: tuple[Colour, ...] = ((48, 36, 30), (104, 66, 38), (186, 146, 84), (150, 148, 144))
TROUSERS: tuple[Colour, ...] = ((50, 64, 104), (52, 52, 56), (150, 128, 96), (96, 100, 104))


def person(clay: Clay) -> None:
    """Someone standing still, facing +x, grown up or a child; top, dress or overall in the named colour."""
    tall = clay.pick(clay.between(1.0, 1.35), clay.between(1.55, 1.85), clay.between(1.55, 1.85))
    girth, stride = clay.between(0.9, 1.2), clay.between(-0.09, 0.09)
    tone, cloth, dress = (
        clay.pick(*SKINS),
        clay.main("fabric", "fabric", "fabric", "striped", "plaid"),
        clay.pick("trousers", "overall", "skirt", "dress"),
    )
    skin = clay.side("plastic", tone)
    lower = cloth if dress in ("overall", "dress") else clay.side("denim", clay.pick(*TROUSERS))
    bare, lift = dress in ("skirt", "dress"), clay.pick(0.0, 0.0, 0.9)
    k = tall / 1.75
    for left in (-1, 1):
        _leg(clay, skin if bare else lower, (left * stride * k, left * 0.1 * k), k, girth)
        _arm(clay, (cloth, skin), left, k, girth, lift if left > 0 else 0.0)
    if bare:
        hem = clay.between(0.3, 0.55) * k
        clay.add(
            lower, lathe([(0, hem), (0.25 * k, hem), (0.14 * k * girth, 0.95 * k), (0, 0.95 * k)], 16).stretched(0.85, 1, 1)
        )
    clay.add(lower, ellipsoid(0.125 * k * girth, 0.165 * k * girth, 0.13 * k).at(0, 0, 0.89 * k))
    clay.add(cloth, ellipsoid(0.125 * k * girth, 0.19 * k * girth, 0.33 * k).at(0, 0, 1.17 * k))
    clay.upright(0.13 * k * girth, 0.75 * k, tall)
    _head(clay, tone, cloth, k)


def _leg(clay: Clay, texture: Texture, foot: tuple[float, float], k: float, girth: float) -> None:
    """One leg with its shoe."""
    x, y = foot
    clay.add(texture, capsule((x, y, 0.1 * k), (0, y * 0.9, 0.84 * k), 0.058 * k, 0.085 * k * girth))
    clay.add(clay.black, cushion(0.27 * k, 0.1 * k, 0.1 * k, 0.4, sides=10).at(x + 0.05 * k, y, 0.05 * k))
    clay.upright(0.075 * k, 0, 0.8 * k, x * 0.6, y)


def _arm(clay: Clay, sleeve_skin: tuple[Texture, Texture], left: int, k: float, girth: float, lift: float) -> None:
    """One arm, hanging, or with the forearm raised to the front by `lift`."""
    shoulder: Vector = (0.0, left * 0.2 * k * girth, 1.38 * k)
    elbow: Vector = (0.02 * k, left * 0.27 * k * girth, 1.1 * k)
    hand: Vector = (elbow[0] + (0.06 + 0.2 * lift) * k, elbow[1] - left * 0.02, elbow[2] - (0.24 - 0.25 * lift) * k)
    clay.add(sleeve_skin[0], capsule(shoulder, elbow, 0.055 * k, 0.045 * k))
    clay.add(sleeve_skin[1], capsule(elbow, hand, 0.04 * k, 0.032 * k))


def _head(clay: Clay, tone: Colour, cloth: Texture, k: float) -> None:
    skin, hair = clay.side("face", tone), clay.side("fur", clay.pick(*HAIRS))
    clay.add(
        skin,
        cylinder(0.05 * k, 0.14 * k, 8).at(0, 0, 1.42 * k),
        ellipsoid(0.1 * k, 0.085 * k, 0.125 * k).at(0.01 * k, 0, 1.62 * k),
    )
    style = clay.pick("short", "long", "hat", "bald")
    if style in ("short", "long"):
        clay.add(hair, ellipsoid(0.105 * k, 0.095 * k, 0.1 * k).at(-0.025 * k, 0, 1.66 * k))
    if style == "long":
        clay.add(hair, ellipsoid(0.05 * k, 0.09 * k, 0.17 * k, 10).at(-0.075 * k, 0, 1.56 * k))
    if style == "hat":
        clay.add(
            cloth,
            lathe([(0, 0), (0.15, 0), (0.15, 0.01), (0.105, 0.015), (0.1, 0.1), (0, 0.12)], 16)
            .stretched(k, k, k)
            .at(0, 0, 1.68 * k),
        )


def dog(clay: Clay) -> None:
    """A dog standing, nose to +x: from sausage to greyhound."""
    fur, size = clay.main("fur", "fur", "patched"), clay.between(0.75, 1.15)
    long, leg, fat = clay.between(0.5, 0.72), clay.between(0.14, 0.34), clay.between(0.085, 0.12)
    body, nose = leg + 0.1, clay.between(0.1, 0.2)
    neck: Vector = (long * 0.5, 0.0, body + clay.between(0.14, 0.24))
    parts = [
        ellipsoid(long * 0.5, fat, fat * 1.15).at(0, 0, body),
        ellipsoid(fat * 1.2, fat * 1.08, fat * 1.35).at(long * 0.3, 0, body),
    ]
    parts.append(capsule((long * 0.36, 0, body + 0.04), neck, 0.065, 0.06))
    for x in (-long * 0.34, long * 0.34):
        for y in (-fat * 0.6, fat * 0.6):
            parts += [
                capsule((x, y, 0.03), (x - 0.01, y, body - 0.02), 0.028, 0.042),
                ellipsoid(0.045, 0.03, 0.024, 8).at(x + 0.02, y, 0.024),
            ]
    parts += _tail((-long * 0.46, 0.0, body + 0.05), clay.pick(0.18, 0.28), clay.pick(0.5, 1.1))
    head, dark = _dog_head(nose, hanging=clay.variant_even)
    clay.add(fur, *(mesh.stretched(size, size, size) for mesh in (*parts, head.at(*neck))))
    clay.add(clay.black, dark.at(*neck).stretched(size, size, size))
    if clay.chance(0.6):
        collar = lathe([(0.06, 0), (0.078, 0), (0.078, 0.03), (0.06, 0.03)], 12)
        place = (long * 0.44, 0, (body + neck[2]) / 2 + 0.03)
        clay.add(clay.accent, collar.transformed(rotation_y(0.6), place).stretched(size, size, size))
    clay.solid("box", (0, 0, body * size / 2), (long * 0.42 * size, fat * size, body * size / 2))
    clay.solid("box", (neck[0] * size, 0, neck[2] * size), (0.09 * size, 0.07 * size, 0.08 * size))


def _dog_head(nose: float, hanging: bool) -> tuple[Mesh, Mesh]:
    """The furry head with a snout of this length about the neck's end, and its dark nose and eyes."""
    snout = capsule((0.08, 0, -0.02), (0.05 + nose, 0, -0.035), 0.045, 0.032)
    ears = [_dog_ear(hanging, left) for left in (-1, 1)]
    eyes = [sphere(0.014, 6).at(0.1, left * 0.045, 0.03) for left in (-1, 1)]
    dark = [sphere(0.022, 8).at(0.075 + nose, 0, -0.025), *eyes]
    return merge((ellipsoid(0.095, 0.08, 0.08, 10).at(0.03, 0, 0), snout, *ears)), merge(dark)


def _dog_ear(hanging: bool, left: int) -> Mesh:
    if hanging:
        return ellipsoid(0.035, 0.018, 0.075, 8).transformed(rotation_x(left * 0.25), (0.0, left * 0.085, -0.01))
    return cylinder(0.032, 0.09, 6, 0.004).at(-0.01, left * 0.05, 0.05)


def _tail(root: Vector, long: float, rise: float) -> list[Mesh]:
    path = [
        (root[0] - long * s * np.cos(rise * s), root[1], root[2] + long * s * np.sin(rise * s + 0.2))
        for s in (0.0, 0.35, 0.7, 1.0)
    ]
    return [tube(path, 0.02, 6)]


def cat(clay: Clay) -> None:
    """A cat, sitting upright or standing with its tail up: pointed ears, a short face, a long tail."""
    fur, size = clay.main("tabby", "tabby", "fur", "patched"), clay.between(0.9, 1.2)
    if clay.chance(0.5):
        parts, head = _sitting_cat()
        clay.upright(0.09 * size, 0, 0.3 * size)
    else:
        parts, head = _standing_cat()
        clay.solid("box", (0, 0, 0.12 * size), (0.2 * size, 0.06 * size, 0.12 * size))
    parts.append(ellipsoid(0.07, 0.078, 0.066, 12).at(*head))
    parts.append(ellipsoid(0.03, 0.042, 0.028, 8).at(head[0] + 0.055, 0, head[2] - 0.02))
    parts += [cylinder(0.034, 0.07, 4, 0.002).at(head[0] - 0.005, left * 0.045, head[2] + 0.035) for left in (-1, 1)]
    eyes = [ellipsoid(0.008, 0.013, 0.014, 6).at(head[0] + 0.064, left * 0.032, head[2] + 0.012) for left in (-1, 1)]
    clay.add(fur, *(mesh.stretched(size, size, size) for mesh in parts))
    clay.add(clay.side("plastic", (186, 200, 70)), *(mesh.stretched(size, size, size) for mesh in eyes))
    clay.add(
        clay.side("plastic", (196, 120, 120)),
        sphere(0.011, 6).at(head[0] + 0.085, 0, head[2] - 0.01).stretched(size, size, size),
    )


def _sitting_cat() -> tuple[list[Mesh], Vector]:
    parts = [ellipsoid(0.12, 0.1, 0.11).at(-0.04, 0, 0.1), capsule((-0.02, 0, 0.14), (0.05, 0, 0.27), 0.085, 0.055, 10)]
    for left in (-1, 1):
        parts += [
            capsule((0.1, left * 0.04, 0.022), (0.06, left * 0.045, 0.2), 0.022, 0.03, 8),
            ellipsoid(0.075, 0.035, 0.05, 8).at(0.0, left * 0.09, 0.05),
        ]
    turn = np.linspace(0, 2.2, 7)
    parts.append(tube(np.stack((-0.02 - 0.15 * np.cos(turn), 0.15 * np.sin(turn), 0.022 + 0 * turn), axis=1), 0.02, 6))
    return parts, (0.07, 0.0, 0.34)


def _standing_cat() -> tuple[list[Mesh], Vector]:
    parts = [ellipsoid(0.2, 0.068, 0.078).at(0, 0, 0.21), capsule((0.13, 0, 0.23), (0.21, 0, 0.29), 0.05, 0.045, 8)]
    for front in (-0.13, 0.13):
        for left in (-1, 1):
            parts.append(capsule((front, left * 0.04, 0.02), (front, left * 0.04, 0.19), 0.02, 0.03, 8))
    parts.append(tube([(-0.18, 0, 0.23), (-0.26, 0, 0.28), (-0.27, 0, 0.4), (-0.23, 0, 0.5), (-0.25, 0, 0.55)], 0.018, 6))
    return parts, (0.23, 0.0, 0.32)


KINDS = (
    Kind(
        "person",
        "people",
        {"living_room": 0.8, "kitchen": 0.8, "hall": 0.6, "study": 0.6, "office": 1.2, "meeting_room": 1.2},
        "anywhere",
        ("red", "blue", "green", "yellow", "orange", "purple", "white", "black", "pink", "grey"),
        person,
    ),
    Kind(
        "dog",
        "dogs",
        {"living_room": 1, "kitchen": 0.6, "hall": 0.6, "bedroom": 0.4},
        "anywhere",
        ("brown", "black", "white", "beige", "grey"),
        dog,
    ),
    Kind(
        "cat",
        "cats",
        {"living_room": 1, "bedroom": 0.8, "kitchen": 0.6, "hall": 0.4, "study": 0.4},
        "anywhere",
        ("grey", "orange", "black", "white", "brown"),
        cat,
    ),
)

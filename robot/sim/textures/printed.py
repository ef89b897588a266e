"""Surfaces with a picture on them: one motif that covers a face once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from robot.sim.textures.material import ceramic, plastic
from robot.sim.textures.noise import SIZE_PX, Paint, grid, mix, noise, plain, shade, speckle

Rgb = NDArray[np.float32]
Rng = np.random.Generator


def books(rng: Rng, colour: Rgb) -> Paint:
    """A row of book spines; about every third is of the asked colour."""
    import cv2

    paint = plain(np.array((34, 30, 28)))
    x = 0
    while x < SIZE_PX:
        width, top = int(rng.integers(10, 28)), int(rng.integers(6, 90))
        tone = np.asarray(colour) * rng.uniform(0.7, 1.2) if rng.random() < 0.35 else rng.integers(30, 230, 3)
        paint[top:, x : x + width] = tone
        paint[top:, x : x + 1] *= 0.5
        band = int(rng.integers(top + 15, top + 60))
        cv2.rectangle(paint, (x + 2, band), (x + width - 3, band + int(rng.integers(4, 22))), _bright(tone), -1)
        x += width
    return np.clip(paint, 0, 255)


def painting(rng: Rng, colour: Rgb) -> Paint:
    """A picture for the wall: hills under a sky, or coloured shapes."""
    import cv2

    if rng.random() < 0.5:
        return _hills(rng, colour)
    paint = plain(np.asarray(colour) * 0.3 + 160)
    for _ in range(int(rng.integers(5, 12))):
        tone = [float(c) for c in rng.uniform(20, 235, 3)]
        x, y = (int(v) for v in rng.integers(0, SIZE_PX, 2))
        size = (int(rng.integers(12, 80)), int(rng.integers(12, 80)))
        if rng.random() < 0.5:
            cv2.ellipse(paint, (x, y), size, float(rng.uniform(0, 180)), 0, 360, tone, -1)
        else:
            cv2.rectangle(paint, (x, y), (x + size[0], y + size[1]), tone, -1)
    return paint * (1 + 0.04 * speckle(rng)[..., None])


def rug(rng: Rng, colour: Rgb) -> Paint:
    """A woven rug with borders and a medallion."""
    import cv2

    base = np.asarray(colour)
    tones = [
        [float(c) for c in np.clip(t, 0, 255)] for t in (base * 0.4 + 130, base * 0.35, rng.uniform(40, 220, 3), base * 1.2)
    ]
    paint, middle = plain(base), SIZE_PX // 2
    for ring in range(int(rng.integers(2, 5))):
        near, far = 10 + ring * 15, SIZE_PX - 11 - ring * 15
        cv2.rectangle(paint, (near, near), (far, far), tones[ring % 4], 7)
    petals = int(rng.choice((4, 6, 8)))
    for petal in range(petals):
        cv2.ellipse(paint, (middle, middle), (52, 15), petal * 360 / petals, 0, 360, tones[petal % 3], 4)
    cv2.circle(paint, (middle, middle), 18, tones[0], -1)
    return paint * (1 + 0.08 * speckle(rng)[..., None])


def cardboard(rng: Rng, colour: Rgb) -> Paint:
    """A carton's side with tape, a label or a print."""
    import cv2

    paint = shade(colour, noise(rng, 6, 0.8, 1, 4), 0.04)
    ink = [float(c) for c in np.asarray(colour) * 0.42]
    tape = 128 + int(rng.integers(-6, 6))
    paint[:, tape - 14 : tape + 14] = paint[:, tape - 14 : tape + 14] * 0.7 + 70
    style = rng.choice(3)
    if style == 0:
        paint = _written(paint, str(rng.choice(("FRAGILE", "BOOKS", "KITCHEN", "TOYS"))), (22, 84), 1.4, ink)
    elif style == 1:
        cv2.rectangle(paint, (30, 40), (105, 96), [238.0, 236.0, 230.0], -1)
        for line in range(4):
            cv2.line(paint, (38, 52 + 11 * line), (96 - 9 * line, 52 + 11 * line), [60.0, 60.0, 64.0], 3)
    for arrow in (190, 218):
        cv2.arrowedLine(paint, (arrow, 235), (arrow, 180), ink, 5)
    return paint


def screen(rng: Rng, colour: Rgb) -> Paint:
    """A display: dark with a reflection, or lit with a picture in bands."""
    import cv2

    if rng.random() < 0.5:
        paint = plain(np.array((19.0, 21.0, 25.0)))
        centre, tilt = tuple(int(v) for v in rng.integers(20, 200, 2)), float(rng.uniform(0, 60))
        cv2.ellipse(paint, centre, (170, 60), tilt, 0, 360, [42.0, 46.0, 54.0], -1)
        return paint
    paint = _hills(rng, np.asarray(colour)) * 0.9
    paint[:6] = paint[-6:] = paint[:, :5] = paint[:, -5:] = 18
    return paint


def label(rng: Rng, colour: Rgb) -> Paint:
    """A bottle's or tin's body with a printed band."""
    import cv2

    paint = plastic(rng, colour)
    top, height = int(rng.integers(70, 110)), int(rng.integers(50, 100))
    band = [float(c) for c in rng.uniform(150, 245, 3)]
    cv2.rectangle(paint, (0, top), (SIZE_PX, top + height), band, -1)
    word = str(rng.choice(("SODA", "WATER", "JUICE", "MILK", "TEA")))
    ink = [float(c) * 0.5 for c in colour]
    for x in (6, 134):
        paint = _written(paint, word, (x, top + height // 2 + 14), 1.2, ink)
    return paint


def bands(rng: Rng, colour: Rgb) -> Paint:
    """The colour with one or two white bands: traffic cones, barriers."""
    paint = plastic(rng, colour)
    top = int(rng.integers(60, 90))
    paint[top : top + int(rng.integers(30, 50))] = 240
    if rng.random() < 0.6:
        paint[top + 80 : top + 80 + int(rng.integers(22, 36))] = 240
    return paint


def beach(rng: Rng, colour: Rgb) -> Paint:
    """A beach ball's wedges: the colour and white, or the colour and its shade, in turn."""
    _, x = grid()
    wedges = int(rng.choice((4, 6, 8)))
    other = np.array((240, 238, 232)) if rng.random() < 0.6 else np.asarray(colour) * 0.45
    odd = np.broadcast_to(x * wedges // SIZE_PX % 2 == 1, (SIZE_PX, SIZE_PX))
    return mix(plastic(rng, colour), plain(other), odd)


def football(rng: Rng, colour: Rgb) -> Paint:
    """A football: the colour with dark patches in staggered rows."""
    import cv2

    paint = ceramic(rng, colour)
    dark = 25.0 if float(np.mean(colour)) > 70 else 225.0
    for row in range(4):
        for column in range(7):
            centre = (int((column + 0.5 * (row % 2)) * SIZE_PX / 6), int((row + 0.5) * SIZE_PX / 4))
            cv2.circle(paint, centre, 15, [dark] * 3, -1)
    return paint


def flowered(rng: Rng, colour: Rgb) -> Paint:
    """Glazed ware with painted rings and dots."""
    import cv2

    paint = ceramic(rng, colour)
    tone = [float(c) for c in np.clip(255 - np.asarray(colour) * rng.uniform(0.5, 1.0), 10, 245)]
    for y in rng.integers(20, 236, int(rng.integers(2, 5))):
        cv2.rectangle(paint, (0, int(y)), (SIZE_PX, int(y) + int(rng.integers(4, 12))), tone, -1)
    row, step = int(rng.integers(100, 160)), SIZE_PX // int(rng.choice((6, 8, 12)))
    for x in range(step // 2, SIZE_PX, step):
        cv2.circle(paint, (x, row), step // 4, tone, -1)
    return paint


def keys(rng: Rng, colour: Rgb) -> Paint:
    """Piano keys from left to right, seen from above, the player's edge at the bottom."""
    paint = plain(np.array((238.0, 236.0, 228.0)))
    white = SIZE_PX / 28
    for key in range(29):
        x = int(key * white)
        paint[:, x : x + 1] = 90
        if key % 7 not in (0, 3) and key < 28:
            paint[:165, int(x - white * 0.3) : int(x + white * 0.3)] = 22
    return paint * (1 + 0.01 * noise(rng, 3)[..., None])


def dial(rng: Rng, colour: Rgb) -> Paint:
    """A clock's face."""
    import cv2

    paint = plain(np.asarray(colour))
    middle = SIZE_PX // 2
    cv2.circle(paint, (middle, middle), 120, [244.0, 240.0, 228.0], -1)
    for hour in range(12):
        angle = hour * np.pi / 6
        inner, outer = ((int(middle + r * np.sin(angle)), int(middle - r * np.cos(angle))) for r in (92, 114))
        cv2.line(paint, inner, outer, [30.0, 28.0, 26.0], 8)
    for reach, width in ((60, 9), (90, 6)):
        angle = rng.uniform(0, 2 * np.pi)
        cv2.line(
            paint,
            (middle, middle),
            (int(middle + reach * np.sin(angle)), int(middle - reach * np.cos(angle))),
            [30.0, 28.0, 26.0],
            width,
        )
    return paint


def panelled(rng: Rng, colour: Rgb) -> Paint:
    """A door leaf with two or four sunk panels, or none."""
    import cv2

    paint = shade(colour, noise(rng, 5, 0.7, 6, 1), 0.06)
    dark, light = ([float(c) for c in np.clip(np.asarray(colour) * f, 0, 255)] for f in (0.6, 1.15))
    columns, rows = int(rng.integers(1, 3)), int(rng.integers(1, 4))
    width, height = (SIZE_PX - 24) // columns, (SIZE_PX - 24) // rows
    for column in range(columns):
        for row in range(rows):
            x, y = 12 + column * width + 16, 12 + row * height + 10
            cv2.rectangle(paint, (x, y), (x + width - 32, y + height - 20), dark, 3)
            cv2.rectangle(paint, (x + 4, y + 4), (x + width - 34, y + height - 22), light, 2)
    return paint


def view(rng: Rng, colour: Rgb) -> Paint:
    """What is seen through a window: sky over hills or roofs, with bars."""
    paint = _hills(rng, colour)
    paint = np.asarray(np.clip(paint * 0.6 + 95, 0, 255), np.float32)
    for line in (0, SIZE_PX // 2 - 5, SIZE_PX - 10):
        paint[line : line + 10] = 236
        paint[:, line : line + 10] = 236
    return paint


def face(rng: Rng, colour: Rgb) -> Paint:
    """A head's skin with eyes, brows and a mouth at u = 0, the seam of a lathe (its front)."""
    import cv2

    paint = plain(np.asarray(colour))
    dark = [40.0, 30.0, 26.0]
    for x in (-17, 17):
        for wrap in (0, SIZE_PX):
            cv2.ellipse(paint, (x + wrap, 118), (7, 5), 0, 0, 360, [240.0, 240.0, 236.0], -1)
            cv2.circle(paint, (x + wrap, 118), 4, dark, -1)
            cv2.line(paint, (x + wrap - 8, 107), (x + wrap + 8, 107), dark, 3)
    for wrap in (0, SIZE_PX):
        cv2.ellipse(paint, (wrap, 158), (13, 4), 0, 0, 360, [150.0, 62.0, 58.0], -1)
    return paint * (1 + 0.02 * noise(rng, 4)[..., None])


def _bright(tone: NDArray[np.floating] | NDArray[np.integer]) -> list[float]:
    return [float(c) for c in np.clip(np.asarray(tone, float) + 80, 0, 255)]


def _written(paint: Paint, text: str, left_foot: tuple[int, int], scale: float, ink: list[float]) -> Paint:
    """The text over the paint, its lower left corner at (x, y) pixels."""
    import cv2

    stencil = np.zeros((SIZE_PX, SIZE_PX), np.uint8)
    cv2.putText(stencil, text, left_foot, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, 5)
    return mix(paint, np.array(ink), stencil > 127)


def _hills(rng: Rng, colour: Rgb) -> Paint:
    """Three ranges of hills, each darker and nearer, under a sky that fades to the horizon."""
    y, x = grid()
    fade = (y / SIZE_PX)[..., None]
    paint = np.broadcast_to(
        (1 - fade) * rng.uniform(80, 210, 3) + fade * rng.uniform(190, 250, 3), (SIZE_PX, SIZE_PX, 3)
    ).astype(np.float32)
    for distance in range(3):
        wave = 18 * np.sin(x * 0.02 * (distance + 1) + rng.uniform(0, 6)) + 9 * np.sin(x * 0.06 + rng.uniform(0, 6))
        tone = np.asarray(colour) * (0.75 - 0.2 * distance) + rng.uniform(0, 60, 3)
        paint = mix(paint, tone, y > 115 + 38 * distance + wave)
    return paint

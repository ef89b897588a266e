"""What floors and walls are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from robot.sim.textures.noise import SIZE_PX, Paint, grid, mix, noise, plain, shade, speckle

Rgb = NDArray[np.float32]
Rng = np.random.Generator


def planks(rng: Rng, colour: Rgb) -> Paint:
    """Floor boards, running across, with staggered ends."""
    rows = int(rng.choice((3, 4, 5, 6)))
    edges = np.linspace(0, SIZE_PX, rows + 1).astype(int)
    grain = noise(rng, 5, 0.7, 1, 8)
    paint = shade(colour, grain, 0.1)
    for top, bottom in zip(edges[:-1], edges[1:], strict=True):
        end = int(rng.integers(SIZE_PX))
        paint[top:bottom, :end] *= 1 + 0.1 * rng.standard_normal()
        paint[top:bottom, end:] *= 1 + 0.1 * rng.standard_normal()
        paint[top : top + 2] *= 0.5
        paint[top:bottom, end : end + 2] *= 0.5
    return paint


def parquet(rng: Rng, colour: Rgb) -> Paint:
    """Basket-weave parquet: squares of short boards, every other one turned."""
    square = SIZE_PX // int(rng.choice((2, 4)))
    y, x = grid()
    turned = ((x // square + y // square) % 2).astype(bool)
    board = square // int(rng.choice((4, 5)))
    lying, standing = noise(rng, 5, 0.7, 1, 8), noise(rng, 5, 0.7, 8, 1)
    paint = shade(colour, np.where(turned, standing, lying), 0.1)
    tone = 1 + 0.1 * rng.standard_normal((64, 64), dtype=np.float32)
    number = np.where(turned, x % square // board + 17 * (y // square), y % square // board + 17 * (x // square))
    paint *= tone[number % 64, (x // square + 3 * (y // square)) % 64][..., None]
    gap = np.where(turned, x % board < 1, y % board < 1) | (x % square < 2) | (y % square < 2)
    return mix(paint, paint * 0.55, gap)


def tiles(rng: Rng, colour: Rgb) -> Paint:
    """Square tiles with grout."""
    count = int(rng.choice((2, 4, 4, 8)))
    return _tiled(rng, np.broadcast_to(colour, (count, count, 3)), 0.03)


def checker(rng: Rng, colour: Rgb) -> Paint:
    """Tiles in two tones like a chess board."""
    count = int(rng.choice((2, 4, 4)))
    dark = np.asarray(colour) * rng.uniform(0.25, 0.55)
    odd = np.indices((count, count)).sum(axis=0)[..., None] % 2
    return _tiled(rng, np.where(odd, colour, dark), 0.02)


def stone(rng: Rng, colour: Rgb) -> Paint:
    """Veined marble or slate, in one slab."""
    vein = np.abs(noise(rng, 5, 0.6))
    paint = shade(colour, noise(rng, 6, 0.8), 0.05)
    return mix(paint, paint * rng.uniform(0.55, 0.75), np.clip(1 - vein * 6, 0, 1).astype(np.float32))


def concrete(rng: Rng, colour: Rgb) -> Paint:
    """Poured floor: cloudy, with fine grit."""
    return shade(colour, noise(rng, 5, 0.8) * 0.7 + speckle(rng) * 0.5, 0.07)


def terrazzo(rng: Rng, colour: Rgb) -> Paint:
    """Chips of stone set in cement, polished."""
    import cv2

    paint = shade(colour, noise(rng, 4), 0.02)
    for _ in range(170):
        x, y = (int(v) for v in rng.integers(0, SIZE_PX, 2))
        tone = np.clip(np.asarray(colour) * rng.uniform(0.45, 1.25) + rng.normal(0, 18, 3), 0, 255)
        axes = (int(rng.integers(2, 6)), int(rng.integers(1, 4)))
        cv2.ellipse(paint, (x, y), axes, float(rng.uniform(0, 180)), 0, 360, [float(c) for c in tone], -1)
    return paint


def carpet(rng: Rng, colour: Rgb) -> Paint:
    """Cut pile: fuzzy, with large soft shadows."""
    return shade(colour, 0.8 * speckle(rng) + 0.4 * noise(rng, 3), 0.1)


def plaster(rng: Rng, colour: Rgb) -> Paint:
    """A painted wall."""
    return shade(colour, noise(rng, 7, 0.8), 0.022)


def wallpaper(rng: Rng, colour: Rgb) -> Paint:
    """Upright stripes in two tones, of one of three rhythms."""
    _, x = grid()
    pattern = rng.choice(3)
    period = SIZE_PX // int(rng.choice((4, 8, 16)))
    share = (0.5, 0.25, 0.12)[pattern]
    other = np.asarray(colour) * rng.uniform(0.78, 0.9) + rng.normal(0, 6, 3)
    striped = mix(plain(colour), plain(other), np.broadcast_to(x % period < share * period, (SIZE_PX, SIZE_PX)))
    return shade(np.ones(3), noise(rng, 6, 0.8), 0.02) * striped


def flowers(rng: Rng, colour: Rgb) -> Paint:
    """Wallpaper with a motif set in a staggered grid."""
    import cv2

    paint = plaster(rng, colour)
    tone = [float(c) for c in np.clip(np.asarray(colour) * rng.uniform(0.55, 0.8) + rng.normal(0, 12, 3), 0, 255)]
    step, petals = SIZE_PX // int(rng.choice((4, 6))), int(rng.integers(3, 7))
    for row in range(SIZE_PX // step):
        for column in range(SIZE_PX // step + 1):
            centre = (column * step + (row % 2) * step // 2, row * step + step // 2)
            for petal in range(petals):
                cv2.ellipse(paint, centre, (step // 5, step // 14), petal * 360 / petals, 0, 360, tone, -1)
    return paint


def brick(rng: Rng, colour: Rgb) -> Paint:
    """Bricks laid in stretcher bond; light bricks give a whitewashed wall."""
    rows, columns = 8, 4
    y, x = grid()
    height, width = SIZE_PX // rows, SIZE_PX // columns
    row = y // height
    column = (x + row % 2 * (width // 2)) // width % columns
    tone = 1 + 0.12 * rng.standard_normal((rows, columns), dtype=np.float32)
    paint = shade(colour, noise(rng, 6, 0.8), 0.08) * tone[row, column][..., None]
    joint = (y % height < 3) | ((x + row % 2 * (width // 2)) % width < 3)
    return mix(paint, np.array((182, 176, 166)) * rng.uniform(0.8, 1.05), joint)


def panels(rng: Rng, colour: Rgb) -> Paint:
    """Upright tongue-and-groove boards, painted."""
    _, x = grid()
    width = SIZE_PX // int(rng.choice((4, 8)))
    paint = shade(colour, noise(rng, 5, 0.7, 8, 1), 0.02)
    groove = np.broadcast_to(x % width < 3, (SIZE_PX, SIZE_PX))
    return mix(paint, paint * 0.68, groove)


def _tiled(rng: Rng, colours: NDArray[np.floating], depth: float) -> Paint:
    """One tile for each of the (K, K, 3) colours, each a little lighter or darker, with grout between."""
    count = len(colours)
    y, x = grid()
    tone = np.asarray(colours, np.float32) * (1 + 0.04 * rng.standard_normal((count, count, 1), dtype=np.float32))
    step = SIZE_PX // count
    paint = tone[y // step, x // step] * (1 + depth * noise(rng, 5, 0.7)[..., None])
    grout = (y % step < 3) | (x % step < 3)
    return mix(paint, colours.mean(axis=(0, 1)) * rng.uniform(0.5, 0.7), grout)

"""What furniture and things are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from robot.sim.textures.noise import SIZE_PX, Paint, grid, mix, noise, plain, shade, speckle

Rgb = NDArray[np.float32]
Rng = np.random.Generator


def wood(rng: Rng, colour: Rgb) -> Paint:
    """Sawn wood, its grain across the picture."""
    return shade(colour, noise(rng, 5, 0.7, 1, 6), 0.1)


def painted(rng: Rng, colour: Rgb) -> Paint:
    """Lacquered board: nearly even."""
    return shade(colour, noise(rng, 4, 0.7), 0.015)


def plastic(rng: Rng, colour: Rgb) -> Paint:
    """Moulded plastic: even, with the faintest clouds."""
    return shade(colour, noise(rng, 3), 0.02)


def metal(rng: Rng, colour: Rgb) -> Paint:
    """Brushed metal."""
    return shade(colour, noise(rng, 5, 0.7, 8, 1), 0.035)


def ceramic(rng: Rng, colour: Rgb) -> Paint:
    """Glaze, a touch lighter towards the top."""
    y, _ = grid()
    return shade(colour, noise(rng, 2) * 0.4 + (0.5 - y / SIZE_PX).astype(np.float32), 0.03)


def glass(rng: Rng, colour: Rgb) -> Paint:
    """Dark or tinted glass with slanting reflections."""
    y, x = grid()
    gleam = np.clip(np.sin((x + y) * rng.uniform(0.012, 0.03) + rng.uniform(0, 6)), 0, 1) ** 3
    return mix(plain(colour), plain(np.asarray(colour) * 0.6 + 100), (0.35 * gleam).astype(np.float32))


def fabric(rng: Rng, colour: Rgb) -> Paint:
    """Plain weave."""
    y, x = grid()
    weave = 0.5 * np.sin(x * 0.8) + 0.5 * np.sin(y * 0.8)
    return shade(colour, (0.5 * speckle(rng) + weave + 0.6 * noise(rng, 3)).astype(np.float32), 0.06)


def plaid(rng: Rng, colour: Rgb) -> Paint:
    """Tartan: crossing bands of a second colour."""
    y, x = grid()
    other = np.roll(np.asarray(colour), int(rng.integers(1, 3))) * rng.uniform(0.5, 1.1)
    period = SIZE_PX // int(rng.choice((3, 4, 6)))
    bands = ((x % period < 0.4 * period) * 0.4 + (y % period < 0.4 * period) * 0.4).astype(np.float32)
    return mix(fabric(rng, colour), plain(other), bands)


def striped(rng: Rng, colour: Rgb) -> Paint:
    """Cloth with even stripes of the colour and of near white."""
    y, _ = grid()
    period = SIZE_PX // int(rng.choice((4, 6, 8)))
    light = np.asarray(colour) * 0.2 + 180
    bands = np.broadcast_to(y % period < period * rng.uniform(0.35, 0.5), (SIZE_PX, SIZE_PX))
    return mix(fabric(rng, colour), plain(light), bands)


def dotted(rng: Rng, colour: Rgb) -> Paint:
    """Cloth with staggered pale dots."""
    y, x = grid()
    step = SIZE_PX // int(rng.choice((4, 6, 8)))
    shift = (y // step % 2) * step // 2
    distance = np.hypot((x + shift) % step - step / 2, y % step - step / 2)
    return mix(fabric(rng, colour), plain(np.asarray(colour) * 0.25 + 180), distance < step * 0.24)


def leather(rng: Rng, colour: Rgb) -> Paint:
    """Leather: fine creases."""
    return shade(colour, noise(rng, 7, 1.0), 0.07)


def denim(rng: Rng, colour: Rgb) -> Paint:
    """Twill with a slant and worn places."""
    y, x = grid()
    slant = np.sin((x + y) * 1.2)
    return shade(colour, (0.4 * speckle(rng) + 0.6 * slant + noise(rng, 3)).astype(np.float32), 0.09)


def fur(rng: Rng, colour: Rgb) -> Paint:
    """Short hair lying along the picture's height."""
    return shade(colour, noise(rng, 7, 0.9, 4, 1), 0.14)


def tabby(rng: Rng, colour: Rgb) -> Paint:
    """Fur with wavy darker bands."""
    y, x = grid()
    wave = np.sin(x * 2 * np.pi * int(rng.choice((4, 5, 6))) / SIZE_PX + 1.2 * noise(rng, 3) + 0.01 * y)
    return mix(fur(rng, colour), np.asarray(colour) * 0.45, np.clip(wave - 0.1, 0, 0.8).astype(np.float32))


def patched(rng: Rng, colour: Rgb) -> Paint:
    """Fur with large white patches."""
    return mix(fur(rng, colour), fur(rng, np.array((225, 222, 215))), noise(rng, 2) > rng.uniform(0.1, 0.5))


def wicker(rng: Rng, colour: Rgb) -> Paint:
    """Basket work: withies over and under upright stakes."""
    y, x = grid()
    column, row = x // 16, y // 8
    over = (column + row) % 2 == 0
    bulge = np.sin(np.pi * (x % 16) / 16) * np.sin(np.pi * (y % 8) / 8)
    tone = 0.55 + 0.5 * bulge * np.where(over, 1.0, 0.45) + 0.06 * noise(rng, 4)
    return plain(colour) * tone[..., None].astype(np.float32)


def mesh(rng: Rng, colour: Rgb) -> Paint:
    """A perforated sheet or grille: dark round holes."""
    y, x = grid()
    step = int(rng.choice((16, 32)))
    holes = np.hypot(x % step - step / 2, y % step - step / 2) < step * 0.3
    return mix(plastic(rng, colour), np.asarray(colour) * 0.3, holes)


def slatted(rng: Rng, colour: Rgb) -> Paint:
    """Lying slats with shadowed gaps: vents, blinds, crates."""
    y, _ = grid()
    step = SIZE_PX // int(rng.choice((8, 16)))
    gap = np.broadcast_to(y % step < step * 0.3, (SIZE_PX, SIZE_PX))
    return mix(plastic(rng, colour), np.asarray(colour) * 0.35, gap)


def leafy(rng: Rng, colour: Rgb) -> Paint:
    """One leaf from stalk (bottom) to tip (top): a pale midrib and its veins."""
    import cv2

    paint = shade(colour, noise(rng, 4), 0.1)
    pale = [float(c) for c in np.clip(np.asarray(colour) * 1.35 + 25, 0, 255)]
    middle = SIZE_PX // 2
    for start in range(0, SIZE_PX + 60, 26):
        for side in (-1, 1):
            cv2.line(paint, (middle, start), (middle + side * 120, start - 55), pale, 2)
    cv2.rectangle(paint, (middle - 4, 0), (middle + 4, SIZE_PX), pale, -1)
    return paint


def soil(rng: Rng, colour: Rgb) -> Paint:
    """Crumbly earth."""
    return shade(colour, speckle(rng) * 0.6 + noise(rng, 7, 0.9), 0.16)


def paper(rng: Rng, colour: Rgb) -> Paint:
    """Paper or a lit lampshade: slightly mottled, a soft glow in the middle."""
    y, _ = grid()
    glow = 1 - ((y - SIZE_PX / 2) / (SIZE_PX / 2)) ** 2
    return shade(colour, (glow + 0.3 * speckle(rng)).astype(np.float32), 0.05)

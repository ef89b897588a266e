"""A texture is a recipe: a family of surfaces, a colour and a seed. The picture is painted when it is needed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from robot.sim.textures import building, material, printed
from robot.sim.textures.noise import SIZE_PX, Paint

Colour = tuple[int, int, int]  # sRGB, 0…255
Picture = NDArray[np.uint8]  # (256, 256, 3) red green blue, row 0 on top
Painter = Callable[[np.random.Generator, NDArray[np.float32]], Paint]

_PAINTERS: tuple[Painter, ...] = (
    building.planks,
    building.parquet,
    building.tiles,
    building.checker,
    building.stone,
    building.concrete,
    building.terrazzo,
    building.carpet,
    building.plaster,
    building.wallpaper,
    building.flowers,
    building.brick,
    building.panels,
    material.wood,
    material.painted,
    material.plastic,
    material.metal,
    material.ceramic,
    material.glass,
    material.fabric,
    material.plaid,
    material.striped,
    material.dotted,
    material.leather,
    material.denim,
    material.fur,
    material.tabby,
    material.patched,
    material.wicker,
    material.mesh,
    material.slatted,
    material.leafy,
    material.soil,
    material.paper,
    printed.books,
    printed.painting,
    printed.rug,
    printed.cardboard,
    printed.screen,
    printed.label,
    printed.bands,
    printed.beach,
    printed.football,
    printed.flowered,
    printed.keys,
    printed.dial,
    printed.panelled,
    printed.view,
    printed.face,
)
FAMILIES: dict[str, Painter] = {painter.__name__: painter for painter in _PAINTERS}

# Families for floors and walls with the colours that suit them.
FLOORS: dict[str, tuple[Colour, ...]] = {
    "planks": ((160, 110, 66), (186, 142, 94), (110, 72, 46), (206, 172, 128), (140, 132, 122)),
    "parquet": ((158, 104, 60), (184, 138, 88), (120, 78, 50)),
    "tiles": ((206, 202, 192), (170, 172, 174), (120, 124, 130), (196, 170, 140), (176, 110, 84)),
    "checker": ((222, 218, 208), (200, 186, 160)),
    "stone": ((196, 190, 180), (120, 118, 116), (222, 220, 216)),
    "concrete": ((150, 148, 144), (176, 172, 164)),
    "terrazzo": ((206, 200, 190), (150, 146, 140)),
    "carpet": ((122, 124, 130), (96, 104, 124), (150, 132, 112), (96, 112, 92), (128, 74, 70)),
}
WALLS: dict[str, tuple[Colour, ...]] = {
    "plaster": (
        (226, 222, 212),
        (214, 204, 186),
        (184, 200, 204),
        (190, 204, 184),
        (222, 200, 188),
        (204, 204, 208),
        (232, 214, 160),
    ),
    "wallpaper": ((210, 196, 170), (178, 194, 198), (206, 180, 176), (186, 196, 172)),
    "flowers": ((222, 214, 198), (196, 206, 210), (220, 200, 196)),
    "brick": ((150, 76, 56), (178, 120, 86), (214, 208, 198)),
    "panels": ((226, 224, 216), (170, 186, 190), (176, 140, 100)),
    "concrete": ((176, 174, 170),),
}


@dataclass(frozen=True, slots=True)
class Texture:
    """What a surface looks like. Equal recipes give equal pictures."""

    family: str
    colour: Colour
    seed: int

    @property
    def key(self) -> str:
        """A name for this recipe that is fit for a file, such as `wood-a0522d-17`."""
        return f"{self.family}-{bytes(self.colour).hex()}-{self.seed}"


def render(texture: Texture) -> Picture:
    """Paint the picture, (256, 256, 3) u8 RGB; always the same for the same recipe. Unknown families are a KeyError."""
    if texture.family not in FAMILIES:
        raise KeyError(f"no texture family {texture.family!r}; there are {', '.join(sorted(FAMILIES))}")
    rng = np.random.default_rng((zlib.crc32(texture.family.encode()), texture.seed))
    paint = FAMILIES[texture.family](rng, np.array(texture.colour, np.float32))
    assert paint.shape == (SIZE_PX, SIZE_PX, 3)
    return np.clip(paint, 0, 255).astype(np.uint8)

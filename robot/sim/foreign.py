"""Shapes that others modelled, as files: `python -m models import-furniture` writes them, a world's things may name them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.lib.npyio import NpzFile

from robot.errors import SetupError
from robot.sim.kinds import COLOURS, SCALES, Part, Shape, Size, Solid
from robot.sim.kinds.clay import jittered
from robot.sim.mesh import Mesh
from robot.sim.splits import split_of_variant, texture_seeds
from robot.sim.textures import FAMILIES, Colour, Texture

_FIELDS = ("vertices", "faces", "uv", "normals")



class ForeignError(SetupError, ValueError):
    """The file of a shape can't be used; the text says which and why."""


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a shape is and whom it is owed to."""

    kind: str
    name: str
    creator: str
    licence: str
    size_m: tuple[float, float, float]


class Coat(NamedTuple):
    """What a part wears: a texture family and a colour."""

    family: str
    colour: Colour


class Blank(NamedTuple):
    """A shape without a colour of its own: parts, the largest first, and what the car bumps into."""

    about: About
    parts: tuple[tuple[Coat, Mesh], ...]
    solids: tuple[Solid, ...]


class _Head(msgspec.Struct, frozen=True):
    about: About
    coats: tuple[Coat, ...]
    solids: tuple[Solid, ...]


def write(blank: Blank, path: Path) -> None:
    """Write a shape as `.npz`: arrays, and a line of JSON. No pickles."""
    arrays = {f"{field}_{number}": getattr(mesh, field) for number, (_, mesh) in enumerate(blank.parts) for field in _FIELDS}
    head = msgspec.json.encode(_Head(blank.about, tuple(coat for coat, _ in blank.parts), blank.solids))
    np.savez_compressed(path, head=np.frombuffer(head, np.uint8), **arrays)


@lru_cache(maxsize=256)
def read(path: Path) -> Blank:
    """A shape; ForeignError for a file that is none."""
    with _opened(path) as arrays:
        head = _head(arrays)
        meshes = [Mesh(*(arrays[f"{field}_{number}"] for field in _FIELDS)) for number in range(len(head.coats))]
        if not meshes or any(coat.family not in FAMILIES for coat in head.coats):
            raise ValueError("no parts, or a surface that is not known here")
    return Blank(head.about, tuple(zip(head.coats, meshes, strict=True)), head.solids)


def about(path: Path) -> About:
    """What a shape is, without reading all of it; ForeignError for a file that is none."""
    with _opened(path) as arrays:
        return _head(arrays).about


@contextmanager
def _opened(path: Path) -> Iterator[NpzFile]:
    try:
        with path.open("rb") as stream:
            arrays = np.load(stream, allow_pickle=False)
            if not isinstance(arrays, NpzFile):
                raise ValueError("a bare array")
            yield arrays
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, msgspec.DecodeError) as error:
        raise ForeignError(f"{path}: is no shape, or a damaged one ({error}); import it again") from None


def _head(arrays: NpzFile) -> _Head:
    return msgspec.json.decode(arrays["head"].tobytes(), type=_Head)


def painted(blank: Blank, colour: str, variant: int, size: Size = "medium") -> Shape:
    """The shape in a named colour: its largest part wears that, the others what they came with.

    `variant` decides the grain of its textures and says, as for our own shapes, in which split they are.
    """
    scale, seeds = SCALES[size], texture_seeds(split_of_variant(variant))
    named = jittered(COLOURS[colour], np.random.default_rng((variant, 1)))
    coats = [Coat(coat.family, named if number == 0 else coat.colour) for number, (coat, _) in enumerate(blank.parts)]
    parts = tuple(Part(Texture(coat.family, coat.colour, seeds[variant % len(seeds)]), mesh.stretched(scale, scale, scale),
                       number == 0)
                  for number, (coat, (_, mesh)) in enumerate(zip(coats, blank.parts, strict=True)))
    x, y, z = (side * scale for side in blank.about.size_m)
    solids = tuple(_scaled(solid, scale) for solid in blank.solids)
    return Shape(parts, solids, (x, y, z), None, "")


def _scaled(solid: Solid, scale: float) -> Solid:
    x, y, z = (value * scale for value in solid.centre_m)
    half_x, half_y, half_z = (value * scale for value in solid.half_m)
    return Solid(solid.form, (x, y, z), (half_x, half_y, half_z))

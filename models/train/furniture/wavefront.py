"""Reads Wavefront OBJ models and their MTL materials: triangles, and the colour of each material."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.train.furniture.library import LibraryError

MOST_LINES = 3_000_000
Colour = tuple[int, int, int]
GREY: Colour = (160, 160, 160)


class Model(NamedTuple):
    """vertices (N, 3) as they stand in the file, faces (M, 3), and for each face the number of its material."""

    vertices: npt.NDArray[np.float64]
    faces: npt.NDArray[np.int32]
    material: npt.NDArray[np.int32]
    materials: list[str]
    libraries: list[str]
    """The MTL files that it names."""


def read(data: bytes) -> Model:
    """A model; LibraryError for one without triangles, with corners that are not there, or of absurd length."""
    reader = _Reader()
    lines = data.decode("latin-1").split("\n")
    if len(lines) > MOST_LINES:
        raise LibraryError(f"has {len(lines)} lines; {MOST_LINES} is the most")
    for number, line in enumerate(lines, 1):
        try:
            reader.take(line.split("#", 1)[0].split())
        except (ValueError, IndexError) as error:
            raise LibraryError(f"line {number} is no OBJ: {error}") from None
    return reader.model()


class _Reader:
    def __init__(self) -> None:
        self._vertices: list[tuple[float, float, float]] = []
        self._faces: list[tuple[int, int, int]] = []
        self._material: list[int] = []
        self._names: dict[str, int] = {}
        self._libraries: list[str] = []
        self._current = 0

    def take(self, words: list[str]) -> None:
        match words:
            case ["v", x, y, z, *_]:
                self._vertices.append((float(x), float(y), float(z)))
            case ["f", *corners]:
                numbers = [self._corner(int(corner.split("/", 1)[0])) for corner in corners]
                fan = [(numbers[0], b, c) for b, c in zip(numbers[1:], numbers[2:], strict=False)]
                self._faces += fan
                self._material += [self._current] * len(fan)
            case ["usemtl", *name]:
                self._current = self._names.setdefault(" ".join(name), len(self._names))
            case ["mtllib", *name]:
                self._libraries.append(" ".join(name))

    def _corner(self, number: int) -> int:
        index = number - 1 if number > 0 else len(self._vertices) + number
        if number == 0 or not 0 <= index < len(self._vertices):
            raise ValueError(f"there is no corner {number}")
        return index

    def model(self) -> Model:
        if not self._faces:
            raise LibraryError("has no faces")
        vertices = np.array(self._vertices, dtype=np.float64)
        if not np.isfinite(vertices).all() or np.abs(vertices).max() > 1e7:
            raise LibraryError("has corners at no place that can be")
        names = list(self._names) or [""]
        return Model(vertices, np.array(self._faces, np.int32), np.array(self._material, np.int32), names, self._libraries)


def colours(text: str, picture: Callable[[str], Colour | None]) -> Iterator[tuple[str, Colour, float]]:
    """(name, sRGB, opacity 0…1) of each material in an MTL file. `picture` gives the mean colour of a picture, if it can."""
    name, colour, opacity = "", GREY, 1.0
    for line in [*text.splitlines(), "newmtl"]:
        match line.split():
            case ["newmtl", *words]:
                if name:
                    yield name, colour, opacity
                name, colour, opacity = " ".join(words), GREY, 1.0
            case ["Kd", red, green, blue]:
                colour = _colour(red, green, blue)
            case ["d", value]:
                opacity = _number(value, 1.0)
            case ["map_Kd", *_, file]:
                colour = picture(file) or colour


def _colour(*words: str) -> Colour:
    red, green, blue = (round(255 * min(max(_number(word, 0.6), 0.0), 1.0)) for word in words)
    return red, green, blue


def _number(word: str, otherwise: float) -> float:
    try:
        value = float(word)
    except ValueError:
        return otherwise
    return value if np.isfinite(value) else otherwise

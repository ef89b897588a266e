"""A furniture library of Sweet Home 3D: a zip file (.sh3f, .jar, .zip), or a folder it was unpacked to.

Read as what it is, somebody else's file: nothing is unpacked to disk, names that lead out of it are refused, and so is
whatever is larger than any honest library.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from robot.errors import SetupError

CATALOGUES = ("PluginFurnitureCatalog.properties", "FurnitureCatalog.properties", "DefaultFurnitureCatalog.properties")
SUFFIXES = (".sh3f", ".jar", ".zip")
MOST_FILES, MOST_BYTES_EACH, MOST_BYTES = 20_000, 80_000_000, 1_500_000_000
MOST_TIMES_PACKED = 1000
"""Deflate packs at most 1032 to 1; text of models gets to 10."""


class LibraryError(SetupError):
    """A library, or one of its models, that can't be used; the text says which and why."""


class Piece(NamedTuple):
    """One entry of the catalogue. Sizes in metres: across, from front to back, and up."""

    id: str
    name: str
    category: str
    model: str
    width_m: float
    depth_m: float
    height_m: float
    elevation_m: float
    rotation: tuple[float, ...]
    """Nine numbers, row by row, that turn the model before it is measured; the unit matrix where none is given."""
    part_of_house: bool
    """A door or a window."""
    creator: str
    licence: str


class Library:
    """One library, open for reading."""

    def __init__(self, path: Path) -> None:
        """LibraryError for what is no library, or no honest one."""
        self.path, self._zip = path, None
        if path.is_dir():
            self._names = {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}
        else:
            self._zip = _opened(path)
            self._names = {info.filename for info in self._zip.infolist()}
        named = sorted(name for name in self._names if name.rpartition("/")[2] in CATALOGUES)
        if not named:
            raise LibraryError(f"{path}: holds no {CATALOGUES[0]}, so it is no furniture library")
        self._root = named[0].rpartition("/")[0]
        self._settings = parse(self.read(named[0].rpartition("/")[2]))

    @property
    def name(self) -> str:
        return self._settings.get("name", self.path.stem)

    @property
    def licence(self) -> str:
        return self._settings.get("license", "not stated")

    def read(self, name: str) -> bytes:
        """A file of the library, named as the catalogue does; LibraryError where it is not there or too large."""
        parts = PurePosixPath(name.lstrip("/")).parts
        if ".." in parts or "\\" in name or ":" in name:
            raise LibraryError(f"{self.path}: {name!r} leads out of the library")
        inside = "/".join([*([self._root] if self._root else []), *parts])
        if inside not in self._names:
            raise LibraryError(f"{self.path}: {inside} is missing")
        data = self._bytes(inside)
        if len(data) > MOST_BYTES_EACH:
            raise LibraryError(f"{self.path}: {inside} is larger than {MOST_BYTES_EACH / 1e6:.0f} MB")
        return data

    def pieces(self) -> list[Piece]:
        """All entries with a model and a size, in the catalogue's order."""
        numbers = sorted({int(key.rpartition("#")[2]) for key in self._settings if re.fullmatch(r"model#\d{1,6}", key)})
        return [piece for number in numbers if (piece := self._piece(number)) is not None]

    def _piece(self, number: int) -> Piece | None:
        def text(key: str) -> str:
            return self._settings.get(f"{key}#{number}", "")

        try:
            width, depth, height = (float(text(key)) / 100 for key in ("width", "depth", "height"))
            elevation = float(text("elevation") or 0) / 100
            rotation = tuple(float(word) for word in text("modelRotation").split()) or (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)
        except ValueError:
            return None
        if not all(0.005 < side < 20 for side in (width, depth, height)) or len(rotation) != 9:
            return None
        return Piece(text("id") or f"{self.path.stem}#{number}", text("name"), text("category"), text("model"),
                     width, depth, height, elevation, rotation, text("doorOrWindow") == "true",
                     text("creator") or "not stated", text("license") or self.licence)

    def _bytes(self, inside: str) -> bytes:
        if self._zip is None:
            file = (self.path / inside).resolve()
            if not file.is_relative_to(self.path.resolve()):
                raise LibraryError(f"{self.path}: {inside} leads out of the library")
            with file.open("rb") as stream:
                return stream.read(MOST_BYTES_EACH + 1)
        try:
            with self._zip.open(inside) as stream:
                return stream.read(MOST_BYTES_EACH + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            raise LibraryError(f"{self.path}: {inside} can't be read: {error}") from None


def libraries(path: Path) -> list[Path]:
    """The library itself, or those in a folder; LibraryError where there are none."""
    if not path.exists():
        raise LibraryError(f"{path} is not there; on Debian `apt install sweethome3d-furniture` puts libraries into "
                           "/usr/share/sweethome3d/furniture")
    if path.is_file() or any(path.rglob("*Catalog.properties")):
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
    if not found:
        raise LibraryError(f"{path}: no furniture libraries ({', '.join(SUFFIXES)})")
    return found


def parse(data: bytes) -> dict[str, str]:
    """A Java properties file: `key=value` lines in Latin-1, `\\uXXXX` for other letters, backslashes to go on."""
    text = re.sub(r"\\\r?\n[ \t]*", "", data.decode("latin-1"))
    pairs = (re.split(r"\s*[=:]\s*", line.strip(), maxsplit=1) for line in text.splitlines()
             if line.strip() and line.lstrip()[0] not in "#!")
    return {pair[0]: _letters(pair[1]) if len(pair) > 1 else "" for pair in pairs}


def _letters(text: str) -> str:
    known = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return "".join(letter for letter in known.replace("\\", "") if letter.isprintable())


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise LibraryError(f"{path}: is no zip file, or a damaged one: {error}") from None
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise LibraryError(f"{path}: holds {len(infos)} files; {MOST_FILES} is the most that is looked at")
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise LibraryError(f"{path}: unpacks to {total / 1e9:.1f} GB; {MOST_BYTES / 1e9:.1f} GB is the most that is looked at")
    for info in infos:
        if info.filename.startswith("/") or ".." in PurePosixPath(info.filename).parts:
            raise LibraryError(f"{path}: {info.filename!r} leads out of the library")
        if info.file_size > MOST_TIMES_PACKED * max(info.compress_size, 100):
            raise LibraryError(f"{path}: {info.filename} unpacks to {info.file_size / 1e6:.0f} MB from next to nothing")
    return archive

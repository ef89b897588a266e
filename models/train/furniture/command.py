"""`python -m models import-furniture`: shapes from furniture libraries that are installed here, for training and evaluation."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

import numpy as np

from models.train.furniture import wavefront, words
from models.train.furniture.library import Library, LibraryError, Piece, libraries
from models.train.furniture.shape import shaped
from models.train.furniture.wavefront import Colour
from robot.errors import SetupError
from robot.sim import foreign, kinds, splits

CREDITS = "CREDITS.txt"
HEADER = """The shapes in this folder were made by the people below, and scaled, thinned out and recoloured by Heed's importer.
Their licences ask you to name them wherever you pass on the shapes, or pictures that show them.

"""
MOST_ABOVE_FLOOR_M = 0.05
LEAST_OF_OURS, MOST_OF_OURS = 0.5, 1.8
"""How much smaller or larger than our own shapes of its kind a piece may be: a desk lamp is no lamp of ours."""


def main(arguments: list[str]) -> int:
    """Exit status: 0 done, 1 nothing could be used, 2 bad usage or no library."""
    options = _parser().parse_args(arguments)
    try:
        return imported(libraries(options.library), options.out)
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def imported(paths: list[Path], out: Path) -> int:
    """Convert all of some libraries into a folder."""
    if out.exists() and any(out.iterdir()):
        raise SetupError(f"{out} is not empty: choose another --out, or remove it")
    out.mkdir(parents=True, exist_ok=True)
    counts, credits, passed = Counter[str](), [], 0
    for library in map(Library, paths):
        for piece in library.pieces():
            kind = wanted(piece)
            if kind is None:
                passed += 1
                continue
            try:
                blank = shaped(wavefront.read(library.read(piece.model)), piece, kind, coats(library, piece))
            except LibraryError as error:
                print(f"{library.path.name}: {piece.name}: {error}", file=sys.stderr)
                continue
            name = f"{kind.replace(' ', '_')}-{counts[kind]:03d}-{re.sub(r'[^a-z0-9]+', '-', piece.id.lower())[:40]}.npz"
            foreign.write(blank, out / name)
            counts[kind] += 1
            credits.append(f'{name}: "{piece.name}" by {piece.creator}, {library.name}; {piece.licence}\n')
    (out / CREDITS).write_text(HEADER + "".join(credits), encoding="utf-8")
    kept = ", ".join(f"{kind} {count}" for kind, count in counts.most_common())
    print(f"{out}: {sum(counts.values())} shapes of {len(counts)} kinds ({kept}); {passed} pieces are no kind of ours. "
          f"Whom they are owed to: {out / CREDITS}")
    return 0 if counts else 1


def wanted(piece: Piece) -> str | None:
    """Our kind that a piece is, or None: by its name, if it stands on the floor and is about as large as ours."""
    kind = words.kind_of(piece.name)
    if kind is None or piece.part_of_house or piece.elevation_m > MOST_ABOVE_FLOOR_M:
        return None
    low, high = _sizes(kind)
    longest = max(piece.width_m, piece.depth_m)
    fits = all(LEAST_OF_OURS * least <= side <= MOST_OF_OURS * most
               for side, least, most in zip((longest, piece.height_m), low, high, strict=True))
    return kind if fits else None


def coats(library: Library, piece: Piece) -> dict[str, tuple[Colour, float]]:
    """Colour and opacity of each material of a model; one without (or with a bad) MTL file is grey."""
    folder = piece.model.rpartition("/")[0]
    found: dict[str, tuple[Colour, float]] = {}
    for name in _material_files(library, piece):
        try:
            text = library.read(f"{folder}/{name}").decode("latin-1")
        except LibraryError:
            continue
        for material, colour, opacity in wavefront.colours(text, lambda file: _mean(library, f"{folder}/{file}")):
            found[material] = colour, opacity
    return found


def _material_files(library: Library, piece: Piece) -> Iterator[str]:
    head = library.read(piece.model).decode("latin-1")
    for line in re.findall(r"^mtllib\s+(.+?)\s*$", head, re.MULTILINE)[:8]:
        yield str(PurePosixPath(line))


def _mean(library: Library, name: str) -> Colour | None:
    """The mean colour of a picture in a library, if it is one."""
    from perception.photograph import PictureError, decoded

    try:
        red, green, blue = decoded(library.read(name)).mean(axis=(0, 1)).round().astype(int).tolist()
    except (LibraryError, PictureError):
        return None
    return red, green, blue


@lru_cache
def _sizes(kind: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Least and most (longest side on the floor, height) of some of our own shapes of a kind."""
    variants = splits.variants("train")[:96:8]
    ours = np.array([kinds.build(kind, kinds.KINDS[kind].colours[0], variant).size_m for variant in variants])
    sides = np.stack([ours[:, :2].max(axis=1), ours[:, 2]], axis=1)
    (a, b), (c, d) = sides.min(axis=0).tolist(), sides.max(axis=0).tolist()
    return (a, b), (c, d)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models import-furniture", description=__doc__)
    parser.add_argument("library", type=Path, metavar="FILE|FOLDER",
                        help="a furniture library of Sweet Home 3D (.sh3f, .jar, .zip), unpacked or not, or a folder of them")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new one, for shapes and credits")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`data.json` beside rendered pictures: how they were made, so that they can be made again, and what they show."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import numpy as np

from models.train.data import Shard
from robot.errors import SetupError
from robot.sim.splits import Split

NAME = "data.json"
CAMERA = ("focal_px", "height_m", "pitch_rad", "roll_rad")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What decides which pictures come out. A folder holds those of one choice."""

    split: Split
    first_seed: int
    """Shard `n` shows the world of seed `first_seed + n`."""
    per_world: int
    as_driven: bool = False
    doorways: bool = False
    foreign: str = ""
    """The checksum of the imported shapes, "" without."""
    foreign_share: float = 0.0
    kinds: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that `data.json` tells."""

    settings: Settings
    command: str
    workers: int
    """How many strands the shards were dealt to: each looks for what its own pictures are short of."""
    commit: str
    """The state of the program, "" where git doesn't say."""
    pictures: int = 0
    worlds: tuple[int, ...] = ()
    """The seeds of the worlds that are there."""
    boxes: dict[str, int] = {}
    """How often each kind is asked for."""
    camera: dict[str, tuple[float, float]] = {}
    """Least and most of the cameras' numbers."""


def read(folder: Path) -> Manifest | None:
    """What the folder says of itself, None for one without pictures; SetupError for pictures that nobody accounts for."""
    path = folder / NAME
    if not path.exists():
        if folder.is_dir() and any(folder.glob("*.npy")):
            raise SetupError(f"{folder} holds pictures but no {NAME} that says how they were made; choose another --out")
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, OSError) as error:
        raise SetupError(f"{path}: {error}; remove the folder, or choose another --out") from None


def check(folder: Path, wanted: Settings) -> None:
    """SetupError if the folder's pictures were made with other settings."""
    there = read(folder)
    if there is None or there.settings == wanted:
        return
    names = [name for name in Settings.__struct_fields__ if getattr(there.settings, name) != getattr(wanted, name)]
    differences = ", ".join(_difference(name, there.settings, wanted) for name in names)
    raise SetupError(f"{folder} was made with other settings ({differences}); choose another --out, or remove that folder")


def write(folder: Path, manifest: Manifest) -> None:
    """Under another name first, so that a manifest that exists is whole."""
    part = folder / f"{NAME}.part"
    part.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    part.replace(folder / NAME)


def counted(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest with what the folder's shards show."""
    boxes: Counter[int] = Counter()
    cameras, worlds, pictures = [], [], 0
    for path in shards(folder):
        shard = Shard(path)
        boxes.update(kind for kind in shard.kinds.tolist() if kind >= 0)
        cameras.append(shard.cameras)
        worlds.append(manifest.settings.first_seed + int(path.stem))
        pictures += len(shard)
    rows = np.concatenate(cameras) if cameras else np.empty((0, len(CAMERA)))
    ranges = {name: (round(float(column.min()), 4), round(float(column.max()), 4))
              for name, column in zip(CAMERA, rows.T, strict=True) if len(column)}
    named = {kind: boxes[number] for number, kind in enumerate(manifest.settings.kinds)}
    return msgspec.structs.replace(manifest, pictures=pictures, worlds=tuple(worlds), boxes=named, camera=ranges)


def shards(folder: Path) -> list[Path]:
    """The whole ones, by number."""
    return sorted(path for path in folder.glob("*.npy") if path.stem.isdigit())


def _difference(name: str, there: Settings, wanted: Settings) -> str:
    old, new = getattr(there, name), getattr(wanted, name)
    if isinstance(old, tuple):
        return f"{name}: {len(old)} there, {len(new)} now, or others"
    return f"{name}: {old!r} there, {new!r} now"

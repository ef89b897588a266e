"""How well the free floor is told: by our own eyes, by the head on a detector's features, by knowing nothing of the picture.

    python benchmarks/free_floor.py --renders data/eyes-examination/500000-500019 --data data/eyes-2 --models FOLDER \
        --photographs FOLDER

On renders as `python -m models.train examine` measures it. On photographs against ends traced by eye (free_floor.yaml): the
intersection over union of free floor, picture by picture. All see the same 320x240 pixels.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from models import store
from models.floor import FloorHead
from models.layout import COLUMNS, HEIGHT_PX
from models.runtime import Eyes
from perception import free, photograph
from perception.detectors.photo import PhotoDetector
from perception.detectors.seen import Image
from perception.grid import GridConfig, sure_free
from perception.looker import fitted
from robot.geometry import CameraGeometry
from robot.messages import FreeSpace

if TYPE_CHECKING:
    from models.train.data import Example

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Reader = Callable[[Image], Floats]
"""A picture (240, 320, 3) to (2, COLUMNS) as models/layout.py tells."""
TRACES = Path(__file__).with_suffix(".yaml")
BACKBONES = ("nanodet-plus-m-320-int8", "nanodet-plus-m-320")
SLACK = 0.02
"""Of the picture's height: how exact the traced ends are."""
IN_WORLD = 50
RESAMPLES = 1000


class Trace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was traced in one photograph, in percent of its width and height."""

    horizon: float
    ends: tuple[tuple[float, float], ...]

    @property
    def columns(self) -> Doubles:
        """(COLUMNS,) where the free floor ends, as a share of the height from above."""
        x, y = np.array(self.ends).T
        middles = (np.arange(COLUMNS) + 0.5) * 100 / COLUMNS
        return np.asarray(np.interp(middles, x, y) / 100, dtype=np.float64)

    @property
    def camera(self) -> CameraGeometry:
        """The car's camera, pitched so that its horizon is the traced one."""
        upright = CameraGeometry()
        off_px = upright.height_px * (0.5 - self.horizon / 100)
        return msgspec.structs.replace(upright, pitch_rad=float(np.arctan(off_px / upright.focal_px)))


class Measured(NamedTuple):
    """One number for each of some groups of values (pictures, or worlds), and how they become one."""

    what: str
    groups: list[Doubles]
    middle: Callable[[Doubles], float]

    @property
    def value(self) -> float:
        return self.middle(np.concatenate(self.groups))

    def drawn(self, seed: int = 0) -> Doubles:
        """(RESAMPLES,) the number of groups drawn anew (Efron's bootstrap); the same draws for all readers."""
        draws = np.random.default_rng(seed).integers(0, len(self.groups), (RESAMPLES, len(self.groups)))
        return np.array([self.middle(np.concatenate([self.groups[group] for group in draw])) for draw in draws.tolist()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renders", type=Path, help="pictures that `python -m models.train examine` made")
    parser.add_argument("--per-world", type=int, default=50, help="so many of each world's 50 renders")
    parser.add_argument("--data", type=Path, help="pictures that were learnt from: where their floor ends is the row prior")
    parser.add_argument("--photographs", type=Path, help="COCO128's images")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="where the detectors are")
    arguments = parser.parse_args()
    named: dict[str, Reader] = {"own eyes": own()}
    named |= {f"head on {name}": headed(name, arguments.models) for name in BACKBONES}
    if arguments.data:
        named["row prior"] = prior(arguments.data)
    if arguments.renders:
        examples = renders(arguments.renders, arguments.per_world)
        print(table({name: on_renders(examples, reader, arguments.per_world) for name, reader in named.items()}))
    if arguments.photographs:
        pictures = traced(arguments.photographs)
        rows = {name: on_photographs(pictures, reader) for name, reader in named.items()}
        print(table({**rows, "ends of the other photographs": by_the_others([trace for _, trace in pictures])}))


def own() -> Reader:
    eyes = Eyes()
    return lambda image: eyes(image).free


def headed(name: str, folder: Path | None) -> Reader:
    entry = store.find(name, folder)
    detector = PhotoDetector(name, entry, store.read_network(name, entry, folder), featured=True)
    head = FloorHead(entry.sha256)
    return lambda image: head(detector.maps(image))


def prior(folder: Path) -> Reader:
    """Says of every picture what is most usual in each column."""
    from models.train.data import Pictures
    from models.train.train import log_rows

    pictures = Pictures(folder)
    rows = np.stack([log_rows(pictures[index]) for index in range(0, len(pictures), 8)])
    middle = np.nanmedian(rows, axis=0)
    columns = np.stack([middle, np.log(np.nanmean(np.abs(rows - middle), axis=0))]).astype(np.float32)
    return lambda image: columns


def renders(folder: Path, per_world: int) -> list[tuple[Image, Example]]:
    """The pictures of a folder, the first so many of each world, taken by the car's own camera."""
    from models.train.data import Pictures
    from robot.sim.lens import photograph as taken
    from robot.sim.stage import DEFAULT_LENS

    pictures, generator = Pictures(folder), np.random.default_rng(0)
    examples = [pictures[index] for index in range(len(pictures)) if index % IN_WORLD < per_world]
    return [(taken(np.ascontiguousarray(example.picture), DEFAULT_LENS, generator), example) for example in examples]


def on_renders(pictures: Sequence[tuple[Image, Example]], reader: Reader, per_world: int) -> list[Measured]:
    """Error of range, and false free floor within a metre; groups are worlds."""
    from models.train.examine import camera_of

    errors: list[Doubles] = []
    false: list[Doubles] = []
    for image, example in pictures:
        space, true = free.space(0, reader(image), camera_of(example)), np.clip(example.free_m, 0.05, 6.0)
        known = np.isfinite(true)
        errors.append(np.abs(space.range_m / true - 1)[known].astype(np.float64))
        near = known & (true < 1.0)
        false.append((sure_free(space.range_m, space.log_std, GridConfig()) > true)[near].astype(np.float64))
    return [Measured("median relative error of range", _worlds(errors, per_world), _median),
            Measured("false free within 1 m", _worlds(false, per_world), _mean)]


def traced(folder: Path) -> list[tuple[Image, Trace]]:
    """The photographs as the car's camera would give them, with what was traced in them."""
    import yaml

    traces = msgspec.convert(yaml.safe_load(TRACES.read_text(encoding="utf-8")), dict[str, Trace])
    return [(fitted(_cut(photograph.read(folder / f"{name}.jpg"))), trace) for name, trace in traces.items()]


def on_photographs(pictures: Sequence[tuple[Image, Trace]], reader: Reader) -> list[Measured]:
    """Overlap of the free floor, and columns in which the map would call free what is not; groups are photographs."""
    overlaps, false = [], []
    for image, trace in pictures:
        space = free.space(0, reader(image), trace.camera)
        sure_m = sure_free(space.range_m, space.log_std, GridConfig())
        overlaps.append(overlap(_ends(space, space.range_m, trace.camera), trace.columns))
        false.append((_ends(space, sure_m, trace.camera) < trace.columns - SLACK).astype(np.float64))
    return _photographic(overlaps, false)


def by_the_others(traces: Sequence[Trace]) -> list[Measured]:
    """What knowing the other photographs' ends, but nothing of the picture itself, is worth."""
    ends = np.stack([trace.columns for trace in traces])
    guesses = [np.median(np.delete(ends, row, axis=0), axis=0) for row in range(len(ends))]
    pairs = list(zip(guesses, ends, strict=True))
    return _photographic([overlap(*pair) for pair in pairs], [(a < b - SLACK).astype(np.float64) for a, b in pairs])


def overlap(first: Doubles, second: Doubles) -> float:
    """Intersection over union of two floors that end at these shares (COLUMNS,) of the height; 1 where there is neither."""
    low, high = 1 - np.clip(first, 0, 1), 1 - np.clip(second, 0, 1)
    union = float(np.maximum(low, high).sum())
    return float(np.minimum(low, high).sum()) / union if union > 0 else 1.0


def table(named: dict[str, list[Measured]]) -> str:
    """One line for each reader, the first one's as the measure of the others."""
    first = next(iter(named.values()))
    lines = ["", f"| | {' | '.join(f'{each.what} | less the first' for each in first)} |", "|---" * (2 * len(first) + 1) + "|"]
    yardstick = [each.drawn() for each in first]
    for name, measures in named.items():
        cells = []
        for mine, his in zip(measures, yardstick, strict=True):
            drawn = mine.drawn()
            low, high = np.quantile(drawn, (0.05, 0.95))
            least, most = np.quantile(drawn - his, (0.025, 0.975))
            cells += [f"{mine.value:.3f} ({low:.3f}–{high:.3f})", "" if measures is first else f"{least:+.3f} to {most:+.3f}"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", "In brackets the 90 % interval; of the differences the 95 % interval."])


def _photographic(overlaps: Sequence[float], false: Sequence[Doubles]) -> list[Measured]:
    return [Measured("overlap (IoU)", [np.array([value]) for value in overlaps], _mean),
            Measured("false free columns", list(false), _mean)]


def _ends(space: FreeSpace, range_m: Floats, camera: CameraGeometry) -> Doubles:
    """(COLUMNS,) the rows where floor that is free to `range_m` ends, as shares of the height."""
    ahead_m = np.maximum(range_m * np.cos(space.bearing_rad), 1e-3)
    below_rad = np.minimum(np.arctan2(camera.height_m, ahead_m) - camera.pitch_rad, 1.5)
    rows = camera.height_px / 2 + camera.focal_px * np.tan(below_rad)
    return np.asarray(np.clip(rows / HEIGHT_PX, 0.0, 1.0), dtype=np.float64)


def _cut(image: Image) -> Image:
    """Its lower part, if it is higher than three quarters of its width."""
    return np.ascontiguousarray(image[-min(len(image), round(0.75 * image.shape[1])):])


def _worlds(pictures: Sequence[Doubles], each: int) -> list[Doubles]:
    """Pictures of one world lie together."""
    return [np.concatenate(pictures[start : start + each]) for start in range(0, len(pictures), each)]


def _median(values: Doubles) -> float:
    return float(np.median(values))


def _mean(values: Doubles) -> float:
    return float(np.mean(values))


if __name__ == "__main__":
    main()

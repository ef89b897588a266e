"""The examination: what the eyes promise, measured on worlds, shapes and textures that they have never seen.

Pictures are taken by the car's own camera from where the car fits, mostly towards a thing 0.3 to 4 m away. Asked for is what
covers a hundredth of the picture. What is hidden or cut off counts too; "clear" are the things of which half shows. Boxes
and things are paired one to one, those that overlap most first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from models.average_precision import average_precision, couples, match
from models.layout import HEIGHT_PX, WIDTH_PX
from models.train.data import Example
from perception import foot, free, under
from perception.decode import Decoder, Found, overlaps
from perception.grid import GridConfig, sure_free
from perception.looker import LookerConfig
from robot.geometry import CameraGeometry

if TYPE_CHECKING:
    from models.runtime import Eyes
    from robot.messages import FreeSpace
    from robot.sim.lens import Lens

Floats = npt.NDArray[np.float32]
_LEAST_OF_PICTURE, _CLEAR, _FARTHEST_M, _NEAR_M = 0.01, 0.5, 4.0, 1.0
_HYPOTHESES = 3
_SURFACE = "floor's surface right, of squares that show floor"
_COLOUR = "colour right, given the box, where the thing shows it"
_FALSE_FREE = "false free: the map would drive into what is nearer than 1 m"


class Line(NamedTuple):
    """One number of the examination."""

    what: str
    of: int
    value: float


class _Precision:
    """Average precision over kinds. Each box speaks for its likeliest kinds, as detectors with classes do."""

    def __init__(self) -> None:
        self._scores: dict[int, list[float]] = defaultdict(list)
        self._hits: dict[int, list[bool]] = defaultdict(list)
        self._true: dict[int, int] = defaultdict(int)

    def add(self, overlap: Floats, odds: Floats, thing: Floats, kinds: npt.NDArray[np.intp]) -> None:
        """`overlap` (N, M), probabilities of kinds `odds` (N, K), of a thing being there `thing` (N,), true kinds (M,)."""
        for kind in kinds[kinds >= 0].tolist():
            self._true[kind] += 1
        likeliest = np.argsort(-odds, axis=1)[:, :_HYPOTHESES]
        scores = (thing[:, None] * np.take_along_axis(odds, likeliest, 1)).ravel()
        order = np.argsort(-scores, kind="stable")
        said, rows = likeliest.ravel()[order], order // likeliest.shape[1] if likeliest.size else order
        matches = match(overlap[rows], said, kinds).true
        for kind, score, true in zip(said.tolist(), scores[order].tolist(), matches, strict=True):
            if true != -2:
                self._scores[kind].append(score)
                self._hits[kind].append(bool(true >= 0))

    def kinds(self) -> dict[int, tuple[int, float]]:
        """Per kind that there was: how many boxes, and the average precision."""
        scores = {kind: np.array(self._scores[kind], np.float32) for kind in self._true}
        hits = {kind: np.array(self._hits[kind], bool) for kind in self._true}
        return {kind: (total, average_precision(scores[kind], hits[kind], total)) for kind, total in self._true.items()}

    def line(self, what: str) -> Line:
        values = self.kinds().values()
        return Line(what, sum(total for total, _ in values), float(np.mean([precision for _, precision in values])))


class Examination:
    """Adds up pictures."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._all, self._clear = _Precision(), _Precision()
        self._values: dict[str, list[float]] = defaultdict(list)

    def add(self, example: Example, found: Found, columns: Floats, surfaces: Floats | None = None) -> None:
        """One picture: its truth, what was decoded without calibration, the network's second and fourth output."""
        space = free.space(0, columns, camera_of(example))
        boxes, overlap = example.boxes, overlaps(found.box, example.boxes.box)
        area = (boxes.box[:, 2:] - boxes.box[:, :2]).prod(1)
        asked = (boxes.kind >= 0) & (area >= _LEAST_OF_PICTURE * WIDTH_PX * HEIGHT_PX)
        clear = asked & (boxes.shown >= _CLEAR)
        odds = _softmax(np.asarray(self._eyes.card.scale * found.vector @ self._eyes.prototypes.T, dtype=np.float32))
        thing = found.score / odds.max(axis=1, initial=1e-9)
        for precision, which in ((self._all, asked), (self._clear, clear)):
            precision.add(overlap, odds, thing, np.where(which, boxes.kind, -2).astype(np.intp))
        boxes_of = {thing: row for row, thing in couples(np.where((found.score >= self._least_score())[:, None], overlap, 0.0))}
        for index in np.flatnonzero(asked).tolist():
            self._thing(example, found, boxes_of.get(index), index, bool(clear[index]), space)
        self._free(example, space)
        if example.surfaces is not None and surfaces is not None:
            floor = example.surfaces > 0
            self._values[_SURFACE].extend((surfaces.argmax(0) == example.surfaces)[floor].astype(float).tolist())

    def lines(self) -> list[Line]:
        """The numbers of the whole."""
        shares = ("a box on it", "kind right, given the box", "clear: a box on it", "clear: kind right, given the box",
                  _COLOUR, _FALSE_FREE, _SURFACE)
        medians = ("range from the foot, to 4 m: median relative error", "range as used, to 4 m: median relative error",
                   "free floor: median relative error")
        values = {name: self._values[name] or [math.nan] for name in (*shares, *medians)}
        means = [Line(name, len(values[name]), float(np.mean(values[name]))) for name in shares]
        middles = [Line(name, len(values[name]), float(np.median(values[name]))) for name in medians]
        kinds = len(self._all.kinds())
        return [self._all.line(f"AP50, mean of {kinds} kinds"), self._clear.line("clear: AP50"), *means, *middles]

    def kinds(self) -> dict[str, tuple[int, float, float]]:
        """Per kind: boxes, AP50, AP50 of the clear ones (nan where there are none)."""
        clear = self._clear.kinds()
        return {self._eyes.card.kinds[kind]: (total, precision, clear.get(kind, (0, math.nan))[1])
                for kind, (total, precision) in self._all.kinds().items()}

    def _least_score(self) -> float:
        """The raw score whose calibrated value is the working score."""
        operating = LookerConfig().least_score
        odds = (math.log(operating / (1 - operating)) - self._eyes.card.score_shift) / self._eyes.card.score_gain
        return 1 / (1 + math.exp(-odds))

    def _thing(self, example: Example, found: Found, row: int | None, index: int, clear: bool, space: FreeSpace) -> None:
        """`row` of the box that was found on the thing `index`, if any."""
        prefixes = ("", "clear: ") if clear else ("",)
        for prefix in prefixes:
            self._values[f"{prefix}a box on it"].append(float(row is not None))
        if row is not None:
            for prefix in prefixes:
                self._values[f"{prefix}kind right, given the box"].append(float(found.kind[row] == example.boxes.kind[index]))
            if example.boxes.colour[index] >= 0:
                self._values[_COLOUR].append(float(found.colour[row].argmax() == example.boxes.colour[index]))
            self._range(example, found, row, float(example.boxes.range_m[index]), space)

    def _range(self, example: Example, found: Found, row: int, true_m: float, space: FreeSpace) -> None:
        if true_m > _FARTHEST_M:
            return
        camera = camera_of(example)
        left, top, right, bottom = found.box[row].tolist()
        guess_m = camera.focal_px / math.exp(float(found.log_scale[row]))
        place = foot.place((left, top, right, bottom), guess_m, free.deviation(float(found.log_spread[row])), camera)
        foot_m, _ = foot.foot_range((left + right) / 2, bottom, 1.0, camera, 0.0)
        joined = under.joined(place, under.floor((left, top, right, bottom), space, camera), camera)
        self._values["range as used, to 4 m: median relative error"].append(abs(joined.range_m / true_m - 1))
        if place.foot_seen and math.isfinite(foot_m):
            self._values["range from the foot, to 4 m: median relative error"].append(abs(foot_m / true_m - 1))

    def _free(self, example: Example, space: FreeSpace) -> None:
        """`says` is how far the map would call the floor free."""
        true = np.clip(example.free_m, 0.05, 6.0)
        known = np.isfinite(true)
        self._values["free floor: median relative error"].extend(np.abs(space.range_m / true - 1)[known].tolist())
        says = sure_free(space.range_m, space.log_std, GridConfig())
        near = known & (true < _NEAR_M)
        self._values[_FALSE_FREE].extend((says > true)[near].astype(float).tolist())


def examine(eyes: Eyes, examples: Iterable[Example], lens: Lens, seed: int = 0) -> Examination:
    """Look at every picture through `lens`."""
    from robot.sim.lens import photograph

    generator = np.random.default_rng(seed)
    decode, examination = Decoder(eyes.prototypes, eyes.card.scale), Examination(eyes)
    for example in examples:
        sight = eyes(photograph(np.ascontiguousarray(example.picture), lens, generator))
        examination.add(example, decode(sight.cells), sight.free, sight.surfaces)
    return examination


def camera_of(example: Example) -> CameraGeometry:
    """The camera as the car would know it: its true focal length and height, but always the nominal pitch and no roll."""
    focal_px, height_m = example.camera[:2].tolist()
    return CameraGeometry(hfov_rad=2 * math.atan(160 / focal_px), height_m=height_m, forward_m=0.0)


def table(named: dict[str, Examination]) -> str:
    """One column for each named examination of the same pictures, as Markdown."""
    lines = [f"| what | of | {' | '.join(named)} |", "|---|---|" + "---|" * len(named)]
    columns = [examination.lines() for examination in named.values()]
    for rows in zip(*columns, strict=True):
        lines.append(f"| {rows[0].what} | {rows[0].of} | " + " | ".join(f"{row.value:.3f}" for row in rows) + " |")
    lines += ["", "| kind | boxes | AP50 | clear: AP50 |", "|---|---|---|---|"]
    for kind, (total, precision, clear) in sorted(next(iter(named.values())).kinds().items(), key=lambda item: -item[1][1]):
        lines.append(f"| {kind} | {total} | {precision:.2f} | {clear:.2f} |")
    return "\n".join(lines)


def _softmax(log_odds: Floats) -> Floats:
    if not log_odds.size:
        return log_odds
    odds = np.exp(log_odds - log_odds.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True), dtype=np.float32)

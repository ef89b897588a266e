"""Measures the eyes on worlds that they have never seen, through the very code that runs on the car."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt

from models.average_precision import average_precision, match
from models.train.data import Example
from perception import foot, free
from perception.decode import Decoder, Found, overlaps
from robot.geometry import CameraGeometry

if TYPE_CHECKING:
    from models.runtime import Eyes
    from robot.sim.lens import Lens

OPERATING = 0.2
"""The score from which the car speaks of a detection (`least_score` of the detector)."""
_MEDIANS = ("range_error", "range_error_foot", "range_error_network", "free_error")
_SHARES = ("recall_clear", "precision", "found_as_anything", "kind_right", "colour_right", "colour_named",
           "range_in_two_sigma", "free_too_far", "free_in_two_sigma")
_CLEAR_PX = 40 * 40


class Report(msgspec.Struct, frozen=True):
    """What came out. Shares are 0…1."""

    pictures: int
    boxes: int
    map50: float
    recall: float
    recall_clear: float
    """Of the things that are 40 pixels wide and high (by area) and not cut off."""
    precision: float
    found_as_anything: float
    kind_right: float
    colour_right: float
    colour_named: float
    range_error: float
    range_error_foot: float
    range_error_network: float
    range_in_two_sigma: float
    free_error: float
    free_error_90: float
    free_too_far: float
    free_in_two_sigma: float
    kinds: dict[str, tuple[int, float, float]]
    """Per kind: true boxes, average precision, recall at the operating score."""


class Tally:
    """Adds up pictures."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds
        self._scores: dict[int, list[float]] = defaultdict(list)
        self._hits: dict[int, list[bool]] = defaultdict(list)
        self._true = np.zeros(len(kinds), dtype=np.int64)
        self._seen = np.zeros(len(kinds), dtype=np.int64)
        self._sums: dict[str, list[float]] = defaultdict(list)
        self.pictures = 0

    def add(self, example: Example, found: Found, columns: npt.NDArray[np.float32]) -> None:
        """One picture: its truth, what was decoded, the network's second output."""
        self.pictures += 1
        asked = example.boxes.kind[example.boxes.kind >= 0]
        self._true += np.bincount(asked, minlength=len(self._kinds))
        overlap = overlaps(found.box, example.boxes.box)
        self._things(example, found, overlap)
        self._kind_or_not(example, found, overlap)
        self._columns(example, columns)

    def report(self) -> Report:
        kinds = {}
        for row, name in enumerate(self._kinds):
            scores, hits = np.array(self._scores[row], np.float32), np.array(self._hits[row], bool)
            total = int(self._true[row])
            recall = float(self._seen[row]) / total if total else math.nan
            kinds[name] = (total, average_precision(scores, hits, total), recall)
        sums = {name: self._sums[name] or [math.nan] for name in (*_SHARES, *_MEDIANS)}
        return Report(
            pictures=self.pictures, boxes=int(self._true.sum()), kinds=kinds,
            map50=float(np.nanmean([precision for _, precision, _ in kinds.values()])),
            recall=float(self._seen.sum() / max(1, self._true.sum())),
            free_error_90=float(np.quantile(sums["free_error"], 0.9)),
            **{name: float(np.mean(sums[name])) for name in _SHARES},
            **{name: float(np.median(sums[name])) for name in _MEDIANS},
        )

    def _things(self, example: Example, found: Found, overlap: npt.NDArray[np.float32]) -> None:
        matches = match(overlap, found.kind, example.boxes.kind.astype(np.intp)).true
        for row, index in enumerate(matches):
            if index == -2:
                continue
            kind, score = int(found.kind[row]), float(found.score[row])
            self._scores[kind].append(score)
            self._hits[kind].append(bool(index >= 0))
            if score >= OPERATING:
                self._sums["precision"].append(float(index >= 0))
                if index >= 0:
                    self._seen[kind] += 1
                    self._one(example, found, row, int(index))
        known = set(matches[found.score >= OPERATING].tolist())
        for index in np.flatnonzero(_clear(example)):
            self._sums["recall_clear"].append(float(index in known))

    def _one(self, example: Example, found: Found, row: int, index: int) -> None:
        """Colour and range of a thing that was found."""
        odds = np.exp(found.colour[row] - found.colour[row].max())
        sure = float(odds.max() / odds.sum()) >= 0.4
        self._sums["colour_named"].append(float(sure))
        if sure:
            self._sums["colour_right"].append(float(odds.argmax() == example.boxes.colour[index]))
        camera = camera_of(example)
        true_m = float(example.boxes.range_m[index])
        left, top, right, bottom = found.box[row].tolist()
        guess_m = camera.focal_px / math.exp(float(found.log_scale[row]))
        place = foot.place((left, top, right, bottom), guess_m, free.deviation(float(found.log_spread[row])), camera)
        foot_m, _ = foot.foot_range((left + right) / 2, bottom, 1.0, camera, 0.0)
        self._sums["range_error"].append(_log_error(place.range_m, true_m))
        self._sums["range_in_two_sigma"].append(float(abs(place.range_m - true_m) <= 2 * place.std_m))
        self._sums["range_error_network"].append(_log_error(guess_m, true_m))
        if place.foot_seen and math.isfinite(foot_m):
            self._sums["range_error_foot"].append(_log_error(foot_m, true_m))

    def _kind_or_not(self, example: Example, found: Found, overlap: npt.NDArray[np.float32]) -> None:
        """Is there a box of any kind, and if so, is the kind right?"""
        good = found.score >= OPERATING
        for index in np.flatnonzero(example.boxes.kind >= 0):
            fits = np.where(good, overlap[:, index], 0.0)
            covered = bool(fits.size and fits.max() >= 0.5)
            self._sums["found_as_anything"].append(float(covered))
            if covered:
                self._sums["kind_right"].append(float(found.kind[fits.argmax()] == example.boxes.kind[index]))

    def _columns(self, example: Example, columns: npt.NDArray[np.float32]) -> None:
        space = free.space(0, columns, camera_of(example))
        true = np.clip(example.free_m, 0.05, 6.0)
        known = np.isfinite(true)
        error = np.log(space.range_m / true)[known]
        self._sums["free_error"].extend(np.abs(error).tolist())
        self._sums["free_too_far"].extend((error > math.log(1.25)).astype(float).tolist())
        self._sums["free_in_two_sigma"].extend((np.abs(error) <= 2 * space.log_std[known]).astype(float).tolist())


def evaluate(eyes: Eyes, examples: Iterable[Example], lens: Lens | None, seed: int = 0) -> Report:
    """Look at every picture through `lens`, or each through another bad lens if there is none."""
    from robot.sim.lens import Lens, photograph

    generator = np.random.default_rng(seed)
    calibration = (eyes.card.score_gain, eyes.card.score_shift)
    decode, tally = Decoder(eyes.prototypes, eyes.card.scale, calibration), Tally(eyes.card.kinds)
    for example in examples:
        through = Lens.sampled(generator) if lens is None else lens
        cells, columns, *_ = eyes(photograph(np.ascontiguousarray(example.picture), through, generator))
        tally.add(example, decode(cells), columns)
    return tally.report()


def camera_of(example: Example) -> CameraGeometry:
    """The camera as the car would know it: its true focal length and height, but always the nominal pitch and no roll."""
    focal_px, height_m = example.camera[:2].tolist()
    return CameraGeometry(hfov_rad=2 * math.atan(160 / focal_px), height_m=height_m, forward_m=0.0)


def table(report: Report) -> str:
    """The report as Markdown."""
    rows: list[tuple[str, Any]] = [(name, getattr(report, name)) for name in Report.__struct_fields__ if name != "kinds"]
    lines = ["| what | value |", "|---|---|"]
    lines += [f"| {name.replace('_', ' ')} | {round(value, 3)} |" for name, value in rows]
    lines += ["", "| kind | boxes | AP50 | recall |", "|---|---|---|---|"]
    for name, (total, precision, recall) in sorted(report.kinds.items(), key=lambda item: -item[1][1]):
        lines.append(f"| {name} | {total} | {precision:.2f} | {recall:.2f} |")
    return "\n".join(lines)


def _clear(example: Example) -> npt.NDArray[np.bool_]:
    """(M,) True for the things that nobody would overlook."""
    boxes = example.boxes
    area = (boxes.box[:, 2:] - boxes.box[:, :2]).prod(1)
    return np.asarray((boxes.kind >= 0) & (boxes.truncated == 0) & (area >= _CLEAR_PX), dtype=bool)


def _log_error(found: float, true: float) -> float:
    return abs(math.log(max(found, 1e-3) / max(true, 1e-3)))



"""Measures how well the eyes see doorways, column by column and picture by picture, on worlds that they have never seen."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from models.layout import CROSSED
from models.train import thresholds as truth
from models.train.data import Example, Floats
from models.train.examine import camera_of
from perception import thresholds
from perception.doorways import Placed, placed
from robot.geometry import wrap
from robot.messages import Threshold
from robot.poses import Pose

if TYPE_CHECKING:
    from models.runtime import Eyes

BANDS_M = ((0.3, 1.0), (1.0, 1.75), (1.75, 2.5), (2.5, 3.5))
NEAR_M = 0.4
"""A doorway of a picture is right when its middle is this near to that of a true one."""


class Tally:
    """Adds up pictures; `report` gives the numbers by name, shares as 0…1."""

    def __init__(self) -> None:
        self._sums: dict[str, list[float]] = defaultdict(list)
        self.pictures = 0

    def add(self, example: Example, columns: Floats) -> None:
        """One picture: its truth, and the network's third output."""
        self.pictures += 1
        label = truth.told(example)
        camera = camera_of(example)
        known, true = truth.perfect(example), label[:, truth.STATE]
        distance = thresholds.votes(known, camera).range_m
        said, asked = columns[CROSSED] > 0, true != truth.UNKNOWN
        self._note("column precision", (true == truth.YES)[said & asked])
        for low, high in BANDS_M:
            band = (true == truth.YES) & (distance >= low) & (distance < high)
            self._note(f"column recall, {low:g}-{high:g} m", said[band])
        found = said & (true == truth.YES)
        self._columns(columns, known, found, example)
        self._doorways(*(thresholds.see(0, numbers, camera).items for numbers in (
            columns, known, truth.perfect(example, states=(truth.YES, truth.UNKNOWN)))))

    def report(self) -> dict[str, tuple[int, float]]:
        """How many were counted, and their mean or, for errors, their median."""
        numbers = {}
        for name in sorted(self._sums):
            values = np.array(self._sums[name])
            numbers[name] = len(values), float((np.median if "error" in name else np.mean)(values)) if len(values) else math.nan
        return numbers

    def _columns(self, columns: Floats, known: Floats, found: np.ndarray[tuple[int], np.dtype[np.bool_]],
                 example: Example) -> None:
        camera = camera_of(example)
        mine, right = thresholds.votes(columns, camera), thresholds.votes(known, camera)
        error = np.abs(np.log(mine.range_m / right.range_m))[found]
        self._note("range error (log)", error)
        middle = np.hypot(*((mine.left + mine.right - right.left - right.right) / 2)[found].T)
        self._note("middle error of a vote, m", middle)
        self._note("middle inside two deviations", middle <= 2 * mine.std_m[found])

    def _doorways(self, found: tuple[Threshold, ...], true: tuple[Threshold, ...], allowed: tuple[Threshold, ...]) -> None:
        """Each true doorway is found by the nearest that is said; each that is said is right or not.

        `allowed` are those that nobody asks for too: hardly seen, underfoot or far. Only those count as said for which all
        columns between their posts speak, on average.
        """
        origin = Pose(0.0, 0.0, 0.0)
        mine, right, possible = ([placed(item, origin) for item in items] for items in (found, true, allowed))
        for doorway in right:
            nearest = min(mine, key=lambda other: _apart(other, doorway), default=None)
            hit = nearest is not None and _apart(nearest, doorway) < NEAR_M
            reach = math.hypot(doorway.x_m, doorway.y_m)
            for low, high in BANDS_M:
                if low <= reach < high:
                    self._note(f"doorway recall, {low:g}-{high:g} m", [hit])
            if hit and nearest is not None:
                self._note("doorway error, m", [_apart(nearest, doorway)])
                self._note("doorway heading error, rad", [abs(wrap(2 * (nearest.along_rad - doorway.along_rad))) / 2])
        for said in mine:
            if said.log_odds > 0:
                self._note("doorway precision", [any(_apart(said, doorway) < NEAR_M for doorway in possible)])

    def _note(self, name: str, values: Iterable[float | np.bool_]) -> None:
        self._sums[name].extend(float(value) for value in values)


def evaluate(eyes: Eyes, examples: Iterable[Example], seed: int = 0) -> dict[str, tuple[int, float]]:
    """Look at every picture through the simulator's default lens."""
    from robot.sim.lens import photograph
    from robot.sim.stage import DEFAULT_LENS

    generator, tally = np.random.default_rng(seed), Tally()
    for example in examples:
        tally.add(example, eyes(photograph(np.ascontiguousarray(example.picture), DEFAULT_LENS, generator))[2])
    return tally.report()


def table(report: dict[str, tuple[int, float]]) -> str:
    """The report as Markdown."""
    lines = ["| what | of | value |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {count} | {value:.3f} |" for name, (count, value) in report.items())])


def _apart(a: Placed, b: Placed) -> float:
    return math.hypot(a.x_m - b.x_m, a.y_m - b.y_m)

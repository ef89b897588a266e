"""The traced photographs are whole, and what is told in metres is compared with them in rows."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
import yaml

from benchmarks.free_floor import TRACES, Reader, Trace, by_the_others, on_photographs, overlap
from models.layout import COLUMNS, HEIGHT_PX

BLANK = np.zeros((240, 320, 3), np.uint8)


def read() -> dict[str, Trace]:
    return msgspec.convert(yaml.safe_load(TRACES.read_text(encoding="utf-8")), dict[str, Trace])


def test_traces_go_from_side_to_side_and_stay_below_the_horizon() -> None:
    for name, trace in read().items():
        across = [x for x, _ in trace.ends]
        assert across[0] == 0 and across[-1] == 100 and across == sorted(across), name
        assert all(trace.horizon < y <= 100 for _, y in trace.ends), name
        assert trace.camera.horizon_px == pytest.approx(trace.horizon / 100 * HEIGHT_PX), name


def test_who_tells_the_truth_overlaps_wholly_and_who_tells_too_much_is_found_out() -> None:
    level = Trace(50.0, ((0.0, 75.0), (100.0, 75.0)))
    focal_px = level.camera.focal_px
    across = np.tan(level.camera.column_bearings(COLUMNS))

    def told(share: float) -> Reader:
        """Says that the floor ends at this share of the height, in every column, and has no doubt of it."""
        ahead = (share - 0.5) * HEIGHT_PX / focal_px
        rows = np.log(focal_px * ahead / np.hypot(1.0, across))
        return lambda _: np.stack([rows, np.full(COLUMNS, -9.0)]).astype(np.float32)

    right, short, long = (on_photographs([(BLANK, level)], told(share)) for share in (0.75, 0.875, 0.6))
    assert right[0].value == pytest.approx(1.0, abs=1e-3) and right[1].value == 0.0
    assert short[0].value == pytest.approx(0.5, abs=1e-3) and short[1].value == 0.0
    assert long[0].value == pytest.approx(0.25 / 0.4, abs=1e-3) and long[1].value == 1.0


def test_overlap_is_of_what_lies_below_the_ends() -> None:
    assert overlap(np.array([0.5, 1.0]), np.array([0.5, 0.5])) == pytest.approx(0.5)
    assert overlap(np.ones(3), np.ones(3)) == 1.0


def test_the_others_know_nothing_of_the_picture_itself() -> None:
    odd = [Trace(10.0, ((0.0, y), (100.0, y))) for y in (60.0, 60.0, 60.0, 90.0)]
    (shared, false) = by_the_others(odd)
    assert shared.groups[3][0] == pytest.approx(0.1 / 0.4)
    assert false.groups[3].mean() == 1.0 and math.isclose(false.groups[0].mean(), 0.0)

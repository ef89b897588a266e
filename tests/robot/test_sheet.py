"""The printed sheet: where its corners and cells are, and what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from robot import sheet
from robot.sheet import Sheet


def test_corners_come_nearest_first_and_from_left_to_right() -> None:
    corners = Sheet().corners().reshape(4, 4, 2)
    assert (np.diff(corners[:, :, 0], axis=0) == pytest.approx(0.05))
    assert (np.diff(corners[:, :, 1], axis=1) == pytest.approx(-0.035))
    assert corners.mean(axis=(0, 1)) == pytest.approx((0.297 / 2, 0.0))


def test_black_cells_touch_only_at_corners() -> None:
    middles = np.array(list(Sheet().black()))
    assert len(middles) == 13
    apart = np.abs(middles[:, None] - middles[None]) / Sheet().cell_m
    assert not ((apart.sum(axis=-1) > 0.5) & (apart.sum(axis=-1) < 1.5)).any()


def test_the_page_has_the_cells_where_they_belong(tmp_path: Path) -> None:
    sheet.write(tmp_path / "sheet.svg")
    text = (tmp_path / "sheet.svg").read_text(encoding="utf-8")
    cells = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="35" height="50"/>', text)
    assert len(cells) == 13
    assert min(float(x) for x, _ in cells) == pytest.approx(17.5)
    assert max(float(y) for _, y in cells) == pytest.approx(297 - 23.5 - 50)  # the nearest row is at the bottom
    assert 'width="210mm" height="297mm"' in text

"""The measures of doorways count what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.layout import CROSSED, SILL
from models.train import thresholds
from models.train.evaluate_doorways import Tally, table
from tests.models.test_thresholds import AHEAD, example, label

ONE = example(label(AHEAD))


def test_seeing_everything_right_is_one_everywhere() -> None:
    tally = Tally()
    tally.add(ONE, thresholds.perfect(ONE))
    report = tally.report()
    shares = {name: value for name, (count, value) in report.items() if "error" not in name and count}
    assert set(shares.values()) == {1.0}
    assert report["doorway error, m"][0] == 1
    assert report["doorway error, m"][1] == pytest.approx(0.0, abs=1e-6)


def test_a_doorway_that_is_said_to_be_farther_is_wrong() -> None:
    tally, columns = Tally(), thresholds.perfect(ONE)
    columns[SILL] -= math.log(1.6)
    tally.add(ONE, columns)
    report = tally.report()
    assert report["range error (log)"][1] == pytest.approx(math.log(1.6), abs=1e-4)
    assert report["doorway precision"] == (1, 0.0)
    assert report["doorway recall, 1-1.75 m"][1] == 0.0
    assert report["middle inside two deviations"][1] == 0.0


def test_missed_and_invented_columns_count() -> None:
    tally, columns = Tally(), thresholds.perfect(ONE)
    columns[CROSSED] = -columns[CROSSED]
    tally.add(ONE, columns)
    report = tally.report()
    assert report["column precision"][1] == 0.0
    assert report["column recall, 1-1.75 m"][1] == 0.0


def test_the_table_has_a_line_for_each_number() -> None:
    tally = Tally()
    tally.add(ONE, thresholds.perfect(ONE))
    text = table(tally.report())
    assert "| column precision |" in text
    assert "nan" in table({"nothing": (0, float(np.nan))})

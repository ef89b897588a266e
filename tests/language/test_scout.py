"""The SCOUT development figure: HEED_SCOUT=commands_dev.jsonl pytest -s tests/language/test_scout.py"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from language.evaluate.score import table
from language.evaluate.scout import evaluate

PATH = os.environ.get("HEED_SCOUT", "")


@pytest.mark.skipif(not PATH, reason="HEED_SCOUT does not name the SCOUT commands file")
@pytest.mark.parametrize(("noise", "floor_percent"), [(0.0, 96.0), (0.1, 88.0)])
def test_most_commands_of_real_people_parse_exactly(noise: float, floor_percent: float) -> None:
    evaluation = evaluate(Path(PATH), noise, seed=1)
    print(table(evaluation))
    assert evaluation.rows[0].percent >= floor_percent

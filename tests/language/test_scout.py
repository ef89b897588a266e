"""How many of the SCOUT corpus's commands parse to what its operators sent: a development figure, where the corpus is at hand.

HEED_SCOUT=commands_dev.jsonl pytest -s tests/language/test_scout.py
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from language.parser import understand
from robot.program import Photo, Program, Step, Stop, Travel, Turn

PATH = os.environ.get("HEED_SCOUT", "")
FLOOR_PERCENT = 70.0


def as_gold(step: Step) -> dict[str, Any]:
    match step:
        case Photo():
            return {"action": "photo"}
        case Stop():
            return {"action": "stop"}
        case Turn():
            side = "left" if step.angle_rad > 0 else "right"
            return {"action": "turn", "direction": side, "angle_deg": abs(math.degrees(step.angle_rad))}
        case Travel():
            side = "backward" if step.back else "forward"
            return {"action": "travel", "direction": side, "distance_m": step.distance_m}
    return {"action": "other"}


def same(mine: dict[str, Any], gold: dict[str, Any]) -> bool:
    if gold.get("direction") == "any":
        mine = {**mine, "direction": "any"}
    numbers = all(
        math.isclose(mine.get(key, -1), gold[key], rel_tol=1e-3) for key in ("angle_deg", "distance_m") if key in gold
    )
    words = all(mine.get(key) == gold[key] for key in ("action", "direction", "heading") if key in gold)
    return numbers and words


def exact(program: Program | None, gold: list[dict[str, Any]]) -> bool:
    mine = [] if program is None else [as_gold(step) for step in program.steps]
    return len(mine) == len(gold) and all(same(*pair) for pair in zip(mine, gold, strict=True))


@pytest.mark.skipif(not PATH, reason="HEED_SCOUT does not name the SCOUT commands file")
def test_most_commands_of_real_people_parse_exactly() -> None:
    counts: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for line in Path(PATH).read_text().splitlines():
        row = json.loads(line)
        compass = any("heading" in step for step in row["gold"])
        program = understand(row["text"]).program
        group = "compass" if compass else "plain"
        counts[group] += 1
        counts[group + " exact"] += exact(program, row["gold"])
        counts[group + " refused"] += program is None
        if not compass and not exact(program, row["gold"]):
            failures[f"{row['text']}  →  {program or understand(row['text']).sentence}"] += 1
    total = counts["plain"] + counts["compass"]
    percent = 100 * (counts["plain exact"] + counts["compass exact"]) / total
    plain_percent = 100 * counts["plain exact"] / counts["plain"]
    print(f"\n{total} commands: {percent:.1f} % exact; without compass turns {plain_percent:.1f} %")
    print(dict(counts))
    for text, number in failures.most_common(int(os.environ.get("HEED_SCOUT_SHOW", "0"))):
        print(number, text)
    assert percent >= FLOOR_PERCENT

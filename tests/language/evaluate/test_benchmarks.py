from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from language.__main__ import main
from language.evaluate.noise import Mishearing, noisy
from language.evaluate.score import row

SCOUT: list[dict[str, object]] = [
    {"id": "1", "commander": "a", "text": "turn left ninety degrees . and take a picture",
     "gold": [{"action": "turn", "direction": "left", "angle_deg": 90.0}, {"action": "photo"}]},
    {"id": "2", "commander": "a", "text": "turn around", "gold": [{"action": "turn", "direction": "any", "angle_deg": 180.0}]},
    {"id": "3", "commander": "b", "text": "go forward two feet",
     "gold": [{"action": "travel", "direction": "forward", "distance_m": 0.9144}]},
    {"id": "4", "commander": "b", "text": "face north and enter the room", "gold": [{"action": "turn", "heading": "north"}]},
]  # fmt: skip
ENTITIES = {
    "table_1": {"type": "Table", "words": ["table"], "x_m": 0.0, "y_m": 0.0},
    "table_2": {"type": "Table", "words": ["table"], "x_m": 9.0, "y_m": 9.0},
    "lamp_1": {"type": "Lamp", "words": ["lamp", "light"], "x_m": 9.0, "y_m": 8.0},
}
HURIC: list[dict[str, object]] = [
    {"id": "1", "release": "x", "text": "go to the table near the lamp",
     "frames": [{"frame": "Motion", "elements": [{"role": "Goal", "words": "to the table near the lamp", "head": "table"}]}],
     "groundings": {"table": "table_2"}, "entities": ENTITIES},
    {"id": "2", "release": "x", "text": "bring me the lamp",
     "frames": [{"frame": "Bringing", "elements": [{"role": "Theme", "words": "the lamp", "head": "lamp"}]}],
     "groundings": {"lamp": "lamp_1"}, "entities": ENTITIES},
]  # fmt: skip


def evaluate(tmp_path: Path, benchmark: str, lines: list[dict[str, object]], *more: str) -> dict[str, tuple[int, int]]:
    file = tmp_path / "data.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert main(["evaluate", benchmark, str(file), "--json", str(tmp_path / "rows.json"), *more]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text())["rows"]
    assert all({"name", "n", "correct", "percent", "low", "high"} <= set(line) for line in rows)
    return {line["name"]: (line["correct"], line["n"]) for line in rows}


def test_scout_counts_exact_programs_and_lists_the_misses(tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    rows = evaluate(tmp_path, "scout", SCOUT, "--errors", str(errors))
    assert rows["exact"] == (3, 4)
    assert rows["travel"] == (0, 1)
    (miss,) = [json.loads(line) for line in errors.read_text().splitlines()]
    assert (miss["id"], miss["wanted"], miss["got"]) == ("3", "travel forward 0.9144 m", "travel forward 0.6096 m")


def test_huric_counts_entities_and_refusals(tmp_path: Path) -> None:
    rows = evaluate(tmp_path, "huric", HURIC)
    assert rows["entity"] == (1, 1)
    assert rows["refusal"] == (2, 2)


def test_a_wrong_entity_is_a_miss(tmp_path: Path) -> None:
    rows = evaluate(tmp_path, "huric", [HURIC[0] | {"groundings": {"table": "table_1"}}])
    assert rows["entity"] == (0, 1)


def test_a_broken_file_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(SCOUT[0]) + '\n{"id": 3}\n')
    assert main(["evaluate", "scout", str(file)]) == 2
    assert "data.jsonl:2" in capsys.readouterr().err


def test_noise_hits_the_rate_it_is_given_and_repeats() -> None:
    text = "turn left ninety degrees and take a picture of the chair " * 200
    mishearing = Mishearing([text])
    one, two = (noisy(text, 0.1, mishearing, np.random.default_rng(3)) for _ in range(2))
    assert one == two
    words, kept = text.split(), one.split()
    assert 0.03 < 1 - len(kept) / len(words) < 0.07
    assert noisy(text, 0.0, mishearing, np.random.default_rng(3)) == " ".join(words)


def test_intervals_are_wilsons() -> None:
    assert row("x", 9, 10).percent == 90
    assert (row("x", 9, 10).low, row("x", 9, 10).high) == (59.58, 98.21)
    assert (row("x", 0, 0).n, row("x", 0, 0).percent) == (0, 0)

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from language.__main__ import main
from language.evaluate.sail import evaluate
from language.evaluate.sail_follow import Skill
from language.evaluate.sail_learn import fit, learn_costs
from language.evaluate.sail_map import Pose, SailMap, read_map
from language.evaluate.sail_names import sail_names
from language.evaluate.sail_teach import learn_names
from robot.interpreter.costs import Costs
from tests.town import EAST, NORTH, SOUTH, town

TOLD: list[tuple[str, tuple[Pose, ...]]] = [
    ("go forward two alleys", ((0, 0, EAST), (1, 0, EAST), (2, 0, EAST))),
    ("take a left onto the blue floor", ((2, 0, EAST), (2, 0, NORTH))),
    ("go to the lamp", ((2, 0, NORTH), (2, -1, NORTH))),
]


def told(wrong: bool = False) -> SailMap:
    """The town with a paragraph of three sentences; with `wrong`, its last sentence is labelled with another end."""
    sentences = [
        {"id": f"p-{number}", "paragraph": "p", "director": "X", "text": text, "path": path}
        for number, (text, path) in enumerate(TOLD, start=1)
    ]
    if wrong:
        sentences[-1]["path"] = ((2, 0, NORTH), (2, 0, SOUTH))
    whole = {"id": "p", "director": "X", "text": ". ".join(text for text, _ in TOLD), "path": ((0, 0, EAST), (2, -1, NORTH))}
    return msgspec.convert({**msgspec.to_builtins(town()), "sentences": sentences, "paragraphs": [whole]}, SailMap)


def write(sail_map: SailMap, path: Path) -> Path:
    path.write_bytes(msgspec.json.encode(sail_map))
    return path


def test_rows_count_what_ended_right(tmp_path: Path) -> None:
    single, paragraph, strict = evaluate(write(told(), tmp_path / "town.json")).rows
    assert (single.name, single.correct, single.n) == ("single", 3, 3)
    assert (paragraph.name, paragraph.correct, paragraph.n) == ("paragraph", 1, 1)
    assert (strict.correct, strict.n) == (1, 1)


def test_a_wrong_end_is_a_miss_that_says_what_was_done(tmp_path: Path) -> None:
    evaluation = evaluate(write(told(wrong=True), tmp_path / "town.json"))
    assert evaluation.rows[0].correct == 2
    (miss,) = evaluation.misses
    assert miss.id == "single p-3"
    assert "lamp" in miss.got


def test_learning_from_the_tested_map_is_refused(tmp_path: Path) -> None:
    path = write(told(), tmp_path / "town.json")
    with pytest.raises(ValueError, match="nothing may be learned"):
        evaluate(path, [path])


def test_the_command_writes_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test, train = write(told(wrong=True), tmp_path / "a.json"), write(told(), tmp_path / "b.json")
    errors, table = tmp_path / "errors.jsonl", tmp_path / "table.json"
    arguments = ["evaluate", "sail", "--test", str(test), "--train", str(train), "--errors", str(errors), "--json", str(table)]
    assert main(arguments) == 0
    assert "single" in capsys.readouterr().out
    rows = msgspec.json.decode(table.read_bytes())["rows"]
    assert [row["name"] for row in rows[:2]] == ["single", "paragraph"]
    assert {"n", "correct", "percent", "low", "high"} <= set(rows[0])
    assert len(errors.read_bytes().splitlines()) == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "x", "nodes": [{"x": "a"}], "edges": []}'])
def test_files_that_are_no_maps_are_named(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    assert main(["evaluate", "sail", "--test", str(path)]) == 2
    assert "broken.json" in capsys.readouterr().err


def test_a_path_that_leaves_the_map_is_named(tmp_path: Path) -> None:
    lost = msgspec.to_builtins(told())
    lost["sentences"][0]["path"] = [[9, 9, 0]]
    path = tmp_path / "lost.json"
    path.write_bytes(msgspec.json.encode(lost))
    with pytest.raises(ValueError, match="'p-1' starts or ends nowhere"):
        read_map(path)


def test_costs_are_fitted_to_what_people_meant() -> None:
    """Two runs; the right one doubts the first thing, the wrong one the second: the first must become the cheaper."""
    doubts, right = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([True, False])
    first, second = fit([(doubts, right)] * 5, np.array([2.0, 1.0]))
    assert first < 1.0 < second
    assert first >= 0


def test_learning_costs_from_a_map_keeps_what_was_right() -> None:
    skill = Skill(sail_names(), Costs())
    costs = learn_costs([told()], skill)
    assert costs.of({"misfit": 1.0}) > 0


def test_new_words_are_learned_from_where_they_are_said() -> None:
    sail_map = told()
    said = [
        msgspec.structs.replace(sentence, text="take the zigzag way", path=((1, 0, EAST), (1, 0, SOUTH), (1, 1, SOUTH)))
        for sentence in sail_map.sentences
    ]
    other = [msgspec.structs.replace(sentence, text="go on", path=((0, 0, EAST),)) for sentence in sail_map.sentences]
    taught = learn_names([msgspec.structs.replace(sail_map, sentences=(*said, *other))], sail_names())
    assert taught.likeness("zigzag", "grass", "floor") == 1.0
    assert taught.likeness("zigzag", "blue", "floor") == 0.0

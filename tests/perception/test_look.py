"""`python -m perception look`: pictures in, words and drawings out; a bad picture stops nothing."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from perception.__main__ import main
from perception.detectors.choose import detector
from perception.detectors.seen import Seen
from perception.look import annotated
from perception.photograph import read

PIXELS = np.random.default_rng(0).integers(0, 256, (120, 200, 3), dtype=np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cv2.imwrite(str(tmp_path / "a.png"), PIXELS)
    (tmp_path / "b.png").write_bytes(b"")
    cv2.imwrite(str(tmp_path / "c.png"), PIXELS)
    return tmp_path


def test_a_bad_picture_is_named_and_the_others_go_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["look", str(folder), "--json", "--out", str(folder / "out")]) == 1
    shown = capsys.readouterr()
    lines = [json.loads(line) for line in shown.out.splitlines()]
    assert ["seen" in line for line in lines] == [True, False, True]
    assert "b.png: is empty" in shown.err
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a.png", "c.png"]
    assert read(folder / "out" / "a.png").shape == PIXELS.shape


def test_a_model_that_is_not_here_says_how_to_get_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["look", str(folder / "a.png"), "--model", "yolox-nano-416", "--models", str(folder)]
    assert main(command) == 2
    assert "python -m models pull yolox-nano-416" in capsys.readouterr().err


def test_boxes_are_drawn_where_they_are_and_large_pictures_shrink() -> None:
    image = np.full((1000, 2560, 3), 255, dtype=np.uint8)
    drawn = annotated(image, [Seen((400, 400, 1200, 800), 0.9, "cup")])
    assert drawn.shape == (500, 1280, 3)
    assert (drawn[300, 200] != 255).any()
    assert (drawn[300, 400] == 255).all()
    assert (drawn[450, 900] == 255).all()


def test_our_own_eyes_give_boxes_inside_the_picture_best_first() -> None:
    seen = detector()(PIXELS, 0.01)
    assert seen
    scores = [thing.score for thing in seen]
    assert scores == sorted(scores, reverse=True)
    for thing in seen:
        left, top, right, bottom = thing.box
        assert 0 <= left <= right <= 200
        assert 0 <= top <= bottom <= 120

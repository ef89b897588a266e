"""The measure gives what one can count by hand; the detectors give what they were published with."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from perception import photograph
from perception.__main__ import main
from perception.detectors.choose import detector
from perception.detectors.seen import Image, Seen
from perception.evaluate import evaluate
from perception.labels import Labels, Truth
from tests.photographs import MODELS, PHOTOGRAPHS, needs_photographs

BLANK = np.zeros((100, 200, 3), dtype=np.uint8)
LEFT, RIGHT = (0.0, 0.0, 100.0, 100.0), (100.0, 0.0, 200.0, 100.0)


class Says:
    """A detector that says the same of every picture."""

    words: tuple[str, ...] = ("cup", "dog", "sofa")

    def __init__(self, *seen: Seen) -> None:
        self._seen = list(seen)

    def __call__(self, image: Image, least_score: float) -> list[Seen]:
        return self._seen


def truth(*words: str) -> Truth:
    boxes = [[0, 0, 0.5, 1], [0.5, 0, 1, 1]]
    return Truth(np.array(boxes[: len(words)], dtype=np.float32).reshape(-1, 4), words)


def test_all_right() -> None:
    result = evaluate("says", Says(Seen(LEFT, 0.9, "cup"), Seen(RIGHT, 0.8, "dog")), [(BLANK, truth("cup", "dog"))] * 3)
    assert (result.ap50, result.low, result.high, result.recall_any_word) == pytest.approx((1, 1, 1, 1))
    assert result.by_word == {"cup": 1.0, "dog": 1.0}


def test_a_false_one_before_a_right_one_costs_half() -> None:
    result = evaluate("says", Says(Seen(RIGHT, 0.9, "cup"), Seen(LEFT, 0.8, "cup")), [(BLANK, truth("cup"))])
    assert result.ap50 == pytest.approx(0.5)


def test_the_wrong_word_counts_as_found_but_not_as_right() -> None:
    result = evaluate("says", Says(Seen(LEFT, 0.9, "dog")), [(BLANK, truth("cup"))])
    assert (result.ap50, result.recall_any_word) == (0.0, 1.0)


def test_words_it_does_not_know_are_not_asked_for() -> None:
    result = evaluate("says", Says(Seen(LEFT, 0.9, "cup")), [(BLANK, truth("cup", "gnome"))])
    assert (result.ap50, result.boxes, result.unknown, result.recall_any_word, result.recall_known) == (1.0, 1, 1, 0.5, 1.0)


def test_nothing_to_measure_is_told() -> None:
    with pytest.raises(ValueError, match="nothing that says knows"):
        evaluate("says", Says(), [(BLANK, truth("gnome"))])


def test_the_command_goes_on_after_a_bad_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "labels").mkdir()
    for name in ("a", "b"):
        cv2.imwrite(str(tmp_path / f"{name}.png"), BLANK)
        (tmp_path / "labels" / f"{name}.txt").write_text("41 0.5 0.5 0.5 0.5\n56 0.2 0.5 0.2 0.5\n")
    (tmp_path / "c.png").write_bytes(b"bad")
    file = tmp_path / "result.json"
    assert main(["evaluate", "--images", str(tmp_path), "--labels", str(tmp_path / "labels"), "--json", str(file)]) == 1
    result = json.loads(file.read_bytes())
    assert 0 < result["step_ms"] < 1000
    assert result["step_cpu_ms"] > 0
    assert (result["model"], result["pictures"], result["boxes"], result["unknown"]) == ("eyes", 2, 2, 2)
    assert "c.png: is no picture" in capsys.readouterr().err


def test_labels_of_other_pictures_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), BLANK)
    assert main(["evaluate", "--images", str(tmp_path), "--labels", str(tmp_path)]) == 2
    assert "has labels" in capsys.readouterr().err


@needs_photographs
@pytest.mark.parametrize(("name", "least"), [("nanodet-plus-m-320", 0.5), ("nanodet-plus-m-320-int8", 0.5),
                                             ("fastestdet-352", 0.3), ("yolox-nano-416", 0.5)])
def test_the_detectors_see_what_they_were_trained_for(name: str, least: float) -> None:
    """On 40 of the photographs: a slip in a decoder or in the colours costs far more than the margin."""
    labels = Labels(PHOTOGRAPHS / "config.yaml")
    paths = photograph.in_folder(PHOTOGRAPHS / "images")[:40]
    pictures = [(photograph.read(path), known) for path in paths if (known := labels.of(path)) is not None]
    assert evaluate(name, detector(name, MODELS), pictures).ap50 > least

"""Teaching on the features of a photo-trained detector, from the command line and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import registry, store
from perception.__main__ import main
from perception.detectors.photo import PhotoDetector
from perception.imprint import TeachingError
from perception.photo_teaching import PhotoTeacher
from perception.taught import Taught
from tests.photographs import MODELS, PHOTOGRAPHS, needs_photographs

NAME = "nanodet-plus-m-320"
BEAR, SUPPER = "000000000502", "000000000009"
"""One thing in the middle, and bowls side by side."""


def folder_of(tmp_path: Path, name: str) -> Path:
    """A folder with one photograph."""
    views = tmp_path / "views"
    views.mkdir()
    (views / "0.jpg").write_bytes((PHOTOGRAPHS / "images" / f"{name}.jpg").read_bytes())
    return views


@needs_photographs
def test_a_thing_is_taught_listed_and_bound_to_its_backbone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    views = folder_of(tmp_path, BEAR)
    taught = ["--taught", str(tmp_path / "taught"), "--models", str(MODELS)]
    assert main(["teach", "my grizzly", "--images", str(views), "--model", NAME, *taught]) == 0
    assert "I will know my grizzly" in capsys.readouterr().out
    assert main(["taught", "--model", NAME, *taught]) == 0
    assert capsys.readouterr().out == "grizzly: 1 picture\n"
    assert main(["taught", *taught]) == 0
    assert "was taught to another network" in capsys.readouterr().out
    assert main(["teach", "the bowl", "--images", str(views), "--model", NAME, *taught]) == 1
    assert "I know what bowl means already" in capsys.readouterr().err
    assert main(["teach", "urn", "--images", str(views), "--model", "fastestdet-352", *taught]) == 2
    assert "can't be taught" in capsys.readouterr().err
    kept = Taught(tmp_path / "taught", registry.find(NAME).sha256, 288)
    assert np.linalg.norm(kept.prototypes, axis=1) == pytest.approx([1.0], abs=1e-4)


@needs_photographs
def test_bowls_side_by_side_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    views = folder_of(tmp_path, SUPPER)
    folders = ["--taught", str(tmp_path / "taught"), "--models", str(MODELS)]
    assert main(["teach", "my supper", "--images", str(views), "--model", NAME, *folders]) == 1
    assert "I see two things there: hold yours in the middle, or nearer." in capsys.readouterr().err
    assert not (tmp_path / "taught").exists()


@needs_photographs
def test_a_picture_of_nothing_is_refused(tmp_path: Path) -> None:
    entry = registry.find(NAME)
    detector = PhotoDetector(NAME, entry, store.read_network(NAME, entry, MODELS), featured=True)
    teacher = PhotoTeacher(detector, Taught(tmp_path, entry.sha256, detector.dimensions))
    with pytest.raises(TeachingError, match="I see nothing there"):
        teacher.teach("my fog", [np.full((240, 320, 3), 120, dtype=np.uint8)])
    assert not (tmp_path / "taught.json").exists()

"""Which eyes are taught, and that no network is loaded where there is nothing to look at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import registry
from models.runtime import Eyes, ModelError
from perception.learner import Learner
from perception.photo_teaching import PhotoTeacher
from perception.taught import Taught
from perception.teaching import Teacher
from tests.photographs import MODELS, needs_models

PHOTO = "nanodet-plus-m-320"


@needs_models
def test_the_model_decides_who_teaches(tmp_path: Path) -> None:
    assert isinstance(Learner().teacher(tmp_path), Teacher)
    assert isinstance(Learner("eyes").teacher(tmp_path), Teacher)
    assert isinstance(Learner(PHOTO, MODELS).teacher(tmp_path), PhotoTeacher)


def test_names_are_looked_up_and_forgotten_without_the_network(tmp_path: Path) -> None:
    eyes, memory = Learner(PHOTO, tmp_path / "no models"), tmp_path / "taught"
    Taught(memory, registry.find(PHOTO).sha256, 2).add("my kettle", np.array([1.0, 0.0], dtype=np.float32), [])
    assert eyes.taught(memory).names == ("kettle",)
    assert Learner().taught(memory).stranger
    eyes.taught(memory).forget("kettle")
    assert eyes.taught(memory).names == ()
    with pytest.raises(ModelError, match=f"models pull {PHOTO}"):
        eyes.teacher(memory)


def test_our_own_eyes_go_by_two_names(tmp_path: Path) -> None:
    Learner().taught(tmp_path).add("my kettle", Eyes().prototypes[0], [])
    assert Learner("eyes").taught(tmp_path).names == ("kettle",)

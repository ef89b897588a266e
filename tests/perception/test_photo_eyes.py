"""A detector trained on photographs drives the car's eyes: its boxes, with ranges, colours and taught names."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from models import registry
from models.floor import FloorHead
from models.runtime import ModelError
from perception import free, photograph
from perception.detector import DetectorNode
from perception.detectors.photo import Looked, PhotoDetector
from perception.imprint import unit
from perception.photo_eyes import PhotoConfig, PhotoEyes, entry_of
from perception.taught import Taught, TaughtError
from robot import config
from robot.geometry import CameraGeometry
from robot.messages import Frame, FreeSpace
from tests.photographs import MODELS, PHOTOGRAPHS, needs_models, needs_photographs

NAME = "nanodet-plus-m-320"
THERE = PhotoConfig(folder=str(MODELS))
FAR = FreeSpace(t_ns=5, bearing_rad=CameraGeometry().column_bearings(80).astype(np.float32),
                range_m=np.full(80, 6.0, np.float32), log_std=np.full(80, 0.1, np.float32))


@pytest.fixture(scope="module")
def photo() -> Frame:
    """A photograph with large things in it, in the camera's size."""
    import cv2

    image = photograph.read(PHOTOGRAPHS / "images" / "000000000009.jpg")
    return Frame(t_ns=5, image=np.asarray(cv2.resize(image, (320, 240)), dtype=np.uint8))


def test_which_models_are_others() -> None:
    assert entry_of("") is None
    assert entry_of("eyes") is None
    assert entry_of("/somewhere/other.yaml") is None
    assert entry_of(NAME) == registry.find(NAME)
    with pytest.raises(ModelError, match="no model 'nanodet'"):
        entry_of("nanodet")


def test_a_model_that_is_not_here_is_told_when_the_node_is_built(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is missing; get it with `python -m models pull nanodet-plus-m-320"):
        DetectorNode(DetectorNode.Config(model=NAME, photo=PhotoConfig(folder=str(tmp_path))))


@needs_photographs
def test_the_node_says_what_the_detector_sees(photo: Frame) -> None:
    node = DetectorNode(DetectorNode.Config(model=NAME, photo=THERE))
    detections, space, doorways, _ = node.look(photo)
    own = DetectorNode(DetectorNode.Config()).look(photo)
    assert detections.t_ns == 5
    assert {"bowl", "broccoli"} & {item.kind for item in detections.items}
    assert {item.kind for item in detections.items} <= set(node.kinds)
    assert np.array_equal(space.range_m, own[1].range_m)
    assert doorways.t_ns == own[2].t_ns
    for item in detections.items:
        assert 0.35 <= item.score <= 1.0
        assert 0 <= item.box[0] < item.box[2] <= 320 and 0 <= item.box[1] < item.box[3] <= 240
        assert math.isfinite(item.range_m) and item.range_std_m > 0
    assert node.look.cost.seconds > 15e-3


@needs_photographs
def test_what_was_taught_is_found_again(photo: Frame, tmp_path: Path) -> None:
    eyes = PhotoEyes(NAME, registry.find(NAME), CameraGeometry(), THERE, featured=True)
    before, space = eyes.look(photo, FAR)
    assert space is FAR
    assert before.embeddings.shape == (len(before.items), eyes.dimensions)
    taught = Taught(tmp_path, eyes.network_sha256, eyes.dimensions)
    taught.add("supper", unit(before.embeddings[0]), [photo.image])
    eyes.learn(taught)
    after, _ = eyes.look(photo, FAR)
    assert after.items[0].kind == "supper"
    assert after.items[0].box == before.items[0].box
    again = Taught(tmp_path, eyes.network_sha256, eyes.dimensions)
    assert again.names == ("supper",)
    with pytest.raises(TaughtError, match="no unit vector of 96 numbers"):
        Taught(tmp_path, eyes.network_sha256)
    assert Taught(tmp_path, "0" * 64).stranger


@needs_photographs
@pytest.mark.parametrize("name", [NAME, f"{NAME}-int8"])
def test_its_own_features_tell_how_far_the_floor_is_free(photo: Frame, name: str) -> None:
    camera, entry = CameraGeometry(height_m=0.15, hfov_rad=1.0), registry.find(name)
    eyes = PhotoEyes(name, entry, camera, PhotoConfig(folder=str(MODELS), floor_head=True))
    detections, space = eyes.look(photo, FAR)
    assert detections.items
    detector = PhotoDetector(name, entry, (MODELS / entry.file).read_bytes(), featured=True)
    columns = FloorHead(entry.sha256)(detector.maps(photo.image))
    wanted = free.space(photo.t_ns, columns, camera)
    assert all(np.array_equal(getattr(space, part), getattr(wanted, part)) for part in ("range_m", "log_std", "bearing_rad"))
    assert space.range_m == pytest.approx(np.minimum(camera.focal_px * 0.15 / np.exp(columns[0]), 6.0), rel=1e-5)


@needs_models
def test_the_floor_of_a_detector_that_no_head_knows_is_refused() -> None:
    with pytest.raises(ModelError, match=r"floor_head\.yaml reads the features of nanodet-plus-m-320-int8"):
        PhotoEyes("yolox-nano-416", registry.find("yolox-nano-416"), CameraGeometry(),
                  PhotoConfig(folder=str(MODELS), floor_head=True))


@needs_models
def test_a_model_without_features_cannot_be_taught() -> None:
    with pytest.raises(ModelError, match="can't be taught"):
        PhotoEyes("yolox-nano-416", registry.find("yolox-nano-416"), CameraGeometry(), THERE, featured=True)


@needs_models
def test_the_launch_file_names_it() -> None:
    settings = [f"nodes.detector.model={NAME}-int8", f"nodes.detector.photo.folder={MODELS}"]
    entries = {entry.name: entry for entry in config.node_entries(config.load(config.LAUNCH_FOLDER / "sim.yaml", settings))}
    chosen = entries["detector"].config
    assert isinstance(chosen, DetectorNode.Config)
    node = DetectorNode(chosen)
    assert {"sofa", "tv", "toothbrush"} <= set(node.kinds)


def looked(box: list[list[float]], score: list[float], vector: list[list[float]]) -> Looked:
    kinds = np.zeros(len(box), dtype=np.intp)
    return Looked(np.array(box, np.float32), np.array(score, np.float32), kinds, np.array(vector, np.float32))


@needs_models
def test_a_taught_name_stands_for_the_boxes_it_covers(tmp_path: Path) -> None:
    eyes = PhotoEyes("fastestdet-352", registry.find("fastestdet-352"), CameraGeometry(), THERE)
    taught = Taught(tmp_path, eyes.network_sha256, 2)
    taught.add("urn", np.array([1.0, 0.0], np.float32), [])
    eyes.learn(taught)
    boxes = [[0.0, 0.0, 10.0, 10.0], [1.0, 0.0, 10.0, 10.0], [50.0, 50.0, 60.0, 60.0], [80.0, 0.0, 90.0, 9.0]]
    words, scores = eyes._named(looked(boxes, [0.9, 0.2, 0.5, 0.2], [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]))
    assert words[1] == "urn"
    assert scores.tolist() == pytest.approx([0.0, 1.0, 0.5, 0.0])

"""A thing that no network has seen is shown to the camera, named, renamed and forgotten, by messages alone."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from models import registry
from models.runtime import Eyes, ModelError
from perception import photograph
from perception.detector import DetectorNode
from perception.looker import fitted
from perception.photo_eyes import PhotoConfig
from perception.taught import Taught
from perception.teacher import NOWHERE, TeacherNode
from robot import config, topics
from robot.lessons import Learned, Lesson
from robot.messages import Frame
from robot.sim import scene
from robot.sim.generate import generate
from robot.sim.render import Renderer
from robot.sim.world import Thing
from tests.control.wires import Bench
from tests.photographs import MODELS, PHOTOGRAPHS, needs_photographs
from tests.sim.homes import drawable

Picture = npt.NDArray[np.uint8]
SECOND = 1_000_000_000
PHOTO = "nanodet-plus-m-320"
THERE = PhotoConfig(folder=str(MODELS))


@pytest.fixture(scope="module")
def globe() -> list[Picture]:
    """A globe in an empty home, from near, the camera a little to either side."""
    if drawable():
        pytest.skip(drawable())
    world = generate(500_223)
    room = max(world.rooms, key=lambda room: room.rect.width_m * room.rect.depth_m).rect
    x, y = room.centre
    thing = Thing("globe_1", "globe", "blue", "medium", 100, x, y, 0.4)
    with Renderer(scene.compile(msgspec.structs.replace(world, things=(thing,)))) as renderer:
        pictures = []
        for aside_m in (-0.1, -0.05, 0.0, 0.05, 0.1):
            renderer.view(x + 0.7, y + aside_m, 0.12, math.pi - aside_m, 0.0)
            pictures.append(renderer.rgb())
    return pictures


def bench(folder: Path | str, model: str = "") -> Bench:
    return Bench(TeacherNode(TeacherNode.Config(taught=str(folder), model=model, photo=THERE)))


def show(bench: Bench, pictures: list[Picture], first_ns: int = SECOND, every_s: float = 0.35) -> None:
    for number, picture in enumerate(pictures):
        bench.hear(topics.CAMERA, Frame(t_ns=first_ns + int(number * every_s * SECOND), image=picture))


def lesson(bench: Bench, action: str, name: str, new_name: str = "", id: int = 1) -> None:
    bench.hear(topics.LESSON, Lesson(t_ns=SECOND, id=id, action=action, name=name, new_name=new_name))  # type: ignore[arg-type]


def answer(bench: Bench) -> Learned:
    (said,) = bench.said(topics.LEARNED)
    assert isinstance(said, Learned)
    return said


def names(folder: Path) -> tuple[str, ...]:
    return Taught(folder, Eyes().card.vectors_sha256).names


def test_a_thing_is_learned_renamed_and_forgotten(tmp_path: Path, globe: list[Picture]) -> None:
    teacher = bench(tmp_path)
    lesson(teacher, "teach", "my globe", id=7)
    show(teacher, globe)
    said = answer(teacher)
    assert (said.good, said.sentence, said.id) == (True, "I'll know your globe now.", 7)
    assert names(tmp_path) == ("globe",)
    lesson(teacher, "rename", "globe", "the world")
    assert answer(teacher).sentence == "I call it world now."
    lesson(teacher, "forget", "my world")
    assert answer(teacher).sentence == "I have forgotten your world."
    assert names(tmp_path) == () and not list((tmp_path / "pictures").iterdir())


def test_what_is_shown_again_is_known_by_all_its_views(tmp_path: Path, globe: list[Picture]) -> None:
    teacher = bench(tmp_path)
    for number, sentence in enumerate(("I'll know your globe now.", "I know your globe better now.")):
        lesson(teacher, "teach", "globe")
        show(teacher, [np.roll(picture, 4 * number, axis=1) for picture in globe])
        assert answer(teacher).sentence == sentence
    (thing,) = Taught(tmp_path, Eyes().card.vectors_sha256).things
    assert 5 < len(thing.pictures) <= 10  # those in which it was seen


def test_pictures_from_before_the_words_and_too_close_together_do_not_count(tmp_path: Path, globe: list[Picture]) -> None:
    teacher = bench(tmp_path)
    lesson(teacher, "teach", "globe")
    show(teacher, globe, first_ns=0, every_s=0.1)
    show(teacher, globe, every_s=0.1)
    assert teacher.said(topics.LEARNED) == []


def test_nothing_there_is_said_and_nothing_kept(tmp_path: Path) -> None:
    teacher = bench(tmp_path / "taught")
    lesson(teacher, "teach", "mug")
    show(teacher, [np.full((240, 320, 3), 120, dtype=np.uint8)] * 5)
    said = answer(teacher)
    assert not said.good and said.sentence.endswith(".")
    assert not (tmp_path / "taught").exists()


def test_a_camera_that_is_dead_is_said(tmp_path: Path) -> None:
    teacher = bench(tmp_path)
    lesson(teacher, "teach", "mug")
    teacher.tick(9 * SECOND)
    assert "camera" in answer(teacher).sentence


def test_without_a_folder_it_says_what_to_do() -> None:
    teacher = bench("")
    lesson(teacher, "teach", "mug")
    assert answer(teacher).sentence == NOWHERE


def test_a_broken_folder_is_no_fault_of_the_node(tmp_path: Path) -> None:
    (tmp_path / "taught.json").write_text("{", encoding="utf-8")
    teacher = bench(tmp_path)
    lesson(teacher, "forget", "mug")
    said = answer(teacher)
    assert not said.good and "taught.json can't be read" in said.sentence


@needs_photographs
def test_words_teach_the_photo_trained_detector_that_runs(tmp_path: Path) -> None:
    """What is taught to it the running detector finds, and not before."""
    bear = fitted(photograph.read(PHOTOGRAPHS / "images" / "000000000502.jpg"))
    eyes = DetectorNode(DetectorNode.Config(model=PHOTO, photo=THERE, taught=str(tmp_path)))

    def seen() -> set[str]:
        eyes.look.refresh()
        return {item.kind for item in eyes.look(Frame(t_ns=0, image=bear)).detections.items}

    teacher = bench(tmp_path, PHOTO)
    assert "grizzly" not in seen()
    for count, sentence in ((5, "I'll know your grizzly now."), (10, "I know your grizzly better now.")):
        lesson(teacher, "teach", "my grizzly")
        show(teacher, [bear] * 5)
        assert answer(teacher).sentence == sentence
        (thing,) = Taught(tmp_path, registry.find(PHOTO).sha256, None).things
        assert len(thing.pictures) == count
    assert "grizzly" in seen()
    assert not eyes.look.problem
    lesson(teacher, "forget", "grizzly")
    assert answer(teacher).sentence == "I have forgotten your grizzly."
    assert "grizzly" not in seen()


@needs_photographs
def test_what_has_no_features_says_that_it_cannot_learn(tmp_path: Path) -> None:
    teacher = bench(tmp_path, "yolox-nano-416")
    lesson(teacher, "teach", "my grizzly")
    show(teacher, [np.full((240, 320, 3), 120, dtype=np.uint8)] * 5)
    said = answer(teacher)
    assert not said.good and "yolox-nano-416 can't be taught" in said.sentence


def test_an_unknown_model_is_told_when_the_node_is_built() -> None:
    with pytest.raises(ModelError, match="no model 'nanodet'"):
        bench("", "nanodet")


def test_the_teacher_of_a_launch_file_teaches_the_detector_that_runs() -> None:
    settings = [f"nodes.detector.model={PHOTO}", "nodes.detector.taught=there", "nodes.detector.photo.folder=elsewhere"]
    launch = config.load(config.LAUNCH_FOLDER / "sim.yaml", settings)
    (taught,) = [entry.config for entry in config.node_entries(launch) if entry.node is TeacherNode]
    assert isinstance(taught, TeacherNode.Config)
    assert (taught.model, taught.taught, taught.photo.folder) == (PHOTO, "there", "elsewhere")
    with pytest.raises(config.ConfigError, match=r"\$\.nodes\.teacher\.model"):
        config.node_entries(config.load(config.LAUNCH_FOLDER / "sim.yaml", ["nodes.teacher.model=eyes"]))


def test_words_teach_the_simulated_car(tmp_path: Path) -> None:
    """The whole way: the words, the mission, the camera, the folder; the car stays where it is."""
    from robot.launch import main

    if drawable():
        pytest.skip(drawable())
    taught, report = tmp_path / "taught", tmp_path / "receipt.json"
    done = main(["--sim", "--seed", "1000004", "--extra", "globe", "--taught", str(taught), "--runs", str(tmp_path / "runs"),
                 "--say", "this is my globe", "--report", str(report)])
    assert done == 0
    assert names(taught) == ("globe",)
    assert msgspec.json.decode(report.read_bytes())["path_length_m"] < 0.05

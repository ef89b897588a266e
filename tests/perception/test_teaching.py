"""A thing is shown, and found again: by the shipped network without the row of that kind, in validation worlds."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from models.layout import EMBEDDING
from models.runtime import DEFAULT_CARD, Eyes, sha256
from models.train.data import Example
from models.train.poses import Poses
from models.train.render import pictures
from models.train.showroom import showroom
from perception.__main__ import main
from perception.detector import DetectorNode
from perception.imprint import TeachingError
from perception.taught import Taught
from perception.teach_command import teach_from
from perception.teaching import Teacher, framed
from robot import topics
from robot.boards import BOARDS
from robot.bus import queue
from robot.lessons import TaughtKinds
from robot.messages import Detections, Frame
from robot.node import Node, Wiring
from robot.sim.generate import generate
from robot.step_executor import StepExecutor
from tests.sim.homes import drawable

Picture = npt.NDArray[np.uint8]

KIND, NAME = "vase", "grandma's urn"
SHOWN, ELSEWHERE = 500_221, 500_222


def views_of(seed: int, count: int) -> list[Example]:
    """Views of a world that holds nothing but things of KIND."""
    seen = Counter({kind: 10**9 for kind in Eyes().card.kinds if kind != KIND})
    generator = np.random.default_rng(seed)
    world = showroom(generate(seed), seen, generator)
    return list(pictures(world, count, Counter(seen), Poses(world, seen, generator, own=True)))


@pytest.fixture(scope="module")
def shown() -> list[Picture]:
    """Views that a person would show: whatever the picker takes, and that is a KIND, with none other in sight."""
    if drawable():
        pytest.skip(drawable())
    eyes = Eyes()
    row, good = eyes.card.kinds.index(KIND), []
    teacher = Teacher(eyes, Taught(Path("nowhere"), eyes.card.vectors_sha256))
    for view in views_of(SHOWN, 60):
        picture = np.ascontiguousarray(view.picture)
        try:
            likeness = eyes.prototypes @ teacher.look(picture)
        except TeachingError:
            continue
        if likeness.argmax() == row and len(view.boxes.kind) == 1:
            good.append(picture)
    assert len(good) >= 5
    return good[:5]


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The card of eyes that have no prototype of KIND."""
    folder, eyes = tmp_path_factory.mktemp("model"), Eyes()
    row = eyes.card.kinds.index(KIND)
    table = np.delete(eyes.prototypes, row, axis=0).astype("<f4").tobytes()
    for name in (eyes.card.network, eyes.card.look):
        (folder / name).write_bytes((DEFAULT_CARD.parent / name).read_bytes())
    (folder / eyes.card.prototypes).write_bytes(table)
    kinds = tuple(kind for kind in eyes.card.kinds if kind != KIND)
    card = msgspec.structs.replace(eyes.card, kinds=kinds, prototypes_sha256=sha256(table))
    (folder / "eyes.yaml").write_bytes(msgspec.yaml.encode(card))
    return folder / "eyes.yaml"


def teach(card: Path, folder: Path, views: list[Picture]) -> None:
    eyes = Eyes(card)
    Teacher(eyes, Taught(folder, eyes.card.vectors_sha256)).teach(NAME, views)


def said(node: DetectorNode, view: Example) -> Detections:
    return node.look(Frame(t_ns=0, image=np.ascontiguousarray(view.picture)))[0]


def save(folder: Path, views: list[Picture]) -> Path:
    import cv2

    folder.mkdir(exist_ok=True)
    for number, view in enumerate(views):
        cv2.imwrite(str(folder / f"{number}.png"), view[:, :, ::-1])
    return folder


def test_what_was_shown_in_one_home_is_found_in_another(tmp_path: Path, without: Path, shown: list[Picture]) -> None:
    teach(without, tmp_path, shown)
    node = DetectorNode(DetectorNode.Config(model=str(without), taught=str(tmp_path)))
    untaught = DetectorNode(DetectorNode.Config(model=str(without)))
    assert node.kinds == (*untaught.kinds, NAME)
    clear = [view for view in views_of(ELSEWHERE, 30)
             if ((view.boxes.box[:, 2:] - view.boxes.box[:, :2]).prod(1)[view.boxes.truncated == 0] > 1500).any()]
    assert len(clear) >= 8
    assert sum(NAME in {item.kind for item in said(node, view).items} for view in clear) >= len(clear) / 2
    assert not any(NAME in {item.kind for item in said(untaught, view).items} for view in clear)


def test_what_was_taught_has_a_working_score_of_its_own(tmp_path: Path, without: Path, shown: list[Picture]) -> None:
    teach(without, tmp_path, shown)
    settings = DetectorNode.Config(model=str(without), taught=str(tmp_path), least_score=0.1)
    views = views_of(SHOWN, 10)

    def kinds(**scores: float) -> set[str]:
        node = DetectorNode(msgspec.structs.replace(settings, **scores))
        return {item.kind for view in views for item in said(node, view).items}

    assert NAME in kinds() and len(kinds()) > 1
    assert kinds(least_score=1.0) == {NAME}
    assert kinds(least_taught=1.0) == kinds() - {NAME}


def test_an_empty_folder_changes_not_a_bit(tmp_path: Path, shown: list[Picture]) -> None:
    plain, empty = DetectorNode(DetectorNode.Config()), DetectorNode(DetectorNode.Config(taught=str(tmp_path)))
    for picture in shown:
        before, after = (node.look(Frame(t_ns=0, image=picture))[0] for node in (plain, empty))
        assert before.items == after.items
        assert before.embeddings.tobytes() == after.embeddings.tobytes()


class Listener(Node):
    """Keeps what is said of taught things, and does something to the folder after each second."""

    name = "listener"

    def __init__(self, *deeds: Callable[[], object]) -> None:
        self.heard: list[TaughtKinds] = []
        self._deeds = list(deeds)

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.TAUGHT, self.heard.append, queue(9))
        wiring.every(0.7, self._tick)

    def _tick(self, now_ns: int) -> None:
        if now_ns > 0 and self._deeds:
            self._deeds.pop(0)()


def overhear(folder: Path, *deeds: Callable[[], object]) -> list[TaughtKinds]:
    listener, executor = Listener(*deeds), StepExecutor(BOARDS["laptop"])
    executor.add("detector", lambda: DetectorNode(DetectorNode.Config(taught=str(folder))))
    executor.add("listener", lambda: listener)
    executor.run(lambda: False, 5.0)
    return listener.heard


def test_teaching_and_forgetting_while_the_car_runs_is_heard_of(tmp_path: Path) -> None:
    taught = Taught(tmp_path, Eyes().card.vectors_sha256)
    vector = np.asarray(np.eye(EMBEDDING)[0], dtype=np.float32)
    heard = overhear(tmp_path, lambda: taught.add("my mug", vector, []), lambda: taught.rename("my mug", "the cup"),
                     lambda: taught.forget("the cup"))
    assert [said.kinds for said in heard] == [(), ("mug",), ("cup",), ()]
    assert not any(said.problem for said in heard)


def test_a_folder_that_breaks_while_the_car_runs_is_told_and_what_is_known_stays(tmp_path: Path) -> None:
    Taught(tmp_path, Eyes().card.vectors_sha256).add("my mug", np.asarray(np.eye(EMBEDDING)[0], dtype=np.float32), [])
    heard = overhear(tmp_path, lambda: (tmp_path / "taught.json").write_text("{", encoding="utf-8"))
    assert [said.kinds for said in heard] == [("mug",), ("mug",)]
    assert heard[0].problem == "" and "taught.json can't be read" in heard[1].problem


def test_a_folder_of_another_network_is_told(tmp_path: Path) -> None:
    Taught(tmp_path, "another").add("my mug", np.asarray(np.eye(EMBEDDING)[0], dtype=np.float32), [])
    (said,) = overhear(tmp_path)
    assert said.kinds == () and "another network" in said.problem


def test_what_another_network_was_taught_is_not_found(tmp_path: Path) -> None:
    Taught(tmp_path, "another").add(NAME, np.eye(48, dtype=np.float32)[0], [])
    assert NAME not in DetectorNode(DetectorNode.Config(taught=str(tmp_path))).kinds


def test_a_kind_it_knows_is_refused_by_name(tmp_path: Path, shown: list[Picture]) -> None:
    with pytest.raises(TeachingError, match="looks like what I call a vase"):
        teach(DEFAULT_CARD, tmp_path, shown)
    eyes = Eyes()
    with pytest.raises(TeachingError, match="what vase means already"):
        Teacher(eyes, Taught(tmp_path, eyes.card.vectors_sha256)).teach(KIND, shown)
    assert not list(tmp_path.iterdir())


def test_the_same_thing_under_another_name_is_refused(tmp_path: Path, without: Path, shown: list[Picture]) -> None:
    teach(without, tmp_path, shown)
    eyes = Eyes(without)
    with pytest.raises(TeachingError, match="looks like what I call"):
        Teacher(eyes, Taught(tmp_path, eyes.card.vectors_sha256)).teach("the pot", shown[1:])


def test_what_is_refined_is_kept_with_its_weight(tmp_path: Path, without: Path, shown: list[Picture]) -> None:
    eyes = Eyes(without)
    taught, others = Taught(tmp_path, eyes.card.vectors_sha256), np.repeat(eyes.prototypes, 3, axis=0)
    Teacher(eyes, taught, others=others).teach(NAME, shown)
    read = Taught(tmp_path, eyes.card.vectors_sha256)
    (thing,), (row,) = read.things, read.rows(0.8)
    assert 0.2 < thing.weight < 2.0 and float(np.linalg.norm(row)) == pytest.approx(thing.weight, rel=1e-3)
    node = DetectorNode(DetectorNode.Config(model=str(without), taught=str(tmp_path)))
    assert any(NAME in {item.kind for item in node.look(Frame(t_ns=0, image=view))[0].items} for view in shown)


@pytest.mark.parametrize("shape", [(480, 640), (240, 600), (900, 300), (1, 1), (3, 4000)])
def test_pictures_of_any_shape_are_seen_in_their_middle(shape: tuple[int, int]) -> None:
    picture = np.zeros((*shape, 3), dtype=np.uint8)
    picture[shape[0] // 2, shape[1] // 2] = 255
    seen = framed(picture)
    assert seen.shape == (240, 320, 3)
    assert np.ptp(np.argwhere(seen == seen.max()).mean(axis=0)[:2] - (120, 160)) < 240


def test_the_commands_teach_list_rename_and_forget(
    tmp_path: Path, without: Path, shown: list[Picture], capsys: pytest.CaptureFixture[str]
) -> None:
    shared = ["--taught", str(tmp_path / "taught"), "--model", str(without)]
    assert main(["taught", *shared]) == 0
    assert "taught nothing" in capsys.readouterr().out
    assert main(["teach", NAME, "--images", str(save(tmp_path / "views", shown)), *shared]) == 0
    assert f"I will know {NAME} when I see it" in capsys.readouterr().out
    assert main(["taught", "--rename", NAME, "the urn", *shared]) == 0
    assert capsys.readouterr().out == "urn: 5 pictures\n"
    assert main(["taught", "--forget", NAME, *shared]) == 1
    assert "never taught" in capsys.readouterr().err
    assert main(["taught", "--forget", "the urn", *shared]) == 0
    assert "taught nothing" in capsys.readouterr().out


def test_a_camera_teaches_like_a_folder(tmp_path: Path, without: Path, shown: list[Picture]) -> None:
    class Reel:
        """Holds each view for as long as a hand would."""

        def __init__(self, number: int) -> None:
            self.number, self.read_so_far = number, 0

        def isOpened(self) -> bool:
            return self.number == 2

        def read(self) -> tuple[bool, Picture]:
            self.read_so_far += 1
            return True, np.ascontiguousarray(shown[self.read_so_far // 10 % len(shown)][:, :, ::-1])

        def release(self) -> None: ...

    arguments = Namespace(model=str(without), models=None, taught=tmp_path, camera=2, views=5, images=None, name=NAME)
    assert "learned from 5 pictures" in teach_from(arguments, Reel)
    assert Taught(tmp_path, Eyes(without).card.vectors_sha256).names == (NAME,)


def test_without_a_camera_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teach", NAME, "--camera", "97", "--taught", str(tmp_path / "taught")]) == 2
    assert "no camera 97" in capsys.readouterr().err


def test_the_command_says_which_picture_will_not_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taught = ["--taught", str(tmp_path / "taught")]
    grey = save(tmp_path / "grey", [np.full((240, 320, 3), 120, dtype=np.uint8)])
    assert main(["teach", NAME, "--images", str(grey), *taught]) == 1
    assert "0.png: It fills the whole picture" in capsys.readouterr().err
    (grey / "0.png").write_bytes(b"\x89PNG and then nothing")
    assert main(["teach", NAME, "--images", str(grey), *taught]) == 2
    assert "0.png is no picture" in capsys.readouterr().err
    assert main(["teach", NAME, "--images", str(tmp_path / "none"), *taught]) == 2
    assert "not a folder" in capsys.readouterr().err
    assert not (tmp_path / "taught").exists()


def test_odd_pictures_are_refused_or_seen_but_never_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import cv2

    views = save(tmp_path / "views", [])
    cv2.imwrite(str(views / "whole.png"), np.full((240, 320), 40_000, dtype=np.uint16))
    whole = (views / "whole.png").read_bytes()
    (views / "whole.png").unlink()
    cv2.imwrite(str(views / "dot.png"), np.zeros((1, 1, 3), dtype=np.uint8))
    dot = (views / "dot.png").read_bytes()
    (views / "dot.png").unlink()
    for data, code in ((b"", 2), (dot, 2), (whole, 1), (whole[:40], 2)):
        (views / "odd.png").write_bytes(data)
        assert main(["teach", NAME, "--images", str(views), "--taught", str(tmp_path / "taught")]) == code
        assert "odd.png" in capsys.readouterr().err
    (views / "odd.png").unlink()
    (views / "odd.png").mkdir()
    assert main(["teach", NAME, "--images", str(views), "--taught", str(tmp_path / "taught")]) == 2

"""Labels are read as YOLO writes them; a wrong line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from perception.detectors.words import coco, ours
from perception.labels import LabelError, Labels


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.txt").write_text("0 0.5 0.5 0.2 0.4\n\n1 0.1 0.1 0.2 0.2\n")
    (tmp_path / "data.yaml").write_text("names: {0: couch, 1: gnome}\nlabels: labels\nimages: images\n")
    return tmp_path


def test_boxes_and_our_words(data: Path) -> None:
    truth = Labels(data / "data.yaml").of(Path("elsewhere/a.jpg"))
    assert truth is not None
    assert truth.words == ("sofa", "gnome")
    assert truth.box[0] == pytest.approx([0.4, 0.3, 0.6, 0.7])
    assert Labels(data / "data.yaml").of(Path("b.jpg")) is None


def test_a_folder_alone_has_the_numbers_of_coco(data: Path) -> None:
    truth = Labels(data / "labels").of(Path("a.jpg"))
    assert truth is not None
    assert truth.words == ("person", "bicycle")


@pytest.mark.parametrize("line", ["7 0.5 0.5 0.2 0.2", "0 0.5 0.5 0.2", "0 x 0.5 0.2 0.2", "0 0.5 0.5 0 0.2", "0 50 50 20 20",
                                  "0 nan 0.5 0.2 0.2", "cup 0.5 0.5 0.1 0.1"])
def test_a_wrong_line_is_named(data: Path, line: str) -> None:
    (data / "labels" / "a.txt").write_text(f"0 0.5 0.5 0.2 0.4\n{line}\n")
    with pytest.raises(LabelError, match=r"a\.txt:2: "):
        Labels(data / "data.yaml").of(Path("a.jpg"))


@pytest.mark.parametrize("text", ["names: 3", "names: {}", ": :", "names: {0: a}\nlabels: nowhere"])
def test_a_wrong_config_is_named(data: Path, text: str) -> None:
    (data / "data.yaml").write_text(text)
    with pytest.raises(LabelError, match=r"data\.yaml"):
        Labels(data / "data.yaml")


def test_coco_has_eighty_classes_and_no_two_share_a_word() -> None:
    assert len(coco()) == len(set(coco().values())) == 80
    assert next(iter(coco())) == "person"
    assert list(coco())[79] == "toothbrush"
    assert [ours(name) for name in ("couch", "potted plant", "refrigerator", "tv", "gnome")] == [
        "sofa", "plant", "fridge", "tv", "gnome"]


def test_every_kind_of_ours_that_coco_has_is_called_as_we_call_it() -> None:
    import yaml

    from tests.house import ROOT

    kinds = yaml.safe_load((ROOT / "language" / "lexicon.yaml").read_text(encoding="utf-8"))["kind"]
    ours_by_phrase = {phrase: kind for kind, phrases in kinds.items() for phrase in phrases}
    assert {name: word for name, word in coco().items() if ours_by_phrase.get(name, word) != word} == {}

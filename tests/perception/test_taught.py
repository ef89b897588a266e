"""What was taught stays: on disk, whole, and bound to its network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.layout import EMBEDDING
from perception.imprint import Floats, TeachingError
from perception.taught import Taught, TaughtError

NETWORK = "0123abcd"


def axis(number: int) -> Floats:
    return np.asarray(np.eye(EMBEDDING)[number], dtype=np.float32)


def picture(level: int) -> npt.NDArray[np.uint8]:
    return np.full((240, 320, 3), level, dtype=np.uint8)


def again(folder: Path) -> Taught:
    return Taught(folder, NETWORK)


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there yet"
    assert again(folder).names == ()
    again(folder).add("my mug", axis(1), [picture(1), picture(2)])
    again(folder).add("the parcel", axis(2), [picture(3)])
    taught = again(folder)
    assert taught.names == ("mug", "parcel")
    assert (taught.prototypes == np.stack([axis(1), axis(2)])).all()
    assert all((folder / "pictures" / file).exists() for thing in taught.things for file in thing.pictures)
    assert not list(folder.rglob("*.part"))


def test_forgetting_takes_the_pictures_along_but_not_those_of_others(tmp_path: Path) -> None:
    again(tmp_path).add("my mug", axis(1), [picture(1), picture(2)])
    again(tmp_path).add("the parcel", axis(2), [picture(2)])
    again(tmp_path).forget("my mug")
    assert again(tmp_path).names == ("parcel",)
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == list(again(tmp_path).things[0].pictures)


def test_a_new_name_keeps_everything_else(tmp_path: Path) -> None:
    taught = again(tmp_path)
    taught.add("my mug", axis(1), [picture(1)])
    before = taught.things[0]
    taught.rename("my mug", "dad's mug")
    assert again(tmp_path).names == ("dad's mug",)
    assert again(tmp_path).things[0].pictures == before.pictures


@pytest.mark.parametrize("name", ["", " ", "my", "x" * 61, "my\nmug"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TeachingError, match="no name"):
        again(tmp_path).add(name, axis(1), [])
    assert not list(tmp_path.iterdir())


def test_unknown_and_doubled_names_are_refused(tmp_path: Path) -> None:
    taught = again(tmp_path)
    taught.add("my mug", axis(1), [])
    taught.add("the parcel", axis(2), [])
    with pytest.raises(TeachingError, match="never taught 'my cup'; I was taught mug, parcel"):
        taught.forget("my cup")
    with pytest.raises(TeachingError, match="taught 'parcel' already"):
        taught.rename("my mug", "the parcel")
    with pytest.raises(TeachingError, match="taught 'mug' already"):
        taught.add("my mug", axis(3), [])
    assert again(tmp_path).names == ("mug", "parcel")


def test_what_another_network_was_taught_is_neither_used_nor_touched(tmp_path: Path) -> None:
    again(tmp_path).add("my mug", axis(1), [picture(1)])
    other = Taught(tmp_path, "another")
    assert other.names == () and other.prototypes.shape == (0, EMBEDDING)
    assert "taught to another network" in other.warning and str(tmp_path) in other.warning
    with pytest.raises(TaughtError, match="another network"):
        other.add("the parcel", axis(2), [picture(2)])
    assert len(list((tmp_path / "pictures").iterdir())) == 1
    assert again(tmp_path).names == ("mug",)
    assert again(tmp_path).warning == ""


def test_another_process_that_changes_it_is_noticed(tmp_path: Path) -> None:
    taught = again(tmp_path)
    assert not taught.outdated()
    taught.add("my mug", axis(1), [])
    assert not taught.outdated()
    again(tmp_path).rename("the mug", "the cup")
    assert again(tmp_path).names == ("cup",)
    assert taught.outdated()


def test_a_power_cut_while_writing_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taught = again(tmp_path)
    taught.add("my mug", axis(1), [picture(1)])

    def cut(self: Path, target: Path) -> Path:
        raise OSError("the power went")

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(TaughtError, match="the power went"):
        taught.add("the parcel", axis(2), [])
    assert taught.names == again(tmp_path).names == ("mug",)


@given(data=st.binary(max_size=200))
def test_a_damaged_file_is_named(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("taught")
    (folder / "taught.json").write_bytes(data)
    with pytest.raises(TaughtError, match=r"taught\.json can't be read"):
        again(folder)


def test_a_prototype_of_the_wrong_length_is_named(tmp_path: Path) -> None:
    (tmp_path / "taught.json").write_text(
        '{"network_sha256": "0123abcd", "things": [{"name": "my mug", "prototype": [1.0], "pictures": []}]}', encoding="utf-8")
    with pytest.raises(TaughtError, match="'my mug' is no unit vector"):
        again(tmp_path)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(TaughtError, match="taken"):
        again(tmp_path / "taken").add("my mug", axis(1), [])

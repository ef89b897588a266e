"""A model that comes as an archive is unpacked whole, or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import pytest

from models import archive
from models.__main__ import main
from models.archive import Archive, state, unpack
from models.runtime import ModelError, sha256

FILES = {"am/final.mdl": b"network", "conf/model.conf": b"--beam=10\n"}


def packed(folder: Path, names: dict[str, bytes], inside: str = "small") -> Archive:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "small.zip", "w") as file:
        for name, data in names.items():
            file.writestr(f"{inside}/{name}", data)
    data = (folder / "small.zip").read_bytes()
    return msgspec.structs.replace(
        archive.read()["vosk-small-en-us"], file="small.zip", folder="small", bytes=len(data), sha256=sha256(data), url=""
    )


def test_it_is_unpacked_and_known_again(tmp_path: Path) -> None:
    entry = packed(tmp_path, FILES)
    assert state(entry, tmp_path) == "not here"
    assert unpack(entry, tmp_path) == tmp_path / "small"
    assert {name: (tmp_path / "small" / name).read_bytes() for name in FILES} == FILES
    assert state(entry, tmp_path) == "here"
    assert [path.name for path in tmp_path.iterdir()] == ["small"], "nothing else is left"
    assert state(msgspec.structs.replace(entry, sha256="0" * 64), tmp_path) == "another"


@pytest.mark.parametrize("inside", ["../small", "other", "/small"])
def test_what_would_lie_elsewhere_is_refused(tmp_path: Path, inside: str) -> None:
    entry = packed(tmp_path / "shelf", FILES, inside)
    with pytest.raises(ModelError, match="is no part of small"):
        unpack(entry, tmp_path / "shelf")
    assert [path.name for path in tmp_path.rglob("*")] == ["shelf", "small.zip"]


def test_a_broken_archive_leaves_what_was_there(tmp_path: Path) -> None:
    entry = packed(tmp_path, FILES)
    (tmp_path / "small").mkdir()
    (tmp_path / "small.zip").write_bytes(b"PK no archive")
    with pytest.raises(ModelError, match="could not be unpacked"):
        unpack(entry, tmp_path)
    assert (tmp_path / "small").is_dir()


def test_the_command_takes_it_from_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = packed(tmp_path / "source", FILES)
    monkeypatch.setattr(archive, "read", lambda: {"small-ears": entry})
    command = ["pull", "small-ears", "--from", str(tmp_path / "source"), "--to", str(tmp_path / "here")]
    assert main(command) == 0
    assert "speech.listening.model=small-ears" in capsys.readouterr().out
    assert main(command) == 0, "a second time it is there"
    assert "it is here" in capsys.readouterr().out
    assert main(["verify", "small-ears", "--to", str(tmp_path / "here")]) == 0
    assert main(["verify", "small-ears", "--to", str(tmp_path / "nowhere")]) == 1
    assert main(["list", "--to", str(tmp_path / "here")]) == 0
    assert "small-ears" in capsys.readouterr().out


def test_another_file_of_that_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = packed(tmp_path / "source", FILES)
    (tmp_path / "source" / "small.zip").write_bytes(b"x" * entry.bytes)
    monkeypatch.setattr(archive, "read", lambda: {"small-ears": entry})
    assert main(["pull", "small-ears", "--from", str(tmp_path / "source"), "--to", str(tmp_path / "here")]) == 2
    assert "is another file" in capsys.readouterr().err
    assert not (tmp_path / "here" / "small").exists()


def test_every_archive_of_the_registry_has_a_card() -> None:
    for name, entry in archive.read().items():
        assert (Path(__file__).parents[2] / entry.card).is_file(), name

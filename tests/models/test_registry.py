"""The registry is read and checked; what is wrong in it is told with the path and the field."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from models import archive, registry, store
from models.commands import table, verify
from models.registry import Entry
from models.runtime import DEFAULT_CARD, HERE, ModelError, read_card, sha256
from tests.house import ROOT
from tests.photographs import MODELS, needs_models


def broken(tmp_path: Path, name: str, field: str, value: object) -> Path:
    """A copy of the registry, beside our own card, with one field changed."""
    text = yaml.safe_load(registry.REGISTRY.read_text(encoding="utf-8"))
    text["own"] = {}
    text["models"][name][field] = value
    file = tmp_path / "registry.yaml"
    file.write_text(yaml.safe_dump(text), encoding="utf-8")
    return file


def test_our_own_come_first_and_agree_with_their_card() -> None:
    entries = registry.read()
    name, eyes = next(iter(entries.items()))
    assert name == "eyes"
    assert eyes.sha256 == read_card(DEFAULT_CARD).network_sha256 == sha256((HERE / eyes.file).read_bytes())
    assert store.state(eyes) == "here"


def test_every_card_is_there() -> None:
    assert [entry.card for entry in registry.read().values() if not (ROOT / entry.card).exists()] == []


def test_no_two_share_a_file() -> None:
    files = [entry.file for entry in registry.read().values()]
    assert len(set(files)) == len(files)


@pytest.mark.parametrize(("field", "value"), [
    ("sha256", "abc"), ("file", "../eyes.onnx"), ("bytes", 0), ("url", "http://example.org/a.onnx"), ("task", "paint"),
    ("decoder", "magic"), ("colour", "red"),
])
def test_a_wrong_field_is_named(tmp_path: Path, field: str, value: object) -> None:
    file = broken(tmp_path, "yolox-nano-416", field, value)
    with pytest.raises(ModelError, match=rf"registry\.yaml does not describe a network: .*({field}|\$\.models)"):
        registry.read(file)


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(ModelError, match=r"no model 'eyez'; there are eyes, nanodet-plus"):
        registry.find("eyez")


def test_the_table_has_a_line_for_each(tmp_path: Path) -> None:
    lines = table(tmp_path).splitlines()
    assert [line.split()[0] for line in lines[1:]] == [*registry.read(), *archive.read()]
    assert lines[1].endswith("here")
    assert lines[2].endswith("not here")


def test_verify_tells_a_damaged_file(tmp_path: Path) -> None:
    entry = registry.find("fastestdet-352")
    assert verify(None, tmp_path)[1]
    assert not verify("fastestdet-352", tmp_path)[1]
    (tmp_path / entry.file).write_bytes(b"other")
    text, well = verify(None, tmp_path)
    assert "fastestdet-352: damaged" in text
    assert not well
    with pytest.raises(ModelError, match=r"is not the file its card speaks of .*python -m models pull fastestdet-352"):
        store.read_network("fastestdet-352", entry, tmp_path)


@needs_models
def test_the_files_of_others_are_what_the_registry_says() -> None:
    others: dict[str, Entry] = {name: entry for name, entry in registry.read().items() if not registry.is_own(entry)}
    assert {store.state(entry, MODELS) for entry in others.values()} == {"here"}
    assert all((MODELS / entry.file).stat().st_size == entry.bytes for entry in others.values())

"""A wheel that would kill the program kills a trial instead, and what to do is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import probe
from models.remembered import remembered
from models.runtime import ModelError

GOOD = "pass"
COUNTED = "import sys; open(sys.argv[1], 'a').write('tried ')"


def dies_of(name: str) -> str:
    return f"import os, signal; os.kill(os.getpid(), signal.{name})"


def test_the_installed_one_runs_our_network(tmp_path: Path) -> None:
    probe.check(tmp_path / "note.json")
    assert remembered(tmp_path / "note.json", probe.Verdict) == probe.here()


def test_an_illegal_instruction_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"instructions that this processor lacks. Install another version, .*pip install"):
        probe.check(tmp_path / "note.json", trial=dies_of("SIGILL"))
    assert not (tmp_path / "note.json").exists()


def test_other_deaths_and_failures_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="killed by SIGSEGV"):
        probe.check(tmp_path / "note.json", trial=dies_of("SIGSEGV"))
    with pytest.raises(ModelError, match="fails: ImportError: no such wheel; `make setup`"):
        probe.check(tmp_path / "note.json", trial="raise ImportError('no such wheel')")


def test_what_was_good_is_not_tried_again_until_something_changes(tmp_path: Path) -> None:
    note, log = tmp_path / "note.json", tmp_path / "log"
    for _ in range(3):
        probe.check(note, log, COUNTED)
    assert log.read_text() == "tried "
    note.write_bytes(note.read_bytes().replace(b'"onnxruntime":"', b'"onnxruntime":"0.'))
    probe.check(note, log, COUNTED)
    note.write_bytes(b"{ damaged")
    probe.check(note, log, COUNTED)
    assert log.read_text() == "tried tried tried "


def test_a_place_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    probe.check(tmp_path / "file" / "note.json", trial=GOOD)

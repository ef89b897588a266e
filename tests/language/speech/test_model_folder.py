from __future__ import annotations

from pathlib import Path

import pytest

from language.speech import model_trial
from language.speech.model_folder import FST_MAGIC, SpeechModelError, look_into

TOLERANT = "import sys"


def model_folder(path: Path) -> Path:
    """A folder that looks like a Vosk model from outside."""
    for name, content in {
        "am/final.mdl": b"<TransitionModel> \n",
        "conf/mfcc.conf": b"--num-mel-bins=40\n",
        "conf/model.conf": b"--beam=10\n",
        "graph/HCLr.fst": FST_MAGIC + b"..",
        "graph/Gr.fst": FST_MAGIC + b"..",
        "graph/disambig_tid.int": b"12\n",
    }.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def test_a_model_with_two_graphs_takes_a_grammar(tmp_path: Path) -> None:
    found = look_into(model_folder(tmp_path))
    assert found.takes_grammar
    assert len(found.files) == 6


def test_a_model_with_one_graph_takes_none(tmp_path: Path) -> None:
    (model_folder(tmp_path) / "graph/HCLG.fst").write_bytes(FST_MAGIC)
    assert not look_into(tmp_path).takes_grammar


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SpeechModelError, match="there is no speech model"):
        look_into(tmp_path / "nothing")
    (tmp_path / "model.zip").write_bytes(b"PK")
    with pytest.raises(SpeechModelError, match=r"model\.zip is a file.*unpack it"):
        look_into(tmp_path / "model.zip")


def test_a_foreign_folder_is_told_from_one_level_too_high(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("hello")
    with pytest.raises(SpeechModelError, match="is no Vosk model: it has neither"):
        look_into(tmp_path)
    model_folder(tmp_path / "vosk-model-inside")
    with pytest.raises(SpeechModelError, match="vosk-model-inside looks like one"):
        look_into(tmp_path)


@pytest.mark.parametrize("name", "conf/mfcc.conf conf/model.conf graph/HCLr.fst graph/Gr.fst graph/disambig_tid.int".split())
def test_each_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (model_folder(tmp_path) / name).unlink()
    with pytest.raises(SpeechModelError, match=f"only part of a Vosk model: {name} missing"):
        look_into(tmp_path)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
@pytest.mark.parametrize("content", [b"", b"\x07garbage" * 99, b"<html>not found</html>"])
def test_each_foreign_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (model_folder(tmp_path) / name).write_bytes(content)
    with pytest.raises(SpeechModelError, match=f"{name} is (empty|no .*damaged)"):
        look_into(tmp_path)


@pytest.mark.parametrize("name", ["conf/mfcc.conf", "conf/model.conf", "graph/disambig_tid.int"])
def test_texts_must_be_text(tmp_path: Path, name: str) -> None:
    (model_folder(tmp_path) / name).write_bytes(b"\x00\xff")
    with pytest.raises(SpeechModelError, match="should be text"):
        look_into(tmp_path)


# ---- the trial ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trial", "told"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "was killed by SIGABRT over it"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "was killed by SIGSEGV over it"),
        ("raise Exception('Failed to create a model')", "Exception: Failed to create a model"),
        ("import sys; sys.exit(3)", "it failed"),
    ],
)
def test_a_model_that_kills_vosk_kills_only_the_trial(tmp_path: Path, trial: str, told: str) -> None:
    model, note = look_into(model_folder(tmp_path / "model")), tmp_path / "note.json"
    with pytest.raises(SpeechModelError, match=f"can't use the speech model .*{told}"):
        model_trial.check(model, note, trial)
    assert not note.exists()


def test_a_processor_that_vosk_was_not_built_for_is_told(tmp_path: Path) -> None:
    trial = "import os, signal; os.kill(os.getpid(), signal.SIGILL)"
    with pytest.raises(SpeechModelError, match="instructions that this processor lacks"):
        model_trial.check(look_into(model_folder(tmp_path)), tmp_path / "n", trial)


def test_a_good_model_is_tried_once_until_it_changes(tmp_path: Path) -> None:
    folder, note, fails = model_folder(tmp_path / "model"), tmp_path / "note.json", "import sys; sys.exit(1)"
    model_trial.check(look_into(folder), note, TOLERANT)
    model_trial.check(look_into(folder), note, fails)
    (folder / "am/final.mdl").write_bytes(b"<TransitionModel> \n other")
    with pytest.raises(SpeechModelError):
        model_trial.check(look_into(folder), note, fails)


def test_a_damaged_note_costs_a_trial_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "note.json").write_bytes(b"\xff{")
    model_trial.check(look_into(model_folder(tmp_path / "model")), tmp_path / "note.json", TOLERANT)


def test_the_real_vosk_dies_of_such_a_model_in_its_own_process(tmp_path: Path) -> None:
    pytest.importorskip("vosk")
    with pytest.raises(SpeechModelError, match="can't use the speech model"):
        model_trial.check(look_into(model_folder(tmp_path / "model")), tmp_path / "note.json")

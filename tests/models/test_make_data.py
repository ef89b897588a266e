"""`make-data`: the same pictures again, whatever stopped it; nothing is mixed, nothing is begun that can't be finished."""

from __future__ import annotations

import io
import shutil
from collections import namedtuple
from pathlib import Path

import msgspec
import numpy as np
import pytest

from models.__main__ import main
from models.train import manifest
from models.train.manifest import Manifest, Settings
from models.train.progress_bar import ProgressBar
from models.train.render import Order, render
from robot.errors import SetupError

SETTINGS = Settings(split="train", first_seed=1_000_000, per_world=2, kinds=("chair", "table"))
Usage = namedtuple("Usage", "total used free")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_stopped_run_goes_on_to_the_very_same_pictures(tmp_path: Path) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")

    def give_up(count: int) -> None:
        if count >= 3:
            raise KeyboardInterrupt

    orders = [Order(tmp_path / name, 1_000_000, 2, 2, 0, 1) for name in ("stopped", "whole")]
    assert not render(orders[0], give_up)
    assert manifest.shards(orders[0].folder)[0].name == "00000.npy"  # and the other, where the worker was quick
    told: list[int] = []
    assert render(orders[0], told.append)
    assert max(told, default=0) <= 2, "what was there was rendered again"
    assert render(orders[1], told.append)
    for name in ("00000", "00001"):
        assert (orders[0].folder / f"{name}.npy").read_bytes() == (orders[1].folder / f"{name}.npy").read_bytes()
        mine, other = (np.load(order.folder / f"{name}.npz") for order in orders)
        assert all(np.array_equal(mine[key], other[key], equal_nan=True) for key in other.files)
    record = manifest.counted(orders[1].folder, Manifest(settings=_real(), command="", workers=1, commit=""))
    assert (record.pictures, record.worlds) == (4, (1_000_000, 1_000_001))
    assert sum(record.boxes.values()) > 0
    assert 0.05 < record.camera["height_m"][0] <= record.camera["height_m"][1] < 0.25


def _real() -> Settings:
    from robot.sim.kinds import KINDS

    return msgspec.structs.replace(SETTINGS, kinds=tuple(KINDS))


def test_a_folder_of_other_settings_is_refused(tmp_path: Path) -> None:
    manifest.write(tmp_path, Manifest(settings=SETTINGS, command="", workers=2, commit=""))
    manifest.check(tmp_path, SETTINGS)
    with pytest.raises(SetupError, match=r"per_world: 2 there, 3 now.*kinds: 2 there, 1 now"):
        manifest.check(tmp_path, msgspec.structs.replace(SETTINGS, per_world=3, kinds=("chair",)))


def test_pictures_that_nobody_accounts_for_are_not_added_to(tmp_path: Path) -> None:
    (tmp_path / "00000.npy").write_bytes(b"")
    with pytest.raises(SetupError, match=r"no data\.json"):
        manifest.check(tmp_path, SETTINGS)


@pytest.mark.parametrize("text", ["", "{", '{"settings": 3}', "[]"])
def test_a_damaged_record_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / manifest.NAME).write_text(text)
    with pytest.raises(SetupError, match=r"data\.json"):
        manifest.read(tmp_path)


def test_a_full_disk_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 0, 10**9))
    assert main(["make-data", "--out", str(tmp_path / "data"), "--images", "10000"]) == 2
    assert "2.36 GB are needed, 1.00 GB are free" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("arguments", "complaint"), [
    (["--split", "test", "--skip-worlds", "499999"], "more than the test split has"),
    (["--split", "validation", "--images", "100000000"], "more than the validation split has"),
])
def test_worlds_of_another_split_are_refused(
    arguments: list[str], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    assert main(["make-data", "--out", str(tmp_path / "data"), *arguments]) == 2
    assert complaint in capsys.readouterr().err


def test_the_bar_tells_speed_and_time_left_of_what_is_new() -> None:
    bar = ProgressBar(10_000, 1_000, "pictures", io.StringIO())
    assert bar.line(2_500, 60.0) == "[######                  ] 2,500 of 10,000 pictures, 25.0/s, 5:00 left"
    assert bar.line(1_000, 60.0).endswith("0.00/s, 1:00 so far")
    assert bar.line(1_002, 60.0).endswith("0.03/s, 74:59:00 left")
    assert bar.line(10_000, 3_725.0).endswith("1:02:05 so far")


def test_the_bar_draws_over_itself_on_a_terminal_only() -> None:
    terminal, file = Terminal(), io.StringIO()
    for out in (terminal, file):
        bar = ProgressBar(10, 0, "pictures", out)
        bar.show(5)  # too soon after the start
        bar.close(10)
    assert terminal.getvalue().startswith("\r[####") and terminal.getvalue().endswith("\n")
    assert "\r" not in file.getvalue() and file.getvalue().count("\n") == 1

"""`python -m control calibrate`: what it writes, keeps and refuses."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from control.__main__ import main
from control.calibration import cars
from control.calibration.run import Place
from robot.calibration import Calibration, WheelsCalibration, read, write
from tests.control.plant import Plant, PlantStation


class PlantBench:
    """The car of arithmetic on blocks; a key is pressed before the wall."""

    sheet_m = 0.35

    def put(self, place: Place) -> AbstractContextManager[Any]:
        return nullcontext(PlantStation(Plant(), interrupt_s=0.0 if place == "wall" else 1e9))


@pytest.fixture(name="out")
def on_a_plant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(cars, "simulated", lambda seed: PlantBench())
    return tmp_path / "car.yaml"


def test_one_step_goes_into_the_old_file(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheels = WheelsCalibration(radius_m=0.031, track_m=0.14)
    write(Calibration(wheels=wheels), out)
    assert main(["calibrate", "--sim", "--only", "gyro", "motors", "--out", str(out)]) == 0
    found = read(out)
    assert found.wheels == wheels
    assert found.motors is not None and found.gyro is not None
    assert found.motors.left.dead_v == pytest.approx(1.0, abs=0.01)
    assert found.gyro.bias_radps == pytest.approx((0.01, 0.0, -0.02), abs=1e-4)
    assert "left motor: turns from 1.00 V on" in capsys.readouterr().out


def test_a_key_ends_it_and_keeps_what_was_done(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--sim", "--out", str(out)]) == 2
    assert "the motors are off" in capsys.readouterr().err
    assert read(out).motors is not None
    assert read(out).wheels is None


def test_wheels_want_the_steps_before_them(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--sim", "--only", "wheels", "--out", str(out)]) == 2
    assert "do those steps first" in capsys.readouterr().err
    assert not out.exists()


def test_a_bad_old_file_is_told_before_anything_moves(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out.write_text("version: 0\n")
    assert main(["calibrate", "--sim", "--only", "gyro", "--out", str(out)]) == 2
    assert "version" in capsys.readouterr().err


def test_the_sheet_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--sheet", str(tmp_path / "sheet.svg")]) == 0
    assert (tmp_path / "sheet.svg").read_text().startswith("<svg")
    assert main(["calibrate", "--sheet", str(tmp_path / "no" / "sheet.svg")]) == 2
    assert "can't be written" in capsys.readouterr().err


def test_a_sheet_too_far_away_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--sim", "--sheet-m", "5"]) == 2
    assert "--sheet-m" in capsys.readouterr().err

"""`python -m control motors-off`: whatever was left on the pins is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.pins import Levels, Pins
from control.__main__ import main

LAUNCH = """
name: test
car: {{ driver: car, motors: {{ driver: "benchmarks.pins:PinFile", path: {path} }} }}
nodes: {{}}
"""


def launch_file(folder: Path, pins: Path) -> str:
    file = folder / "car.yaml"
    file.write_text(LAUNCH.format(path=pins), encoding="utf-8")
    return str(file)


def test_it_puts_every_pin_low_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pins = Pins(tmp_path / "pins")
    pins.write(Levels(1.0, -1.0, 0, 0, 0))
    assert main(["motors-off", launch_file(tmp_path, tmp_path / "pins")]) == 0
    assert pins.read().off
    assert "motors off: every pin" in capsys.readouterr().out


def test_it_says_why_it_could_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["motors-off", launch_file(tmp_path, tmp_path / "none")]) == 2
    assert "there are no pins" in capsys.readouterr().err


def test_the_simulated_car_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["motors-off", "launch/sim.yaml"]) == 2
    assert "$.car.motors" in capsys.readouterr().err

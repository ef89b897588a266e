"""`python -m perception geometry`: where pictures come from, what is believed, and what is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from perception import photograph
from perception.__main__ import main
from perception.look import save
from robot.geometry import CameraGeometry
from robot.geometry_picture import SCALE

GREY = np.full((240, 320, 3), 128, np.uint8)


def test_the_command_takes_its_picture_in_the_simulator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    pictures = []
    for pitch_rad in ("0.0", "0.2"):
        out = tmp_path / f"{pitch_rad}.png"
        assert main(["geometry", "--sim", "500003", "--sim-pitch-rad", pitch_rad, "--out", str(out)]) == 0
        pictures.append(photograph.read(out))
    assert np.abs(pictures[0].astype(int) - pictures[1]).mean() > 5


def test_the_command_draws_a_file_and_tells_the_pitch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(GREY, tmp_path / "grey.png")
    row = SCALE * float(CameraGeometry(pitch_rad=0.15).project([1.0, 0.0, 0.0])[1])
    out = tmp_path / "drawn.png"
    assert main(["geometry", str(tmp_path / "grey.png"), "--mark", "1", f"{row}", "--out", str(out)]) == 0
    assert out.exists()
    assert "pitch_rad 0.1500" in capsys.readouterr().out


def test_a_launch_file_says_what_the_detector_believes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(GREY, tmp_path / "grey.png")
    launch = tmp_path / "car.yaml"
    launch.write_text("nodes: {detector: {node: 'perception.detector:DetectorNode', camera: {height_m: 0.17}}}")
    out = ["--out", str(tmp_path / "drawn.png")]
    assert main(["geometry", str(tmp_path / "grey.png"), "--calibration", str(launch), *out]) == 0
    assert "lens 17.0 cm high" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "complaint"), [
    ([], "say which picture"),
    (["grey.png", "--sim", "3"], "one of them"),
    (["grey.png", "--pitch-rad", "2"], "pitch_rad is 2"),
    (["grey.png", "--hfov-rad", "nan"], "hfov_rad is nan"),
    (["grey.png", "--car-width-m", "0"], "not 0.0 m wide"),
    (["none.png"], "none.png"),
    (["grey.png", "--calibration", "none.yaml"], "none.yaml"),
    (["grey.png", "--calibration", "bad.yaml"], "hieght_m"),
    (["grey.png", "--mark", "0", "3"], "not in front"),
])
def test_what_cannot_be_drawn_is_told(
    arguments: list[str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    save(GREY, Path("grey.png"))
    Path("bad.yaml").write_text("hieght_m: 0.1")
    assert main(["geometry", *arguments, "--out", "drawn.png"]) == 2
    assert complaint in capsys.readouterr().err


def test_a_picture_of_another_shape_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(np.zeros((90, 160, 3), np.uint8), tmp_path / "wide.png")
    assert main(["geometry", str(tmp_path / "wide.png"), "--out", str(tmp_path / "drawn.png")]) == 0
    assert "stretched" in capsys.readouterr().out

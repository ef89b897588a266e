"""A live session on fakes: the real executor with its threads, parts that fail, and what is kept of it."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import msgspec
import pytest

from control.drivers.absent import NoBumper, Nothing
from robot.clock import SystemClock
from robot.config import LAUNCH_FOLDER, ConfigError, LaunchFile, load
from robot.launch import car_microphone
from robot.live import live
from robot.messages import Sonar, WheelAngles
from robot.parts_watch import PartsWatch

NODES = {
    "base": {"node": "control.base:BaseNode"},
    "camera": {"node": "perception.camera:CameraNode"},
    "odometry": {"node": "control.odometry:OdometryNode"},
    "safety": {"node": "control.safety:SafetyNode"},
}
LAUNCH = LaunchFile(name="test", car={}, nodes=NODES)


class Parts:
    """A car that stands: sensors by the real clock, motors that remember."""

    problem = "unplugged"

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.driven: list[tuple[float, float]] = []

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        self.driven.append((left_v, right_v))
        return left_v, right_v

    def close(self) -> None: ...

    def devices(self) -> dict[str, object]:
        parts = self

        class Wheels:
            def read(self) -> WheelAngles:
                return WheelAngles(t_ns=parts.clock.now_ns(), left_rad=0.0, right_rad=0.0)

        class Ahead:
            def read(self) -> Sonar:
                return Sonar(t_ns=parts.clock.now_ns(), range_m=1.0, echo=True)

        class Camera(Nothing):
            problem = "there is no camera: plug it in"

        return {"motors": self, "wheels": Wheels(), "sonar": Ahead(), "bumper": NoBumper(self.clock), "inertial": Nothing(),
                "power": Nothing(), "camera": Camera()}


def arguments(tmp_path: Path, **given: object) -> argparse.Namespace:
    settings = {"say": None, "max_time": 0.3, "report": tmp_path / "report.json", "runs": tmp_path / "runs"}
    return argparse.Namespace(**settings | given)


def test_a_session_without_a_terminal_drives_until_its_time_is_over_and_is_kept(tmp_path: Path) -> None:
    parts, out = Parts(), io.StringIO()
    assert live(LAUNCH, arguments(tmp_path), parts.devices(), parts.clock, out=out)
    assert parts.driven and set(parts.driven) == {(0.0, 0.0)}
    assert "part camera: there is no camera: plug it in" in out.getvalue()
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["path_length_m"] == 0.0 and report["duration_s"] > 0.0
    [folder] = (tmp_path / "runs").iterdir()
    assert {"log.jsonl", "robot.log", "receipt.json", "account.txt"} <= {file.name for file in folder.iterdir()}
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert log[-1]["footer"]["published"]["odometry"] > 0
    assert "part camera" in (folder / "robot.log").read_text()


def test_an_instruction_that_nobody_answers_is_not_carried_out(tmp_path: Path) -> None:
    parts, out = Parts(), io.StringIO()
    launch = msgspec.structs.replace(LAUNCH, max_time_s=0.3)
    assert not live(launch, arguments(tmp_path, say="turn left"), parts.devices(), parts.clock, out=out)


def test_a_node_that_needs_what_the_car_has_not_is_told(tmp_path: Path) -> None:
    parts = Parts()
    devices = parts.devices()
    del devices["sonar"]
    with pytest.raises(ConfigError, match="base needs sonar"):
        live(LAUNCH, arguments(tmp_path), devices, parts.clock, out=io.StringIO())


def test_a_problem_is_said_once_and_when_it_is_over() -> None:
    said: list[str] = []
    part = Parts()
    watch = PartsWatch({"imu": part, "wheels": object()}, said.append)
    watch.look()
    watch.look()
    part.problem = ""
    watch.look()
    assert said == ["imu: unplugged", "imu: well again"]


@pytest.mark.parametrize(
    ("installed", "name", "listen", "has"),
    [(True, "", None, True), (False, "", None, False), (True, None, None, False), (True, None, "USB", True)],
    ids=["default", "not installed", "car without ears", "asked for"],
)
def test_a_car_has_ears_where_it_can(
    installed: bool, name: str | None, listen: str | None, has: bool, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("robot.launch.find_spec", lambda package: object() if installed else None)
    ears = car_microphone(load(LAUNCH_FOLDER / "car.yaml"), argparse.Namespace(listen=listen), name)
    assert (ears is not None) is has
    assert ("no ears, vosk and sounddevice not being installed" in capsys.readouterr().err) is (not installed)

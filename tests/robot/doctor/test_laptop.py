"""On a machine that is no car, what only a car has is skipped, and nothing of it is tried."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from robot.doctor.__main__ import main
from robot.doctor.examination import examine
from robot.doctor.machine import Machine
from robot.doctor.probe import HOME, Probe
from tests.house import HEAVY
from tests.robot.doctor.patients import Patient, healthy_pi, laptop

CARS = {"GPIO", "I2C", "groups", "power", "service"}


def test_the_parts_of_a_car_are_skipped(tmp_path: Path) -> None:
    found = {check.name: check for check in examine(laptop(tmp_path).machine())}
    assert {found[name].detail for name in CARS} == {"not a car"}
    assert {check.state for check in found.values()} == {"ok", "skipped"}


def test_nothing_of_a_cars_hardware_is_tried_or_imported(tmp_path: Path) -> None:
    patient = laptop(tmp_path)
    list(examine(patient.machine()))
    assert patient.asked
    assert not any(name in code for code in patient.asked for name in ("RPi", "lgpio", "smbus", "picamera2"))
    program = "import sys, robot.doctor.__main__ as d; d.main([]); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=HOME)
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert "robot" in loaded and loaded & (HEAVY | {"msgspec", "numpy", "yaml", "Jetson"}) == set()


@pytest.mark.parametrize("gl", [True, False])
def test_the_report_and_its_exit_status(gl: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    patient = laptop(tmp_path)
    patient.probes["robot.sim.gl"] = Probe(gl, "llvmpipe" if gl else "MissingGL: cannot draw")
    assert main([], patient.machine()) == (0 if gl else 1)
    text = capsys.readouterr().out
    assert ("→ sudo apt-get install" in text) == (not gl)
    assert text.splitlines()[-1] == ("Simulation can run here: make sim" if gl else "Simulation can't run here yet: OpenGL.")
    assert main(["--json"], patient.machine()) == (0 if gl else 1)
    report = json.loads(capsys.readouterr().out)
    assert (report["can_simulate"], report["can_drive"]) == (gl, None)
    assert {check["state"] for check in report["checks"]} <= {"ok", "warn", "fail", "skipped"}


def test_a_car_is_judged_by_what_driving_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    patient = healthy_pi(tmp_path)
    patient.probes["robot.sim.gl"] = Probe(False, "MissingGL: cannot draw")
    assert main([], patient.machine()) == 0
    assert capsys.readouterr().out.endswith("The car can run here: python -m robot.launch\n")
    patient.locked.add("gpiochip0")
    assert main(["--json"], patient.machine()) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["can_simulate"], report["can_drive"]) == (True, False)


def test_a_jetson_is_a_car_of_its_own_kind(tmp_path: Path) -> None:
    patient = healthy_pi(tmp_path, "NVIDIA Jetson Nano Developer Kit")
    patient.versions = {"numpy": "2.4.0", "smbus2": "0.6.1"}
    found = {check.name: check for check in examine(patient.machine())}
    assert found["GPIO library"].detail == "Jetson.GPIO fine"
    assert not {"strict_gpiod", "lgpio"} & found.keys()
    assert "power" not in found and found["temperature"].state == "ok"


def test_the_doctor_looks_at_this_very_machine() -> None:
    names = [check.name for check in examine(Machine())]
    assert {"python", "OpenGL", "model", "checksums", "disk", "microphone", "GPIO", "I2C"} <= set(names)


def test_an_empty_machine_harms_nobody(tmp_path: Path) -> None:
    patient = Patient(tmp_path, probes={"": Probe(False, "ModuleNotFoundError: No module named 'numpy'")}, requirements=None)
    found = list(examine(patient.machine()))
    assert {check.name for check in found if check.stops("simulation")} == {"heed", "OpenGL", "model", "checksums"}

"""A laptop never hears of hardware: the simulation runs without its libraries, and without the drivers of a real car."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import house

HARDWARE = {"RPi", "Jetson", "lgpio", "gpiozero", "smbus2", "smbus", "picamera2", "libcamera", "sounddevice", "vosk"}
OURS = ("control.drivers", "control.motor_client", "control.motor_process", "perception.cameras")

DRIVE = """
import sys
from robot.launch import main
code = main(["--sim", "--seed", "1000003", "--say", "turn left 20 degrees", "--runs", sys.argv[1]])
print(code, *sys.modules)
"""


def loaded(program: str, *arguments: str) -> list[str]:
    """The modules that a program has loaded at its end, which its last line names after its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, cwd=house.ROOT
    )
    assert done.returncode == 0, done.stderr
    code, *modules = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stdout
    return modules


def test_a_drive_in_simulation_loads_nothing_of_the_hardwares(tmp_path: Path) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    modules = loaded(DRIVE, str(tmp_path))
    assert "control.safety" in modules and "robot.sim.session" in modules
    assert [name for name in modules if name.split(".")[0] in HARDWARE or name.startswith(OURS)] == []


def test_importing_the_drivers_loads_no_library_of_the_hardwares() -> None:
    modules = loaded("import sys\nimport control.drivers.car, perception.cameras.connect, robot.live\nprint(0, *sys.modules)")
    assert "control.drivers.pca9685" in modules or "control.drivers.car" in modules
    assert {name.split(".")[0] for name in modules} & (HARDWARE | {"cv2"}) == set()

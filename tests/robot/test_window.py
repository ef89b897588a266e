from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.house import ROOT

NOWHERE = {"PATH": "/usr/bin:/bin"}
DRAW = """
import numpy as np
from robot import messages as m, topics
from robot.bus import Envelope
from robot.geometry_picture import HORIZON
from robot.window import Window
window = Window()
window.show()
empty = window.draw()
window.record(topics.CAMERA, Envelope(1, 0, m.Frame(t_ns=0, image=np.full((240, 320, 3), 77, np.uint8))))
grid = m.Grid(t_ns=0, log_odds=np.full((20, 30), 4, np.float32), origin_x_m=-1, origin_y_m=-1, cell_m=0.1)
window.record(topics.GRID, Envelope(1, 0, grid))
window.record(topics.ODOMETRY, Envelope(1, 0, m.Odometry(
    t_ns=0, x_m=0, y_m=0, heading_rad=0, speed_mps=0, turn_radps=0, covariance=())))
window.show()
full = window.draw()
assert (full[100:400, 100:600] == 77).all(), "the camera's picture"
assert (full[:, 672:] < 60).all(-1).sum() > 10_000, "the map"
assert not (empty[100:400, 100:600] == 77).any()
window.shows_geometry = True
assert (np.abs(window.draw()[100:400, 16:656].astype(int) - HORIZON).max(-1) < 40).sum() > 500, "the horizon"
window.close()
window.show()
"""


def run(program: str, *prefix: str) -> subprocess.CompletedProcess[str]:
    command = [*prefix, sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=NOWHERE, timeout=120)


def test_without_a_display_there_is_a_clear_error() -> None:
    done = run("from robot.window import Window; Window()")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("run without --window, or in a desktop session")


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs a display; Xvfb (apt-get install xvfb) gives a virtual one")
def test_the_window_shows_camera_and_map() -> None:
    done = run(DRAW, "xvfb-run", "-a")
    assert done.returncode == 0, done.stderr

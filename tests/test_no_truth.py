"""No node of a launched simulation can reach the simulator's truth: every reference of every node is walked."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.bus import Publisher
from robot.config import LAUNCH_FOLDER, load, node_entries
from robot.sim.drive import Drive
from robot.sim.scene import Scene
from robot.sim.simulator import Simulator, Truth
from robot.sim.stage import SimulatedCar, Stage
from robot.sim.world import World
from robot.worker import Worker
from tests.reach import leaks

# What a node may hold that leads on to the others: its voice, and the wiring that its executor gave it.
BOUNDARY = (Publisher, Worker)


@pytest.fixture(scope="module")
def stage() -> Stage:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    return Stage(SimulatedCar(seed=3))


def test_no_node_reaches_the_truth(stage: Stage, tmp_path: Path) -> None:
    import mujoco

    truth = (Stage, Simulator, World, Scene, Truth, mujoco.MjModel, mujoco.MjData)
    launch = load(LAUNCH_FOLDER / "sim.yaml")
    drive = Drive(launch, stage, tmp_path)
    try:
        drive.assemble(node_entries(launch), {})
        drive.run(lambda: False, 1.0, realtime=False)
        assert len(drive.nodes()) == len(launch.nodes)
        for node in drive.nodes():
            assert leaks(node, truth, stop_types=BOUNDARY, name=node.name) == []
    finally:
        drive.close()


def test_the_walk_would_find_it(stage: Stage) -> None:
    assert leaks(stage, (Simulator,), stop_types=BOUNDARY) != []

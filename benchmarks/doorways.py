"""Drives through validation homes and counts the doorways that the car's map believes in.

    python benchmarks/doorways.py [--seeds 500120-500139] [--max-time 75] [--json FILE]

In each home the car looks for a kind of thing that is not there, so that it explores until its time is up. At the end:

- precision: of the doorways the map believes in, how many are true ones, one each;
- recall: of the true ones that the camera had in view within 2.5 m for half a second, how many the map believes in. In view
  means: the middle in the picture, nothing in the way to it, and not seen along its own wall.

A doorway is right within 0.5 m and 30 degrees. Where odometry has drifted, the map is compared with what the car would have
to know: the truth, moved to where odometry put it when the doorway was last seen. Every third home is an office.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import numpy.typing as npt

from benchmarks.drives import seed_range
from benchmarks.interval import wilson
from robot import config
from robot.bus import Envelope, Topic
from robot.clock import to_s
from robot.geometry import CameraGeometry, wrap
from robot.messages import Doorway, DoorwayMap, Odometry
from robot.opening import OpeningNode
from robot.poses import Pose, PoseHistory
from robot.sim import judge
from robot.sim.drive import Drive
from robot.sim.grid import Grid
from robot.sim.kinds import KINDS
from robot.sim.simulator import Truth
from robot.sim.stage import SimulatedCar, Stage
from robot.sim.world import World

RIGHT_M, RIGHT_RAD = 0.5, math.radians(30)
NEAR_M, FAR_M, VIEW_S = 0.4, 2.5, 0.5
LEAST_SLANT_RAD = math.radians(20)
EDGE_RAD = 0.05
CAMERA = CameraGeometry()


class Gate(NamedTuple):
    """A true doorway: the middle of its threshold in the world, and the direction through it."""

    x_m: float
    y_m: float
    heading_rad: float
    width_m: float


class Ear:
    """Hears the drive: where odometry put the car, and the last map of doorways."""

    def __init__(self) -> None:
        self.poses = PoseHistory(1_000_000)
        self.doorways: tuple[Doorway, ...] = ()

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        match envelope.message:
            case Odometry() as odometry:
                self.poses.add(odometry)
            case DoorwayMap(doorways=doorways):
                self.doorways = doorways


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seed_range, default=(500_120, 500_139), help="A-B, both included")
    parser.add_argument("--max-time", type=float, default=75.0, help="simulated seconds a drive")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args(argv)
    seeds = range(arguments.seeds[0], arguments.seeds[1] + 1)
    with ProcessPoolExecutor(arguments.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        runs = []
        for run in pool.map(partial(explore, max_s=arguments.max_time), seeds):
            runs.append(run)
            print(f"{run['seed']}  right {run['right']} of {run['believed']} believed, "
                  f"found {run['found']} of {run['in_view']} in view", flush=True)
    print(table(runs))
    if arguments.json:
        arguments.json.write_text(json.dumps(runs, indent=1) + "\n")
    return 0


def explore(seed: int, max_s: float) -> dict[str, Any]:
    """One drive in a home of this seed, and its counts."""
    ear = Ear()
    kind = "office" if seed % 3 == 0 else "home"
    with Stage(SimulatedCar(world=kind, seed=seed)) as stage, tempfile.TemporaryDirectory() as folder:
        present = {thing.kind for thing in stage.world.things}
        absent = sorted(set(KINDS) - present)
        launch = config.load(config.LAUNCH_FOLDER / "sim.yaml", [f"car.seed={seed}", f"car.world={kind}"])
        drive = Drive(launch, stage, Path(folder), (ear,))
        opening = OpeningNode.Config(text=f"find the {absent[seed % len(absent)]}")
        try:
            drive.assemble([*config.node_entries(launch), config.NodeEntry("opening", OpeningNode, opening)], {})
            drive.run(lambda: drive.outcome.over, max_s, realtime=False)
        finally:
            drive.close()
        return {"seed": seed, **score(stage.world, stage.path, ear)}


def score(world: World, path: list[Truth], ear: Ear) -> dict[str, Any]:
    """Compare what the map believes at the end with the true plan."""
    gates = true_gates(world)
    floor = judge.floor_of(world)
    views = np.array([[in_view(gate, truth, floor) for gate in gates] for truth in path], dtype=float)
    step_s = to_s(path[-1].t_ns - path[0].t_ns) / max(1, len(path) - 1)
    seen = set(np.flatnonzero(views.sum(0) * step_s >= VIEW_S).tolist()) if len(gates) else set()
    believed = [moved(door, path, ear.poses) for door in ear.doorways if door.log_odds > 0]
    pairs = matched(believed, gates)
    return {
        "believed": len(believed), "right": len(pairs), "in_view": len(seen),
        "found": len(seen & {gate for _, gate in pairs}),
        "errors_m": [_apart(believed[i], gates[j]) for i, j in pairs],
        "errors_rad": [_turned(believed[i], gates[j]) for i, j in pairs],
        "errors_width_m": [abs(believed[i].width_m - gates[j].width_m) for i, j in pairs],
    }


def true_gates(world: World) -> list[Gate]:
    return [Gate(*wall.point(opening.at_m), wall.yaw_rad + math.pi / 2, opening.width_m)
            for wall in world.walls for opening in wall.openings]


def in_view(gate: Gate, truth: Truth, floor: Grid) -> bool:
    """Whether the camera has this doorway's middle before it, near, unhidden, and not from along its wall."""
    car = Pose(truth.x_m, truth.y_m, truth.yaw_rad)
    eye = Pose(*car.to_world(CAMERA.forward_m, 0.0), car.heading_rad)
    distance, bearing = eye.distance_to(gate.x_m, gate.y_m), eye.bearing_to(gate.x_m, gate.y_m)
    if not NEAR_M <= distance <= FAR_M or abs(bearing) > CAMERA.hfov_rad / 2 - EDGE_RAD:
        return False
    towards = eye.heading_rad + bearing
    if abs(math.cos(towards - gate.heading_rad)) < math.sin(LEAST_SLANT_RAD):
        return False
    return floor.line_m(eye.x_m, eye.y_m, towards) >= distance - 0.05


def moved(door: Doorway, path: list[Truth], poses: PoseHistory) -> Gate:
    """The doorway of the map in the world, as the car saw it: by where it was, and thought it was, at that time."""
    truth = min(path, key=lambda truth: abs(truth.t_ns - door.last_seen_ns))
    thought = poses.at(truth.t_ns)
    if thought is None:
        raise ValueError("odometry never spoke in this drive: is it in launch/sim.yaml?")
    really = Pose(truth.x_m, truth.y_m, truth.yaw_rad)
    turned = really.heading_rad - thought.heading_rad
    return Gate(*really.to_world(*thought.to_car(door.x_m, door.y_m)), door.heading_rad + turned, door.width_m)


def matched(believed: list[Gate], gates: list[Gate]) -> list[tuple[int, int]]:
    """Pairs (believed, true), nearest first, each used once."""
    near = sorted((_apart(a, b), i, j) for i, a in enumerate(believed) for j, b in enumerate(gates)
                  if _apart(a, b) <= RIGHT_M and _turned(a, b) <= RIGHT_RAD)
    pairs: list[tuple[int, int]] = []
    for _, i, j in near:
        if all(i != taken and j != other for taken, other in pairs):
            pairs.append((i, j))
    return pairs


def table(runs: list[dict[str, Any]]) -> str:
    lines = ["", "| what | of | percent | 95 % interval |", "|---|---|---|---|"]
    for name, part, whole in (("precision", "right", "believed"), ("recall", "found", "in_view")):
        good, n = (sum(run[key] for run in runs) for key in (part, whole))
        low, high = wilson(good, n)
        lines.append(f"| {name} | {n} | {100 * good / max(1, n):.1f} | {100 * low:.0f}-{100 * high:.0f} |")
    lines += ["", "| error of the right ones | median | 90 % below |", "|---|---|---|"]
    for name, key, scale in (("position, m", "errors_m", 1.0), ("direction, degrees", "errors_rad", math.degrees(1.0)),
                             ("width, m", "errors_width_m", 1.0)):
        values: npt.NDArray[np.float64] = scale * np.array([value for run in runs for value in run[key]] or [math.nan])
        lines.append(f"| {name} | {np.median(values):.2f} | {np.quantile(values, 0.9):.2f} |")
    return "\n".join(lines)


def _apart(a: Gate, b: Gate) -> float:
    return math.hypot(a.x_m - b.x_m, a.y_m - b.y_m)


def _turned(a: Gate, b: Gate) -> float:
    return abs(wrap(2 * (a.heading_rad - b.heading_rad))) / 2


if __name__ == "__main__":
    sys.exit(main())

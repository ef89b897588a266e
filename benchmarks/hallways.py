"""Routes along halls: "go down the hall and turn left at the second door", where that is, by the simulator's truth.

    python benchmarks/hallways.py [--seeds 500500-500699] [--json FILE]

Of the homes of these seeds those count where the car starts in a hall, looks along it (within 35 degrees) and has a doorway
ahead on a side, but none right beside it there: the farthest that is the first or second on its side and at least 1.2 m away is
named. Right means that the car says it is done, stands within 0.5 m, along the hall, of the doorway's middle, and looks within
25 degrees through it.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.drives import seed_range
from benchmarks.interval import wilson
from robot import config
from robot.geometry import wrap
from robot.opening import OpeningNode
from robot.poses import Pose
from robot.sim.doorways import openings
from robot.sim.drive import Drive
from robot.sim.generate import generate
from robot.sim.stage import SimulatedCar, Stage
from robot.sim.world import World

ALONG_RAD = math.radians(35)
BESIDE_M = 0.6
LEAST_M, NEAR_M, LOOKS_RAD = 1.2, 0.5, math.radians(25)
ORDINALS = ("first", "second")
LIMIT_S = 240.0


class Route(NamedTuple):
    """An instruction, and where it leads: a point level with the doorway on the hall's axis, and the heading through it."""

    text: str
    along: Pose
    x_m: float
    y_m: float
    heading_rad: float


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seed_range, default=(500_500, 500_699), help="A-B, both included")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args(argv)
    seeds = [seed for seed in range(arguments.seeds[0], arguments.seeds[1] + 1) if _route_of(seed) is not None]
    with ProcessPoolExecutor(arguments.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        runs = []
        for run in pool.map(drive, seeds):
            runs.append(run)
            print(f"{'ok' if run['right'] else 'no'}  {run['seed']}  {run['instruction']}: {run['reason']} "
                  f"({run['off_m']:.2f} m, {run['off_deg']:.0f} degrees off)", flush=True)
    right = sum(run["right"] for run in runs)
    low, high = wilson(right, len(runs))
    share = 100 * right / max(1, len(runs))
    print(f"{right} of {len(runs)} right = {share:.0f} % (95 % interval {100 * low:.0f}-{100 * high:.0f})")
    if arguments.json:
        arguments.json.write_text(json.dumps(runs, indent=1) + "\n")
    return 0


def drive(seed: int) -> dict[str, Any]:
    """One route, and where the car ended."""
    with Stage(SimulatedCar(world="home", seed=seed)) as stage, tempfile.TemporaryDirectory() as folder:
        there = route(stage.world)
        assert there is not None
        launch = config.load(config.LAUNCH_FOLDER / "sim.yaml", [f"car.seed={seed}", "car.world=home"])
        run = Drive(launch, stage, Path(folder))
        opening = OpeningNode.Config(text=there.text)
        try:
            run.assemble([*config.node_entries(launch), config.NodeEntry("opening", OpeningNode, opening)], {})
            run.run(lambda: run.outcome.over, LIMIT_S, realtime=False)
        finally:
            run.close()
        end = stage.truth()
        off_m = abs(there.along.to_car(end.x_m, end.y_m)[0] - there.along.to_car(there.x_m, there.y_m)[0])
        off_rad = abs(wrap(end.yaw_rad - there.heading_rad))
        right = run.outcome.succeeded and off_m <= NEAR_M and off_rad <= LOOKS_RAD
        return {"seed": seed, "instruction": there.text, "right": right, "reason": run.outcome.reason, "off_m": off_m,
                "off_deg": math.degrees(off_rad)}


def _route_of(seed: int) -> Route | None:
    try:
        return route(generate(seed, "home"))
    except ValueError:
        return None  # this seed has no floor plan


def route(world: World) -> Route | None:
    """What can be said of this world's hall, from where the car starts."""
    start = world.start
    room = world.room_at(start.x_m, start.y_m)
    if room is None or room.type != "hall":
        return None
    axis_rad = 0.0 if room.rect.width_m > room.rect.depth_m else math.pi / 2
    heading_rad = min((axis_rad, axis_rad + math.pi), key=lambda way: abs(wrap(way - start.yaw_rad)))
    if abs(wrap(heading_rad - start.yaw_rad)) > ALONG_RAD:
        return None
    along = Pose(start.x_m, start.y_m, heading_rad)
    found: list[tuple[float, Route]] = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        doors = sorted((x, opening) for opening in openings(world) if room in opening.rooms(world)
                       for x, y in [along.to_car(opening.x_m, opening.y_m)] if x > -BESIDE_M and 0.3 < sign * y < 2.0)
        if any(x < BESIDE_M for x, _ in doors):
            continue  # does the one beside the car count?
        for ordinal, (ahead_m, opening) in zip(ORDINALS, doors, strict=False):
            text = f"go down the hall and turn {side} at the {ordinal} door"
            through = Route(text, along, opening.x_m, opening.y_m, wrap(heading_rad + sign * math.pi / 2))
            found.append((ahead_m, through))
    far = [one for one in found if one[0] >= LEAST_M]
    return max(far, key=lambda one: one[0])[1] if far else None


if __name__ == "__main__":
    sys.exit(main())

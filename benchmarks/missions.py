"""Ten instructions of several steps, each in a validation home of its own: what was understood, and what came of it.

    python benchmarks/missions.py [--out FOLDER] [--json FILE]

Every drive's folder holds its account: the program with the words each step came from, what was checked on the way, why the
car stopped. `{thing}` is a kind of object that stands in the start room or the next, as in benchmarks/drives.py; `{side}` says
on which side a doorway lies, if one lies to a side. A mission counts as carried out when the car says so and, where it went to
a thing or through a doorway, the simulator's truth agrees.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.drives import goal_kind, root
from benchmarks.interval import wilson
from robot.geometry import wrap

MISSIONS = (
    "go through the door{side}, find the {thing} and take a photo, then come back",
    "turn around and find the {thing}",
    "go through the door, take a picture, then come back and say hello",
    "drive to the {thing} and then back up a foot",
    "if you see a {thing} take a picture, otherwise turn right 90 degrees and go through the door",
    "turn all the way around and take a picture every ninety degrees, then go to the {thing}",
    'remember this place as "base", leave the room, wait five seconds and then go to base',
    "go to the door{side} and wait two seconds, then go to the {thing}",
    "go forward two feet, correction, one foot, and then look for the {thing}",
    "go to the {thing}, you should see it in front of you, then return",
)
FIRST_SEED = 500_200
LIMIT_S = 900
ASIDE_RAD = 0.5  # what lies so far from straight ahead is to a side


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("runs/missions"), help="where the drives are kept")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args(argv)
    with ThreadPoolExecutor(arguments.jobs) as pool:
        runs = []
        for run in pool.map(lambda number: mission(number, arguments.out), range(len(MISSIONS))):
            runs.append(run)
            print(f"{'ok' if run['success'] else 'no'}  {run['seed']}  {run['instruction']}", flush=True)
            print(f"            {run['reason']}", flush=True)
    done = sum(bool(run["success"]) for run in runs)
    low, high = wilson(done, len(runs))
    print(f"{done} of {len(runs)} carried out (95 % interval {100 * low:.0f}-{100 * high:.0f} %)")
    if arguments.json:
        arguments.json.write_text(json.dumps(runs, indent=1) + "\n")
    return 0


def mission(number: int, out: Path) -> dict[str, Any]:
    """One mission in a process of its own; its report, or why there is none."""
    seed = FIRST_SEED + number
    text = MISSIONS[number].format(thing=goal_kind("home", seed), side=door_side(seed))
    report = out / f"{number + 1}.json"
    command = [sys.executable, "-m", "robot.launch", "--sim", "--seed", str(seed), "--say", text]
    command += ["--runs", str(out), "--report", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, cwd=root(), check=False)
    if report.exists():
        return {"seed": seed, **json.loads(report.read_text())}
    return {"seed": seed, "instruction": text, "success": False, "reason": done.stderr[-500:]}


def door_side(seed: int) -> str:
    """ " on your left": where the nearest doorway of the start room lies that isn't just ahead or behind; "" with none."""
    from robot.sim.doorways import openings
    from robot.sim.generate import generate

    world = generate(seed, "home")
    start = world.start
    room = world.room_at(start.x_m, start.y_m)
    sides = []
    for opening in openings(world):
        dx, dy = opening.x_m - start.x_m, opening.y_m - start.y_m
        bearing_rad = wrap(math.atan2(dy, dx) - start.yaw_rad)
        if room in opening.rooms(world) and ASIDE_RAD < abs(bearing_rad) < math.pi - ASIDE_RAD:
            sides.append((math.hypot(dx, dy), " on your left" if bearing_rad > 0 else " on your right"))
    return min(sides)[1] if sides else ""


if __name__ == "__main__":
    sys.exit(main())

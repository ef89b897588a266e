"""Searches through flat homes: how long the car looks for a thing where its eyes are good enough, in seconds a home.

    python benchmarks/searches.py                                      # training homes 1000000-1000039
    python benchmarks/searches.py --set search.explore.home_m=4        # with another setting of the navigator

Map and navigator run as in the car; pictures, motors and the low level are replaced by rays, noise and a unicycle
(tests/control/flatland.py), so what is counted is where the search leads, not what the eyes confuse. The kinds are drawn as in
drives.py. A search that fails counts as 400 s.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec
import numpy as np

from benchmarks.drives import seed_range
from benchmarks.interval import mean_interval, wilson
from control.navigate import NavigateConfig, NavigatorNode
from perception.map import MapConfig, MapNode
from robot import topics
from robot.config import ConfigError, apply_override
from robot.messages import Task
from robot.program import Landmark
from robot.sim.generate import generate
from robot.sim.judge import ARRIVED_M, pick_goal
from tests.control.flatland import Flatland

LIMIT_S = 400.0


def main(argv: list[str] | None = None) -> int:
    arguments = parse(argv)
    first, last = arguments.seeds
    with ProcessPoolExecutor(arguments.jobs) as pool:
        runs = []
        for run in pool.map(partial(search, config=arguments.config), range(first, last + 1)):
            runs.append(run)
            print(line(run), flush=True)
    print(table(runs))
    if arguments.json:
        arguments.json.write_text(json.dumps({"runs": runs}, indent=1) + "\n")
    return 0


def search(seed: int, config: NavigateConfig) -> dict[str, Any]:
    """One search, ended by the navigator itself."""
    world = generate(seed, "home")
    kind = pick_goal(world, np.random.default_rng(seed)).kind
    flat = Flatland.of_world(world, seed)
    flat.add(MapNode(MapConfig()))
    flat.add(NavigatorNode(config))
    flat.run(0.6)
    flat.wiring.say(topics.TASK, Task(t_ns=flat.wiring.now_ns, id=1, action="goto", landmark=Landmark(kind=kind)))

    def over() -> bool:
        newest = flat.wiring.last(topics.TASK_STATUS)
        return newest is not None and newest.state != "running"

    flat.run(2 * LIMIT_S, over)
    status = flat.wiring.last(topics.TASK_STATUS)
    return {"seed": seed, "kind": kind, "success": status.state == "succeeded" and flat.distance_m(kind) <= ARRIVED_M,
            "seconds": flat.wiring.now_ns / 1e9, "path_m": flat.path_m, "contacts": flat.contacts, "reason": status.reason}


def navigator(overrides: list[str]) -> NavigateConfig:
    """The navigator's settings with `a.b=1` on top; ConfigError says what is wrong with one."""
    settings: dict[str, Any] = {}
    for override in overrides:
        apply_override(settings, override)
    try:
        return msgspec.convert(settings, NavigateConfig)
    except msgspec.ValidationError as error:
        raise ConfigError(f"--set {' '.join(overrides)}: {error}") from None


def line(run: dict[str, Any]) -> str:
    mark = "ok  " if run["success"] else "no  "
    return f"{run['seed']:>7}  {mark} {run['kind']:<18} {run['seconds']:6.1f} s  {run['path_m']:5.1f} m" \
           f"  {run['contacts']} hit  {run['reason']}"


def table(runs: list[dict[str, Any]]) -> str:
    n, found = len(runs), sum(run["success"] for run in runs)
    low, high = wilson(found, n)
    seconds = sorted(min(LIMIT_S, run["seconds"]) if run["success"] else LIMIT_S for run in runs)
    low_s, high_s = mean_interval(seconds)
    return (
        f"\n{n} searches: found {100 * found / n:.1f} % (95 % interval {100 * low:.1f}-{100 * high:.1f}),"
        f" mean {sum(seconds) / n:.0f} s ({low_s:.0f}-{high_s:.0f}), median {seconds[n // 2]:.0f} s,"
        f" {sum(run['contacts'] for run in runs) / n:.2f} contacts each"
    )


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="searches", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=seed_range, default=(1000000, 1000039), help="A-B, both included")
    parser.add_argument("--jobs", type=int, default=2, help="searches at a time (default 2)")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="a setting of the navigator")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    try:
        arguments.config = navigator(arguments.set)
    except ConfigError as error:
        parser.error(str(error))
    return arguments


if __name__ == "__main__":
    sys.exit(main())

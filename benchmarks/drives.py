"""Drives "go to the <object>" through worlds that no training has seen, and counts.

    python benchmarks/drives.py                        # 50 test worlds, seeds 0-49
    python benchmarks/drives.py --seeds 500000-500049  # validation worlds, for tuning
    python benchmarks/drives.py --speak --snr 20       # the same, spoken into the simulated microphone in motor noise

For each seed a home is generated, one kind of object is drawn from those in the start room or the next, and
`python -m robot.launch --sim --seed N --say "go to the <object>"` runs as its own process. What it reports is judged by the
simulator's truth: the car has stopped by itself within 0.5 m of the footprint of an object of that kind. Spoken to, it must
have understood what it does when the same words are typed: who drives to another thing has not done as told.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.interval import mean_interval, wilson

LIMIT_S = 900  # a drive whose process takes longer counts as a crash of the program


def main(argv: list[str] | None = None) -> int:
    arguments = parse(argv)
    first, last = arguments.seeds
    seeds = list(range(first, last + 1))
    with ThreadPoolExecutor(arguments.jobs) as pool:
        runs = []
        for run in pool.map(lambda seed: drive(seed, arguments), seeds):
            runs.append(run)
            print(line(run), flush=True)
    summary = summarise(runs)
    print(table(summary))
    if arguments.json:
        arguments.json.write_text(json.dumps({"summary": summary, "runs": runs}, indent=1) + "\n")
    return 0


def drive(seed: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """One drive in a process of its own; a report that did not come is a crash."""
    kind = goal_kind(arguments.world, seed)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "robot.launch", "--sim", "--world", arguments.world, "--seed", str(seed)]
        command += [*said(f"go to the {kind}", arguments), "--board", arguments.board, "--report", str(report)]
        command += [part for override in arguments.set for part in ("--set", override)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, cwd=root(), check=False)
            exit_code, errors = done.returncode, done.stderr[-500:]
        except subprocess.TimeoutExpired:
            exit_code, errors = -1, f"no end after {LIMIT_S} s"
        if exit_code in (0, 1) and report.exists():
            told = json.loads(report.read_text())
            told["success"] &= not arguments.speak or meant(kind, told)
            return {"seed": seed, "kind": kind, "crashed": False, **told}
    return {"seed": seed, "kind": kind, "crashed": True, "success": False, "reason": errors, "collisions": 0}


def said(text: str, arguments: argparse.Namespace) -> list[str]:
    """How the launch is given the instruction."""
    if not arguments.speak:
        return ["--say", text]
    return ["--speak", text, *(["--snr", str(arguments.snr)] if arguments.snr is not None else [])]


def meant(kind: str, told: dict[str, Any]) -> bool:
    """Whether the car understood what it does when it reads the words."""
    from language.parser import understand

    return bool(told["understood"] == str(understand(f"go to the {kind}").program))


def goal_kind(world_kind: Literal["home", "office"], seed: int) -> str:
    """The kind of object this seed asks for: drawn from those in the start room or the next."""
    import numpy as np

    from robot.sim.generate import generate
    from robot.sim.judge import pick_goal

    goal = pick_goal(generate(seed, world_kind), np.random.default_rng(seed))
    return str(goal.kind)


def summarise(runs: list[dict[str, Any]]) -> dict[str, Any]:
    n = len(runs)
    successes = sum(run["success"] for run in runs)
    low, high = wilson(successes, n)
    collisions = [float(run["collisions"]) for run in runs]
    factors = [run["realtime_factor"] for run in runs if run.get("realtime_factor")]
    collisions_low, collisions_high = mean_interval(collisions)
    return {
        "n": n,
        "success_percent": round(100 * successes / n, 1),
        "low": round(100 * low, 1),
        "high": round(100 * high, 1),
        "collisions_per_run": round(sum(collisions) / n, 3),
        "collisions_low": round(max(0.0, collisions_low), 3),
        "collisions_high": round(collisions_high, 3),
        "crashes": sum(run["crashed"] for run in runs),
        "realtime_factor_median": sorted(factors)[len(factors) // 2] if factors else None,
    }


def line(run: dict[str, Any]) -> str:
    mark = "ok  " if run["success"] else ("DIED" if run["crashed"] else "no  ")
    distance = run.get("goal_distance_m")
    near = f"{distance:5.2f} m" if distance is not None else "      -"
    return (
        f"{run['seed']:>7}  {mark} {run['kind']:<18} {near}  {run.get('duration_s') or 0:6.1f} s"
        f"  {run['collisions']} hit  {run.get('realtime_factor') or 0:4.1f}x  {run['reason']}"
    )


def table(summary: dict[str, Any]) -> str:
    return (
        f"\n{summary['n']} drives: success {summary['success_percent']} % (95 % interval {summary['low']}-"
        f"{summary['high']}), collisions {summary['collisions_per_run']} per run"
        f" ({summary['collisions_low']}-{summary['collisions_high']}), crashes {summary['crashes']},"
        f" median speed {summary['realtime_factor_median']}x real time"
    )


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drives", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=seed_range, default=(0, 49), help="A-B, both included (default 0-49)")
    parser.add_argument("--world", default="home", choices=("home", "office"))
    parser.add_argument("--board", default="laptop")
    parser.add_argument("--speak", action="store_true", help="speak the instruction into the simulated microphone")
    parser.add_argument("--snr", type=float, metavar="DB", help="with --speak: motors run, so far below the voice")
    parser.add_argument("--jobs", type=int, default=2, help="drives at a time (default 2)")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="passed on to the launch")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    if arguments.snr is not None and not arguments.speak:
        parser.error("--snr goes with --speak")
    return arguments


def seed_range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    try:
        bounds = int(first), int(last or first)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a range of seeds such as 0-49") from None
    if bounds[1] < bounds[0]:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it begins")
    return bounds


def root() -> Path:
    return Path(__file__).resolve().parent.parent


if __name__ == "__main__":
    sys.exit(main())

"""What stops the car, and how fast: breaks the running program in every way we know, again and again.

    python benchmarks/faults.py [--trials N] [--fault NAME ...] [--seed N] [--json FILE]

The program under test is the real one on the threaded executor, with the safety node and the motor process; its pins are a file
(benchmarks/pins.py) that keeps its levels when a process dies, its body is simulated in real time by this process, which also
samples the pins a thousand times a second. Each trial lets the car drive, breaks something at a random moment, notes when the
pins were off for good: off, and still off 0.3 s later, while the cause lasted or nobody had acknowledged it.

A runaway is a car whose pins were not off for good within the limit. What doesn't stop the car by itself (`needs` is
"button": a flood of messages) must not keep the emergency button from doing so: there the button is the cause.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.fault_body import Camera
from benchmarks.fault_rig import Rig, Stop, camera, unplug_encoder

LIMIT_MS, DEATH_LIMIT_MS = 250.0, 100.0
NODES = ("base", "camera", "odometry", "pilot", "button", "safety")
FLOOD_HZ = 20_000

Happen = Callable[[Rig, np.random.Generator], None]


class Fault(NamedTuple):
    """`happen` breaks it, `undo` mends it; off for good is off for `stays_s`."""

    happen: Happen
    undo: Callable[[Rig], None] = lambda rig: None
    limit_ms: float = LIMIT_MS
    needs: str = "itself"
    stays_s: float = 0.3


def _kill_program(rig: Rig, _: np.random.Generator) -> None:
    rig.signal(signal.SIGKILL)


def _reload(rig: Rig, rng: np.random.Generator) -> None:
    """The launch file is written anew and the service told so: a reload is a SIGHUP, a restart a SIGTERM."""
    rig.launch.write_text(rig.launch.read_text(encoding="utf-8"), encoding="utf-8")
    rig.signal(signal.SIGHUP if rng.random() < 0.5 else signal.SIGTERM)


def _flood(rig: Rig, rng: np.random.Generator) -> None:
    rig.tell(f"flood {FLOOD_HZ}")
    rig.wait(lambda _: False, 0.3)


def _jump(rig: Rig, rng: np.random.Generator) -> None:
    rig.tell(f"jump {rng.choice([-1, 1]) * 10 ** rng.uniform(0, 4)}")


FAULTS: dict[str, Fault] = {
    "kill -9 main": Fault(_kill_program, limit_ms=DEATH_LIMIT_MS),
    "kill -9 motor process": Fault(lambda rig, _: os.kill(rig.worker(), signal.SIGKILL)),
    "SIGSTOP main": Fault(lambda rig, _: rig.signal(signal.SIGSTOP), lambda rig: rig.signal(signal.SIGCONT)),
    "GIL hog": Fault(lambda rig, _: rig.tell("hog 0.7")),
    "node exception": Fault(lambda rig, rng: rig.tell(f"fail {rng.choice(NODES)}"), Rig.end),  # or its back-off grew to 8 s
    "blocked camera": Fault(lambda rig, _: camera(Camera.BLOCKED)(rig)),
    "USB camera unplugged": Fault(lambda rig, _: camera(Camera.UNPLUGGED)(rig)),
    "sonar silent": Fault(lambda rig, _: setattr(rig.body, "sonar", False)),
    "encoder unplugged": Fault(lambda rig, rng: unplug_encoder(rig, int(rng.integers(3)))),
    "bus flooded at 20 kHz": Fault(_flood, lambda rig: rig.tell("calm"), needs="button"),
    "clock jump": Fault(_jump, lambda rig: rig.tell("jump 0")),
    "disk full": Fault(lambda rig, _: rig.tell("full"), lambda rig: rig.tell("space")),
    "configuration reloaded while driving": Fault(_reload),
}


class Row(NamedTuple):
    fault: str
    trials: int
    runaways: int
    worst_stop_ms: float
    median_stop_ms: float
    limit_ms: float
    cause: str
    worst_lag_ms: float


def trial(rig: Rig, fault: Fault, rng: np.random.Generator) -> Stop:
    """Drive, break, watch, mend."""
    rig.drive()
    rig.wait(lambda _: False, float(rng.uniform(0.0, 0.25)))
    cause_ns = time.monotonic_ns()
    fault.happen(rig, rng)
    if fault.needs == "button":
        cause_ns = time.monotonic_ns()
        rig.body.button = True
    stop = rig.watch(cause_ns, 3.0, fault.stays_s)
    fault.undo(rig)
    return stop


def measure(name: str, rig: Rig, trials: int, rng: np.random.Generator) -> Row:
    fault, stops = FAULTS[name], []
    for _ in range(trials):
        stops.append(trial(rig, fault, rng))
    times = [stop.after_ms if stop.after_ms is not None else float("inf") for stop in stops]
    runaways = sum(after > fault.limit_ms for after in times)
    return Row(name, trials, runaways, round(max(times), 1), round(float(np.median(times)), 1), fault.limit_ms, fault.needs,
               round(max(stop.lag_ms for stop in stops), 1))


def show(row: Row) -> str:
    return (f"{row.fault:38} {row.trials:6} {row.runaways:9} {row.worst_stop_ms:14.1f} {row.median_stop_ms:11.1f} "
            f"{row.limit_ms:9.0f} {row.worst_lag_ms:9.1f}")


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parse(argv)
    rng = np.random.default_rng(arguments.seed)
    rows: list[Row] = []
    print(f"{'fault':38} {'trials':>6} {'runaways':>9} {'worst_stop_ms':>14} {'median':>11} {'limit':>9} {'lag':>9}")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        rig = Rig(Path(folder) / "car")
        try:
            for name in arguments.fault or FAULTS:
                rows.append(measure(name, rig, arguments.trials, rng))
                print(show(rows[-1]), flush=True)
        finally:
            rig.close()
    if arguments.json:
        report = {"seed": arguments.seed, "load": os.getloadavg(), "cpus": os.cpu_count()}
        report["rows"] = [row._asdict() for row in rows]
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return int(any(row.runaways for row in rows))


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Break the running program in every way we know; exit code 1 for a runaway.")
    parser.add_argument("--trials", type=int, default=100, help="of each fault (default 100)")
    parser.add_argument("--fault", action="append", choices=tuple(FAULTS), help="only this one; may be given again")
    parser.add_argument("--seed", type=int, default=0, help="of the moments and what else is random")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())

"""What looking at one picture costs: all that the detector node does, from the camera's bytes to places on the floor.

    python benchmarks/looking.py [--models eyes NAME …] [--seed 500000] [--runs 300] [--json FILE]

Pictures of a validation world, each looked at by `DetectorNode.look` in a process of its own, one thread: pre-processing,
network, decoding, prototypes, geometry, free floor, doorways, floor surfaces. NAMEs are those of `python -m models list`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
import numpy as np

from models.benchmark import Machine, machine, peak_mb, timed

PICTURES = 40


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Of one picture, over all runs after a warm-up."""

    model: str
    runs: int
    p50_ms: float
    p90_ms: float
    p99_ms: float
    cpu_ms: float
    """Processor time of all threads, mean."""
    peak_mb: float
    """The most memory that the process ever held: Python, onnxruntime and OpenCV included."""
    machine: Machine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["eyes"])
    parser.add_argument("--seed", type=int, default=500_000, help="the world that the pictures show")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(msgspec.json.encode(cost(arguments.models[0], np.load(arguments.child), arguments.runs)).decode())
        return
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder) / "pictures.npy"
        np.save(shown, pictures(arguments.seed))
        costs = [_in_a_process(name, shown, arguments.runs) for name in arguments.models]
    print(table(costs))
    if arguments.json:
        arguments.json.write_text(json.dumps(msgspec.to_builtins(costs), indent=1), encoding="utf-8")


def pictures(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """(PICTURES, 240, 320, 3) what the car's camera sees in a world."""
    from collections import Counter

    from models.train.poses import Poses
    from models.train.render import pictures as rendered
    from robot.sim.generate import generate
    from robot.sim.lens import photograph
    from robot.sim.stage import DEFAULT_LENS

    world, generator, seen = generate(seed, "home"), np.random.default_rng(seed), Counter[str]()
    shown = rendered(world, PICTURES, seen, Poses(world, seen, generator, own=True))
    return np.stack([photograph(np.ascontiguousarray(example.picture), DEFAULT_LENS, generator) for example in shown])


def cost(model: str, shown: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], runs: int) -> Cost:
    """Look `runs` times, at one picture after the other."""
    from perception.detector import DetectorNode
    from robot.messages import Frame

    node = DetectorNode(DetectorNode.Config(model="" if model == "eyes" else model))
    frames = [Frame(t_ns=index, image=np.ascontiguousarray(image)) for index, image in enumerate(shown)]
    times = timed(lambda index: node.look(frames[index % len(frames)]), runs)
    return Cost(model=model, runs=runs, **times._asdict(), peak_mb=peak_mb(), machine=machine())


def table(costs: list[Cost]) -> str:
    lines = ["| model | p50 / p90 / p99, ms | CPU, ms | peak, MB |", "|---|---|---|---|"]
    for one in costs:
        times = f"{one.p50_ms:.1f} / {one.p90_ms:.1f} / {one.p99_ms:.1f}"
        lines.append(f"| `{one.model}` | {times} | {one.cpu_ms:.1f} | {one.peak_mb:.0f} |")
    return "\n".join(lines)


def _in_a_process(model: str, shown: Path, runs: int) -> Cost:
    command = [sys.executable, __file__, "--models", model, "--runs", str(runs), "--child", str(shown)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return msgspec.json.decode(done.stdout, type=Cost)


if __name__ == "__main__":
    main()

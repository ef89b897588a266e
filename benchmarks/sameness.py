"""Drives the same seed again and again, in one process and in new ones, and compares the traces.

    python benchmarks/sameness.py --times 20
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="sameness", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how often, half of them in processes of their own")
    parser.add_argument("--seed", type=int, default=500_001)
    parser.add_argument("--say", default="find the chair")
    parser.add_argument("--max-time", type=float, default=15.0)
    arguments = parser.parse_args(argv)
    command = ["--sim", "--seed", str(arguments.seed), "--say", arguments.say, "--max-time", str(arguments.max_time)]
    traces: Counter[str] = Counter()
    for number in range(arguments.times):
        apart = number % 2 == 1
        trace = elsewhere(command) if apart else here(command)
        traces[trace] += 1
        print(f"{number + 1:>3}  {'own process' if apart else 'this process':<12}  {trace}", flush=True)
    same = len(traces) == 1
    print(f"{arguments.times} drives, {len(traces)} different trace{'' if same else 's'}: {'same' if same else 'NOT the same'}")
    return 0 if same else 1


def here(command: list[str]) -> str:
    from robot.launch import main as launch

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        report = Path(folder) / "report.json"
        launch([*command, "--report", str(report), "--runs", folder])
        return str(json.loads(report.read_text())["trace_sha256"])


def elsewhere(command: list[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        program = [sys.executable, "-m", "robot.launch", *command, "--report", str(report), "--runs", folder]
        subprocess.run(program, cwd=ROOT, capture_output=True, check=False)
        return str(json.loads(report.read_text())["trace_sha256"])


if __name__ == "__main__":
    sys.exit(main())

"""How long understanding takes, and what it costs to load: `python benchmarks/parsing.py [FILE]`.

FILE holds texts to parse: JSON lines with a "text" (.jsonl), or one a line. Without it, some of our own, repeated.
Times are CPU times on one core, k = 5; import and memory are measured in a fresh process.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.commands import commands
from language.parser import understand

OWN = [
    "go through the door on your left, find the plant and take a photo, then come back",
    "robot turn uh forty five degrees to your left . and take a picture",
    "move forward five feet, correction, three feet",
    "if you see a red chair, stop, otherwise go forward two feet",
    "find the cup next to the lamp on the table in the kitchen",
    "trun rihgt nintey degrees",
]
FRESH = """
import resource, sys, time
start = time.process_time()
from language.parser import understand
loaded = time.process_time()
understand("go to the red chair")
first = time.process_time()
peak, numpy = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "numpy" in sys.modules
understand("turn knighty degrees left")
doubted = time.process_time()
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((loaded - start) * 1e3, (first - loaded) * 1e3, peak / 1024, numpy)
print((doubted - first) * 1e3, most / 1024, "torch" in sys.modules)
"""


def texts(path: Path | None) -> list[str]:
    if path is None:
        return OWN * 50
    if path.suffix == ".jsonl":
        return commands(path)
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def times_ms(said: list[str], k: int) -> list[float]:
    """CPU time of each text, sorted; the first parse, which loads the lexicon and the ranker, is left out."""
    understand("turn knighty degrees left", k=k)
    taken = []
    for text in said:
        start = time.process_time()
        understand(text, k=k)
        taken.append((time.process_time() - start) * 1e3)
    return sorted(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("-k", type=int, default=5)
    asked = parser.parse_args()
    # First, for a process starts with the peak memory of its parent.
    done = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    taken = times_ms(texts(asked.file), asked.k)
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        print(f"{name} {taken[int(share * (len(taken) - 1))]:.2f} ms")
    print(f"max {taken[-1]:.2f} ms, {len(taken)} texts, k = {asked.k}")
    load_ms, first_ms, peak_mib, numpy, doubted_ms, most_mib, torch = done.stdout.split()
    loaded = f"import {float(load_ms):.0f} ms, first parse {float(first_ms):.0f} ms"
    print(f"{loaded}, peak memory {float(peak_mib):.0f} MiB, numpy loaded: {numpy}")
    print(f"first misheard word, which loads the ranker: {float(doubted_ms):.0f} ms, peak memory {float(most_mib):.0f} MiB")
    print(f"torch loaded: {torch}")


if __name__ == "__main__":
    main()

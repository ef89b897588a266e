"""What hearing costs: `python benchmarks/hearing_cost.py MANIFEST [--clips N] [--starts N] [--model FOLDER]`.

Each start is a process of its own: Python, the listening node's modules, the model and the grammar, until it could hear; what
the machine does beside it lengthens its time, not its CPU time. The last one hears recordings of the manifest, as on the car.
What listening to silence costs is benchmarks/cascade.py's.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def started(model: Path | None) -> tuple[Any, dict[str, float]]:
    """A listening node, and what it took since this process began."""
    began_s = time.perf_counter()
    from language.speech.listening import ListeningNode
    from language.speech.offline import Ears

    ears = Ears(ListeningNode(ListeningNode.Config(model=str(model or ""))))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return ears, {"start_s": time.perf_counter() - began_s, "start_cpu_s": used.ru_utime + used.ru_stime, "start_mb": peak_mb()}


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def heard(ears: Any, manifest: Path, clips: int) -> dict[str, float]:
    """CPU seconds for one of sound, and the most memory that it took."""
    import numpy as np

    from language.evaluate.manifest import read
    from language.evaluate.sounds import Sounds
    from robot.speech import SAMPLE_RATE_HZ

    recordings = read(manifest)
    chosen = np.random.default_rng(0).permutation(len(recordings))[:clips]
    sounds = [Sounds()(recordings[number], int(number)) for number in chosen]
    began_s = time.process_time()
    for sound in sounds:
        ears.hear(sound)
    used_s, sound_s = time.process_time() - began_s, sum(map(len, sounds)) / SAMPLE_RATE_HZ
    return {"rtf": used_s / sound_s, "sound_s": sound_s, "peak_mb": peak_mb()}


def run(asked: argparse.Namespace, clips: int) -> dict[str, float]:
    """One start in a process of its own, which then hears so many recordings."""
    command = [sys.executable, __file__, str(asked.manifest), "--child", "--clips", str(clips)]
    command += ["--model", str(asked.model)] if asked.model else []
    began_s = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    result: dict[str, float] = json.loads(done.stdout)
    return {**result, "process_s": time.perf_counter() - began_s}


def measure(asked: argparse.Namespace) -> dict[str, float]:
    from language.speech.vosk_recogniser import SHIPPED

    run(asked, 0)  # the first tries whether Vosk bears the model, and remembers it
    starts = [run(asked, 0) for _ in range(asked.starts)]
    folder = asked.model or SHIPPED
    size_mb = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    middle = {name: median(start[name] for start in starts) for name in ("start_s", "start_cpu_s", "process_s", "start_mb")}
    hearing = run(asked, asked.clips)
    return {**middle, **{name: hearing[name] for name in ("rtf", "sound_s", "peak_mb")}, "model_mb": size_mb}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="hearing_cost", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--clips", type=int, default=100, help="recordings that are heard (default 100)")
    parser.add_argument("--starts", type=int, default=5, help="starts; their medians are told (default 5)")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args(argv)
    if asked.child:
        ears, told = started(asked.model)
        print(json.dumps({**told, **(heard(ears, asked.manifest, asked.clips) if asked.clips else {})}))
        return 0
    costs = measure(asked)
    print(f"start        {costs['start_s']:.2f} s, of which CPU {costs['start_cpu_s']:.2f} s with Python's own start;"
          f" the whole process {costs['process_s']:.2f} s; {costs['start_mb']:.0f} MB")
    print(f"hearing      {costs['rtf']:.4f} CPU s for one of sound ({costs['sound_s']:.0f} s of it)")
    print(f"peak memory  {costs['peak_mb']:.0f} MB")
    print(f"model        {costs['model_mb']:.1f} MB")
    if asked.json is not None:
        asked.json.write_text(json.dumps(costs, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

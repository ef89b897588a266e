"""What a network costs on this machine: time, processor time, memory, size; one thread that does not spin."""

from __future__ import annotations

import os
import platform
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from models.runtime import session
from robot.clock import SystemClock

WARM_UP, RUNS = 10, 200


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What the numbers were measured on."""

    processor: str
    architecture: str
    cores: int
    system: str
    python: str
    onnxruntime: str


class Times(NamedTuple):
    """Of a piece of work that was done over and over: quantiles of the time, and the mean processor time of all threads."""

    p50_ms: float
    p90_ms: float
    p99_ms: float
    cpu_ms: float


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Of the network alone: pre-processing and decoding are not in it."""

    model: str
    bytes: int
    runs: int
    p50_ms: float
    p90_ms: float
    p99_ms: float
    cpu_ms: float
    """Processor time of a run, all threads, mean."""
    peak_mb: float
    """The most memory this process ever held, Python and onnxruntime included."""
    machine: Machine


def measure(name: str, network: bytes, runs: int = RUNS) -> Cost:
    """Run the network on noise (from a fixed seed), `runs` times after a warm-up."""
    loaded = session(network)
    given = {entry.name: _noise(entry) for entry in loaded.get_inputs()}
    times = timed(lambda _: loaded.run(None, given), runs)
    return Cost(model=name, bytes=len(network), runs=runs, **times._asdict(), peak_mb=peak_mb(), machine=machine())


def timed(work: Callable[[int], object], runs: int) -> Times:
    """How long `work` takes, called with 0, 1, 2, … `runs` times after a warm-up."""
    for index in range(WARM_UP):
        work(index)
    clock, begun_s, times_ns = SystemClock(), cpu_s(), np.zeros(runs)
    for index in range(runs):
        start_ns = clock.now_ns()
        work(index)
        times_ns[index] = clock.now_ns() - start_ns
    p50, p90, p99 = (float(value) for value in np.percentile(times_ns, (50, 90, 99)) / 1e6)
    return Times(p50, p90, p99, 1e3 * (cpu_s() - begun_s) / runs)


def machine() -> Machine:
    import onnxruntime

    return Machine(processor=processor(), architecture=platform.machine(), cores=os.cpu_count() or 0,
                   system=f"{platform.system()} {platform.release()}", python=platform.python_version(),
                   onnxruntime=onnxruntime.__version__)


def _noise(entry: Any) -> Any:
    rng = np.random.default_rng(0)
    shape = [size if isinstance(size, int) else 1 for size in entry.shape]
    if entry.type == "tensor(uint8)":
        return rng.integers(0, 256, shape, dtype=np.uint8)
    return rng.uniform(-2.0, 2.0, shape).astype(np.float32)


def cpu_s() -> float:
    """Processor time of this process so far, all threads."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_mb() -> float:
    """VmHWM: unlike ru_maxrss it counts nothing of the process that started this one."""
    for line in _lines(Path("/proc/self/status")):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def processor() -> str:
    for line in _lines(Path("/proc/cpuinfo")):
        key, _, value = line.partition(":")
        if key.strip() in ("model name", "Model"):
            return value.strip()
    return platform.processor() or "unknown"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []  # not Linux

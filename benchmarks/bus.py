"""The bus beside other ways to carry a message from one thread to another, in one run.

    python benchmarks/bus.py [--json FILE] [--blocks N] [--pace HZ]
    python benchmarks/bus.py --soak 10000000

A publisher sends at a steady pace, receivers block in threads of their own, and what counts is the time from just before a
message is made until a receiver has it. The contenders take turns in blocks of a few messages, in an order drawn anew each
time, so whatever else the machine does hits all alike; each is compared with `queue.SimpleQueue` of the same turn, and the
verdict is the median over all turns. Where the system lets it, the publisher has one core and the receivers another, and both
go before other programs: where a sleeping thread wakes up, and whom it has to wait for, would else be most of the figure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import CONTENDERS, LIBRARIES, Bytes, Link, Packet, Picture
from benchmarks.soak import PUBLISHERS, soak

SIZES = {"100 B": 100, "30 KB": 30_000, "900 KB": 900_000}
SMALL = 1000  # up to here a message is plain fields, above it holds an array
RECEIVERS = (1, 3, 8)
BLOCKS = 101
PACKETS = 25  # a block; the first block of each contender does not count
PACE_HZ = 2000.0  # messages a second
BASE = "SimpleQueue"
TARGET = 1.2
CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}


class Row(NamedTuple):
    """One contender at one size and number of receivers. `ratio` is against SimpleQueue, block by block."""

    contender: str
    size: str
    receivers: int
    p50_us: float
    p99_us: float
    ratio: float


class Lane:
    """One contender with its receiving threads, ready to run blocks."""

    def __init__(self, name: str, receivers: int, payload: bytes | Bytes) -> None:
        self.name = name
        self._payload: Any = payload
        self._type = Packet if isinstance(payload, bytes) else Picture
        self._link: Link = CONTENDERS[name](receivers, self._type is Picture)
        self._latencies_ns: list[list[int]] = [[] for _ in range(receivers)]
        self.shared = True
        self._sent = 0
        self._threads = [
            threading.Thread(target=self._receive, args=(receive, latencies), daemon=True)
            for receive, latencies in zip(self._link.receive, self._latencies_ns, strict=True)
        ]
        for thread in self._threads:
            thread.start()

    def send_block(self, period_s: float) -> None:
        """Send one block; each message waits until all have the one before: the length of a queue is not its latency."""
        for _ in range(PACKETS):
            self._sent += 1
            t_ns = time.perf_counter_ns()
            self._link.publish(self._type(t_ns=t_ns, number=self._sent, payload=self._payload))
            time.sleep(period_s)
            while any(len(latencies) < self._sent for latencies in self._latencies_ns):
                time.sleep(period_s / 10)

    def blocks(self) -> list[list[int]]:
        """The latencies (ns) of all receivers, block by block, without the first."""
        starts = range(PACKETS, self._sent, PACKETS)
        return [[ns for latencies in self._latencies_ns for ns in latencies[at : at + PACKETS]] for at in starts]

    def close(self) -> None:
        self._link.publish(self._type(t_ns=0, number=-1, payload=self._payload))
        for thread in self._threads:
            thread.join()
        self._link.close()

    def _receive(self, receive: Any, latencies_ns: list[int]) -> None:
        pin(1)
        while (packet := receive()).number >= 0:
            latencies_ns.append(time.perf_counter_ns() - packet.t_ns)
            if packet.number == 1 and isinstance(packet, Picture):
                self.shared = self.shared and np.shares_memory(packet.payload, self._payload)


def pin(number: int) -> None:
    """Keep this thread on the `number`-th core that we may use."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(CORES)
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def go_first() -> str:
    """Let this thread and those it starts go before other programs; says what came of it."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except (AttributeError, PermissionError):
        return "ordinary scheduling (as root it would go before other programs, and the figures would be steadier)"
    return "real-time scheduling"


def compare(size: str, receivers: int, blocks: int, pace_hz: float) -> tuple[list[Row], bool]:
    """All contenders in turns; also whether the bus handed over the very array."""
    noise = np.random.default_rng(0).integers(0, 255, SIZES[size], np.uint8)
    payload = noise if noise.nbytes > SMALL else noise.tobytes()
    lanes = [Lane(name, receivers, payload) for name in CONTENDERS]
    pin(0)
    random = np.random.default_rng(1)
    for _ in range(blocks + 1):
        for index in random.permutation(len(lanes)):
            lanes[index].send_block(1 / pace_hz)
    for lane in lanes:
        lane.close()
    base = [statistics.median(block) for lane in lanes if lane.name == BASE for block in lane.blocks()]
    rows = [_row(lane.name, size, receivers, lane.blocks(), base) for lane in lanes]
    return rows, next(lane.shared for lane in lanes if lane.name == "heed")


def _row(name: str, size: str, receivers: int, blocks: list[list[int]], base: list[float]) -> Row:
    medians = [statistics.median(block) for block in blocks]
    p99 = [sorted(block)[int(len(block) * 0.99)] for block in blocks]
    ratio = statistics.median(mine / theirs for mine, theirs in zip(medians, base, strict=True))
    return Row(name, size, receivers, statistics.median(medians) / 1e3, statistics.median(p99) / 1e3, ratio)


def dispatch_ns(repeats: int = 7, packets: int = 5000) -> dict[str, float]:
    """Time (ns) to publish and receive one small message on one and the same thread, one receiver: the best of several."""
    packet = Packet(t_ns=0, number=0, payload=bytes(100))
    costs: dict[str, float] = {}
    for name in (BASE, "heed", "queue.Queue", "blinker", "PyPubSub"):
        link = CONTENDERS[name](1, False)
        (receive,) = link.receive
        times = []
        for _ in range(repeats):
            start_ns = time.perf_counter_ns()
            for _ in range(packets):
                link.publish(packet)
                receive()
            times.append((time.perf_counter_ns() - start_ns) / packets)
        costs[name] = min(times)
        link.close()
    return costs


def verdicts(rows: list[Row], shared: bool) -> dict[str, bool]:
    """Every promise of the bus with whether this run kept it."""
    ours = {(row.size, row.receivers): row for row in rows if row.contender == "heed"}
    kept = {}
    for size in SIZES:
        worst = max(row.ratio for key, row in ours.items() if key[0] == size)
        kept[f"{size}: p50 at most {TARGET} x SimpleQueue (worst {worst:.2f})"] = worst <= TARGET
    kept["pictures arrive by reference (np.shares_memory)"] = shared
    for name in LIBRARIES:
        behind = [row.ratio / ours[row.size, row.receivers].ratio for row in rows if row.contender == name]
        kept[f"ahead of {name} everywhere (it takes {min(behind):.2f} to {max(behind):.2f} x as long)"] = min(behind) > 1
    return kept


def show(rows: list[Row]) -> None:
    for size in SIZES:
        for receivers in sorted({row.receivers for row in rows}):
            title = f"{size}, {receivers} receiver{'s' if receivers > 1 else ''}"
            print(f"\n{title:<26}{'p50 µs':>18}{'p99 µs':>10}{'x SimpleQueue':>16}")
            for row in rows:
                if (row.size, row.receivers) == (size, receivers):
                    print(f"  {row.contender:<24}{row.p50_us:>18.1f}{row.p99_us:>10.1f}{row.ratio:>16.2f}")


def measure(blocks: int, pace_hz: float) -> tuple[dict[str, Any], dict[str, bool]]:
    """All sizes and numbers of receivers: the figures, and which promises they keep."""
    scheduling = go_first()
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(CORES)} cores, {scheduling}, {pace_hz:.0f} Hz")
    rows: list[Row] = []
    shared = True
    for size in SIZES:
        for receivers in RECEIVERS:
            new, by_reference = compare(size, receivers, blocks, pace_hz)
            rows += new
            shared = shared and by_reference
    show(rows)
    costs = dispatch_ns()
    print("\nsame thread, publish and receive, ns: " + ", ".join(f"{name} {cost:.0f}" for name, cost in costs.items()))
    figures = {
        "rows": [row._asdict() for row in rows],
        "same_thread_ns": costs,
        "shares_memory": shared,
        "pace_hz": pace_hz,
        "scheduling": scheduling,
    }
    return figures, verdicts(rows, shared)


def soaked(messages: int) -> tuple[dict[str, Any], dict[str, bool]]:
    """The soak's figures, and whether every policy kept its promise."""
    result = soak(messages)
    for name, value in result.items():
        print(f"{name:<10}{value}")
    return {"soak": result}, {"nothing lost that a policy promised to keep": result["lost"] == 0}


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 when every promise was kept, 1 otherwise, 2 on bad usage."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")
    parser.add_argument("--blocks", type=int, default=BLOCKS, metavar="N", help=f"blocks per contender ({BLOCKS})")
    parser.add_argument("--pace", type=float, default=PACE_HZ, metavar="HZ", help=f"messages a second ({PACE_HZ:.0f})")
    parser.add_argument("--soak", type=int, metavar="N", help="instead: push N messages through from 8 threads, lose none")
    options = parser.parse_args(argv)
    if options.blocks < 1 or options.pace <= 0 or (options.soak is not None and options.soak < PUBLISHERS):
        parser.error(f"N must be at least 1 (for --soak {PUBLISHERS}), and HZ above 0")
    missing = [name for name in ("blinker", "pubsub", "zmq", "zenoh") if importlib.util.find_spec(name) is None]
    if missing and options.soak is None:
        parser.error(f"not installed: {', '.join(missing)}; get what the bus is compared with by: pip install -e '.[bench]'")
    figures, kept = soaked(options.soak) if options.soak else measure(options.blocks, options.pace)
    print()
    for promise, held in kept.items():
        print(f"{'ok  ' if held else 'FAIL'} {promise}")
    if options.json:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.platform()}
        options.json.write_text(json.dumps({**figures, "verdicts": kept, **machine}, indent=1))
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

"""How soon the motors stand after a key was let go, through a real terminal, in real time: `python benchmarks/teleop.py`.

The program under test runs in a terminal of its own: a pseudo-terminal (`pty`), a window of tmux, or a session over SSH to
this very machine (`ssh`, which needs a running sshd that lets this user in without a password: `--port`, `--key`). Keyboard,
teleop and safety node run on the threads of the car; a motor driver writes down when each voltage changes. This process types:
a key, its repeats, then nothing. Both read the same monotonic clock of the machine, so the difference is the whole way, network
included.

A terminal does not tell of releases. A person lets go anywhere between two repeats; the release is therefore taken to be the
last byte typed, and a hand may have let go up to one repeat *later* than that: the car stands so much sooner after it.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from control.safety import SafetyNode
from control.teleop import TeleopNode
from robot import topics
from robot.keyboard import KeyboardNode
from robot.messages import Bumper, MotorState, Odometry, Sonar, WheelAngles
from robot.node import Node, NodeConfig, Wiring
from robot.terminal import Terminal
from robot.threaded_executor import ThreadedExecutor

HOME = Path(__file__).resolve().parents[1]
LIMIT_MS = 250.0
PERIOD_S = 0.02
RADPS_PER_V = 1.5  # what a gear motor makes of a volt
UP = "\x1b[A"
Typist = Callable[[str], None]


class Well(Node):
    """A car on which all is well: everything that the safety node needs to hear, and wheels that turn as they are driven."""

    name = "well"

    def __init__(self) -> None:
        self._volts = self._angles = (0.0, 0.0)

    def wire(self, wiring: Wiring) -> None:
        self._wheels, self._odometry = wiring.publisher(topics.WHEELS), wiring.publisher(topics.ODOMETRY)
        self._sonar, self._bumper = wiring.publisher(topics.SONAR), wiring.publisher(topics.BUMPER)
        wiring.subscribe(topics.MOTORS, self._on_motors)
        wiring.every(PERIOD_S, self._tick)

    def _on_motors(self, motors: MotorState) -> None:
        self._volts = motors.left_v, motors.right_v

    def _tick(self, now_ns: int) -> None:
        left, right = (angle + volts * RADPS_PER_V * PERIOD_S for angle, volts in zip(self._angles, self._volts, strict=True))
        self._angles = left, right
        self._wheels.publish(WheelAngles(t_ns=now_ns, left_rad=left, right_rad=right))
        self._odometry.publish(Odometry(
            t_ns=now_ns, x_m=0.0, y_m=0.0, heading_rad=0.0, speed_mps=0.0, turn_radps=0.0, covariance=(0.0,) * 9,
        ))  # fmt: skip
        self._sonar.publish(Sonar(t_ns=now_ns, range_m=4.0, echo=False))
        self._bumper.publish(Bumper(t_ns=now_ns, pressed=False))


class Log:
    """A motor driver that notes when the motors begin and end to have voltage: lines of (ns, driven)."""

    problem = ""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", buffering=1)
        self._driven = False

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        driven = bool(left_v or right_v)
        if driven != self._driven:
            self._driven = driven
            self._file.write(f"{time.monotonic_ns()} {int(driven)}\n")
        return left_v, right_v

    def close(self) -> None:
        self._file.close()


def drive(path: Path) -> None:
    """The program under test: until the file's name is gone."""
    executor, motors = ThreadedExecutor(), Log(path)
    with Terminal() as terminal:
        executor.add("well", Well)
        executor.add("safety", lambda: SafetyNode(SafetyNode.Config(), motors))
        executor.add("keyboard", lambda: KeyboardNode(NodeConfig(), terminal))
        executor.add("teleop", lambda: TeleopNode(TeleopNode.Config()))
        executor.run(lambda: not path.exists())
        executor.close()


def command(path: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), "--drive", str(path)]


@contextmanager
def in_pty(started: list[str]) -> Iterator[Typist]:
    """A terminal of our own, or the end of whatever `started` makes of it, such as ssh."""
    process, master = pty.fork()
    if process == 0:
        os.chdir(HOME)
        os.environ["PYTHONPATH"] = str(HOME)
        os.execvp(started[0], started)
    fcntl.fcntl(master, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        yield lambda keys: typed(master, keys)
    finally:
        os.close(master)
        os.waitpid(process, 0)


def typed(master: int, keys: str) -> None:
    os.write(master, keys.encode())
    try:
        os.read(master, 65536)  # whatever it shows: nobody looks, but it must not fill up
    except BlockingIOError:
        return


@contextmanager
def in_tmux(started: list[str]) -> Iterator[Typist]:
    name = f"heed-{os.getpid()}"
    server = ["tmux", "-L", name]
    inside = f"cd {shlex.quote(str(HOME))} && PYTHONPATH=. {shlex.join(started)}"
    subprocess.run([*server, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", inside], check=True)

    def type_key(keys: str) -> None:
        subprocess.run([*server, "send-keys", "-l", keys], check=True)

    try:
        yield type_key
    finally:
        subprocess.run([*server, "kill-server"], check=False, stderr=subprocess.DEVNULL)


def over_ssh(options: argparse.Namespace, started: list[str]) -> list[str]:
    inside = f"cd {shlex.quote(str(HOME))} && PYTHONPATH=. {shlex.join(started)}"
    key = ["-i", options.key] if options.key else []
    trusting = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    return ["ssh", "-tt", "-q", "-p", str(options.port), *trusting, *key, "localhost", inside]


def changes(path: Path) -> list[tuple[int, bool]]:
    return [(int(line.split()[0]), line.split()[1] == "1") for line in path.read_text().splitlines()]


def trial(type_key: Typist, path: Path, delay_s: float, repeat_s: float, repeats: int) -> tuple[float, bool]:
    """Hold a key and let go; (ms from the last byte to motors at zero, whether they ran without a gap while it repeated)."""
    before = len(changes(path))
    type_key(UP)
    first_ns = last_ns = time.monotonic_ns()
    for number in range(repeats):
        due_ns = first_ns + round((delay_s + number * repeat_s) * 1e9)
        time.sleep(max(0.0, (due_ns - time.monotonic_ns()) / 1e9))
        last_ns = time.monotonic_ns()
        type_key(UP)
    time.sleep(0.8)
    seen = changes(path)[before:]
    stops = [t_ns for t_ns, driven in seen if not driven]
    if not stops or seen[-1][1]:
        return float("inf"), False
    return (seen[-1][0] - last_ns) / 1e6, len(stops) <= 2


def measure(options: argparse.Namespace, where: str) -> dict[str, object]:
    random = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "motors"
        started = command(path)
        terminal = in_tmux(started) if where == "tmux" else in_pty(over_ssh(options, started) if where == "ssh" else started)
        results = []
        with terminal as type_key:
            for _ in range(300):
                if path.exists():
                    break
                time.sleep(0.1)
            time.sleep(1.0)
            for _ in range(options.trials):
                delay_s, repeat_s = random.uniform(0.25, 0.66), 1 / random.uniform(10.9, 30.0)
                results.append(trial(type_key, path, delay_s, repeat_s, int(random.integers(0, 20))))
            path.unlink()
            time.sleep(1.0)
    took = sorted(ms for ms, _ in results)
    return {
        "terminal": where, "trials": len(took), "median_ms": round(statistics.median(took), 1), "worst_ms": round(took[-1], 1),
        "late": sum(ms > LIMIT_MS for ms in took), "with_gaps": sum(not smooth for _, smooth in results),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("terminals", nargs="*", default=["pty", "tmux"], help="pty, tmux, ssh")
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--seed", type=int, default=500_000)
    parser.add_argument("--port", type=int, default=22, help="of sshd on this machine")
    parser.add_argument("--key", help="a private key for ssh")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--drive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.drive is not None:
        drive(options.drive)
        return 0
    rows = [measure(options, where) for where in options.terminals]
    for row in rows:
        print(", ".join(f"{key} {value}" for key, value in row.items()))
    if options.json is not None:
        options.json.write_text(json.dumps({"rows": rows, "limit_ms": LIMIT_MS}, indent=1))
    return int(any(row["late"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())

"""The program that benchmarks/faults.py breaks: the real one, with a body of memory, a pilot, and an ear for sabotage.

    python -m benchmarks.fault_program LAUNCH_FILE      # sabotage comes on stdin, a line each

It is `robot.live`'s drive: the threaded executor, the real nodes of the launch file, the recorder, the safety node, and the
motor process that every car has. Only the drivers of the sensors are others.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.fault_body import Memory, drivers
from benchmarks.fault_pilot import PilotNode
from control.motor_client import ProcessMotors
from robot import topics
from robot.clock import SystemClock
from robot.config import load, node_entries
from robot.live import LiveDrive
from robot.messages import Velocity
from robot.progress import Progress


class JumpingClock(SystemClock):
    """A monotonic clock that somebody moves all the same."""

    def __init__(self) -> None:
        self.offset_ns = 0

    def now_ns(self) -> int:
        return time.monotonic_ns() + self.offset_ns

    def wait_until(self, t_ns: int) -> None:
        time.sleep(min(0.1, max(0.0, (t_ns - self.now_ns()) / 1e9)))


class Saboteur:
    """What goes wrong inside the program, by name."""

    def __init__(self, drive: LiveDrive, clock: JumpingClock) -> None:
        self._executor = drive._executor  # noqa: SLF001 - a saboteur climbs in by the window
        self._log_fd = drive._recorder._log.fileno()  # noqa: SLF001
        self._spare_fd = os.dup(self._log_fd)
        self._clock = clock
        self._flooding = threading.Event()
        self._teleop = self._executor.bus.publisher(topics.TELEOP, "flood")

    def listen(self) -> None:
        """Obey stdin; with it the program ends."""
        for line in sys.stdin:
            name, *rest = line.split()
            getattr(self, name)(*rest)
        os.kill(os.getpid(), signal.SIGKILL)

    def hog(self, seconds: str) -> None:
        """Sleep in C with the GIL held: no other thread runs."""
        ctypes.PyDLL(None).usleep(round(float(seconds) * 1e6))

    def fail(self, name: str) -> None:
        """The node's next step raises."""
        worker = next(worker for worker in self._executor._workers if worker.name == name)  # noqa: SLF001
        for tick in worker.ticks:
            tick.step = _raise
        for key, subscription in list(worker.subscriptions.items()):
            worker.subscriptions[key] = subscription._replace(step=_raise)

    def flood(self, hz: str) -> None:
        """A keyboard gone mad: so many wishes a second to drive on."""
        self._flooding.set()
        threading.Thread(target=self._flood, args=(1.0 / float(hz),), daemon=True).start()

    def _flood(self, period_s: float) -> None:
        due_s = time.perf_counter()
        while self._flooding.is_set():
            self._teleop.publish(Velocity(t_ns=self._clock.now_ns(), speed_mps=0.25, turn_radps=0.1))
            due_s += period_s
            while (left_s := due_s - time.perf_counter()) > 0:
                time.sleep(left_s)
            due_s = max(due_s, time.perf_counter() - 0.05)

    def calm(self) -> None:
        self._flooding.clear()

    def jump(self, seconds: str) -> None:
        self._clock.offset_ns = round(float(seconds) * 1e9)

    def full(self) -> None:
        """The disk: from now on the log's writes end in ENOSPC."""
        device = os.open("/dev/full", os.O_WRONLY)
        os.dup2(device, self._log_fd)
        os.close(device)

    def space(self) -> None:
        os.dup2(self._spare_fd, self._log_fd)

    def resume(self) -> None:
        PilotNode.resume_wanted.set()


def _raise(_: Any) -> None:
    raise RuntimeError("sabotage")


def main() -> int:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # as systemd starts it; under nohup it would be ignored
    launch = load(Path(sys.argv[1]))
    clock, memory = JumpingClock(), Memory(Path(launch.car["memory"]))
    motors = ProcessMotors(launch.car["motors"], 7.4, clock=clock)
    arguments = argparse.Namespace(runs=Path(launch.car["runs"]), say="faults")
    drive = LiveDrive(launch, clock, arguments, Progress(io.StringIO(), began_ns=clock.now_ns()))
    try:
        drive.assemble(node_entries(launch), drivers(memory, motors))
        threading.Thread(target=Saboteur(drive, clock).listen, daemon=True).start()
        drive.run(one_instruction=False, max_s=float("inf"))
    finally:
        drive.close()
        motors.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the motor lines do when the program that drives dies, hangs, or loses its motor process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from typing import NamedTuple

from control.motor_client import ProcessMotors
from tests.vcar.guest.lines import Line, sleep_exactly
from tests.vcar.guest.motors import WIRINGS
from tests.vcar.guest.report import report

WATCH_S = 0.3
STRIDE_S = 0.001


def main() -> None:
    sleep_exactly()
    for name, hit in CAUSES.items():
        ours, theirs = Pipe()
        car = Process(target=_drive, args=(theirs,))
        car.start()
        worker, guard = ours.recv()
        time.sleep(0.3)
        before = _watch(0.05)
        hit(car.pid or 0, worker, guard)
        after = _watch(WATCH_S)
        report("killed", cause=name, driving=before.driven_ms is not None, **after._asdict())
        os.kill(car.pid or 0, signal.SIGKILL)
        car.join()
        time.sleep(0.2)


def _drive(parent: Connection) -> None:
    """The main process: 50 commands a second to its motor process."""
    motors = ProcessMotors(WIRINGS["l298n"].settings, supply_v=7.4)
    parent.send((motors.worker, motors.guard))
    wish_v = 4.0
    while True:
        motors.drive(wish_v, -wish_v)
        time.sleep(0.02)


class Last(NamedTuple):
    """When a line was high, and a motor driven, for the last time of a watch; None where they never were."""

    high_ms: float | None
    driven_ms: float | None


def _watch(seconds: float) -> Last:
    wiring = WIRINGS["l298n"]
    lines = [Line(number) for number in wiring.lines]
    high_ms, driven_ms, start_s = None, None, time.monotonic()
    while (now_s := time.monotonic() - start_s) < seconds:
        levels = [line.read() for line in lines]
        high_ms = 1000 * now_s if any(levels) else high_ms
        driven_ms = 1000 * now_s if any(wiring.bridge(levels)) else driven_ms
        time.sleep(STRIDE_S)
    return Last(high_ms, driven_ms)


def _kill(*processes: int) -> None:
    for process in processes:
        os.kill(process, signal.SIGKILL)


CAUSES: dict[str, Callable[[int, int, int], None]] = {
    "main killed": lambda main, worker, guard: _kill(main),
    "main stopped": lambda main, worker, guard: os.kill(main, signal.SIGSTOP),
    "motor process killed": lambda main, worker, guard: _kill(worker),
    "its guard killed": lambda main, worker, guard: _kill(guard),
    "all killed": lambda main, worker, guard: _kill(main, guard, worker),
}
"""What is done to (main process, motor process, its guard)."""

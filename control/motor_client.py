"""The main process's side of the motors: a `MotorDriver` whose pins are another process's.

Each `drive` is a heartbeat. There is no thread that sends them: the safety node's own fifty calls a second are what keeps the
motors running, so a main process that hangs, stops or dies lets go of them, whatever else in it still runs.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from control import motor_link
from control.motor_link import Alive, Broken, Duty, Setup
from robot.clock import Clock, SystemClock, to_ns
from robot.errors import SetupError

START_S = 10.0
"""A motor process that takes longer to open its bridge never will."""

ANSWER_S = 0.15
"""A worker that leaves a heartbeat unanswered for so long hangs, or was stopped. It is killed: its pins go low then."""

BACKOFF_S, BACKOFF_MOST_S = 0.2, 5.0


class ProcessMotors:
    """The motors behind a motor process of our own; see `robot.drivers.MotorDriver`.

    Where the motor process dies or hangs, another takes its place, and no duty goes out until `drive(0, 0)` was called with
    `problem` to be read before it: whoever drives must have had the chance to see it.
    """

    def __init__(
        self, bridge: Mapping[str, Any], supply_v: float, heartbeat_s: float = 0.1, clock: Clock | None = None
    ) -> None:
        """Start the process and wait until every pin is low. Raises SetupError with what the bridge complains of.

        `bridge` is `{driver: name, setting: value, …}`; `supply_v` is what full duty puts on the motors.
        """
        self._setup = Setup(dict(bridge), heartbeat_s)
        self._supply_v = supply_v
        self._clock = clock or SystemClock()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._closed = False
        self._problem = ""
        self._failures = 0
        self._retry_ns = 0
        self._start()
        self._await_greeting()

    @property
    def problem(self) -> str:
        """Why the motors are off whatever is asked, as part of a sentence; "" where they do as they are told."""
        return self._problem

    @property
    def worker(self) -> int:
        """The number of the process that has the pins, 0 while there is none."""
        return self._worker if self._link is not None else 0

    @property
    def guard(self) -> int:
        """The number of the process that watches over it, 0 while there is none."""
        return self._process.pid if self._process is not None and self._link is not None else 0

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        """Put these voltages on the motors until the next call, but no longer than `heartbeat_s`."""
        left, right = (_duty(volts, self._supply_v) for volts in (left_v, right_v))
        if self._closed:
            if left or right:
                raise RuntimeError("the motors are switched off for good: this driver was closed; make a new one")
            return 0.0, 0.0
        if self._problem and self._generation and left == right == 0.0:
            self._problem = ""  # it could be read before this call, and whoever read it lets go
        now_ns = self._clock.now_ns()
        self._listen(now_ns)
        if self._link is None:
            self._retry(now_ns)
        elif self._generation:
            if self._problem:
                left = right = 0.0
            self._beat(now_ns, left, right)
            return left * self._supply_v, right * self._supply_v
        return 0.0, 0.0

    def close(self) -> None:
        """Every pin low, and the motor process gone when this returns."""
        self._closed = True
        process = self._process
        self._disconnect()
        if process is not None:
            try:
                process.wait(1.0)  # it ends because the pipe closed
            except subprocess.TimeoutExpired:
                _kill_session(process.pid)
                process.wait()

    def _start(self) -> None:
        ours, theirs = motor_link.pair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "control.motor_process", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
        self._link = ours
        self._worker = self._generation = self._sequence = 0
        self._unanswered_ns: int | None = None
        self._started_ns = self._clock.now_ns()
        motor_link.send(ours, self._setup)

    def _await_greeting(self) -> None:
        while not self._generation:
            if self._link is None:
                self.close()
                raise SetupError(self._problem)
            select.select([self._link], [], [], START_S)
            self._listen(self._clock.now_ns())

    def _listen(self, now_ns: int) -> None:
        """Read what the motor process says; notice that it died, hangs, or was replaced by its guard."""
        if self._link is None:
            return
        packets, there = motor_link.receive(self._link)
        for packet in packets:
            self._hear(motor_link.answer(packet))
        if not there:
            self._lost(self._problem or "the motor process died")
        elif not self._generation and now_ns - self._started_ns > to_ns(START_S):
            self._lost("the motor process doesn't start")
        elif self._unanswered_ns is not None and now_ns - self._unanswered_ns > to_ns(ANSWER_S):
            self._problem = "the motor process doesn't answer and is being replaced"
            self._unanswered_ns, self._generation = None, 0
            self._started_ns = now_ns
            with suppress(ProcessLookupError):
                os.kill(self._worker, signal.SIGKILL)

    def _hear(self, answer: Alive | Broken) -> None:
        match answer:
            case Broken(text=text):
                self._problem = text
            case Alive(generation=generation, sequence=0, pid=pid):
                if self._worker:
                    self._problem = self._problem or "the motor process died and was replaced"
                self._generation, self._worker = generation, pid
                self._unanswered_ns, self._failures = None, 0
            case Alive(generation=generation) if generation == self._generation:
                self._unanswered_ns = None
            case _:
                pass  # the last words of a worker that was replaced

    def _beat(self, now_ns: int, left: float, right: float) -> None:
        assert self._link is not None
        self._sequence += 1
        sent = motor_link.send(self._link, Duty(self._generation, self._sequence, now_ns, left, right))
        if sent and self._unanswered_ns is None:
            self._unanswered_ns = now_ns

    def _lost(self, problem: str) -> None:
        """The motor process is gone, or as good as that: another one after a while."""
        self._problem = problem
        process = self._process
        self._disconnect()
        if process is not None:
            _kill_session(process.pid)
        wait_s = min(BACKOFF_S * 2.0 ** (self._failures - 1), BACKOFF_MOST_S) if self._failures else 0.0
        self._retry_ns = self._clock.now_ns() + to_ns(wait_s)
        self._failures += 1

    def _retry(self, now_ns: int) -> None:
        """Start another motor process if it is time to and the last one is buried."""
        if now_ns < self._retry_ns or (self._process is not None and self._process.poll() is None):
            return
        try:
            self._start()
        except OSError as error:  # no memory, too many processes
            self._lost(f"the motor process can't be started: {error}")

    def _disconnect(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link, self._generation = None, 0


def _duty(volts: float, supply_v: float) -> float:
    """Within -1…1; a NaN is an error, for it would pass every comparison."""
    if volts != volts:
        raise ValueError("motor voltage is not a number: the speed loop or its inputs are broken")
    return min(max(float(volts) / supply_v, -1.0), 1.0)  # NumPy's own floats don't travel


def _kill_session(pid: int) -> None:
    """Kill the motor process and its worker: they are a session, and a process group, of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)

"""The motor process: owns the motor pins, and lets go of them whatever happens to the program that drives.

    python -m control.motor_process 7      # 7: its end of the socket pair; started by `control/motor_client.py`

Every pin is low when the last heartbeat is too old, when the pipe closes, on a signal, on a packet that makes no sense and on
any error of its own. Two processes, so that a killed one is cleaned up after: the *worker* has the bridge, the *guard* waits
for the worker's end. A worker that was killed left its pins as they were; the guard forks the next one at once, warm, and
that one's first act is to put every pin low. A guard that was killed takes its worker with it, in good order.

Small on purpose: no threads, no numpy, no node, nothing shared with the main process but the socket.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
from contextlib import suppress
from types import FrameType

from control import motor_link, process_belts
from control.bridge import Bridge, bridge_class, open_bridge, settings_of
from control.dead_man import DeadMan
from control.motor_link import Alive, BadPacket, Broken, Setup
from robot.clock import SystemClock, to_s
from robot.errors import SetupError

DONE, CRASHED, GAVE_UP = 0, 1, 2
"""Exit codes: asked to end; an error, try another worker; nothing that another worker could do better."""

SETUP_MS = 5_000
QUICK_S, MOST_QUICK = 0.2, 3
"""A worker that lives for less than this has failed quickly; after three such in a row the guard gives up."""


def main() -> int:
    """The guard; returns its exit code."""
    end = socket.socket(fileno=int(sys.argv[1]))
    end.setblocking(False)
    process_belts.die_with_parent()
    try:
        setup = _await_setup(end)
    except (BadPacket, SetupError) as error:
        motor_link.send(end, Broken(str(error)))
        return GAVE_UP
    return Guard(end, setup).run() if setup is not None else DONE


def _await_setup(end: socket.socket) -> Setup | None:
    """The first packet; None where the other side is gone. Raises BadPacket, and SetupError for a bridge that nobody knows."""
    select.select([end], [], [], SETUP_MS / 1000)
    packets, _ = motor_link.receive(end)
    if not packets:
        return None
    setup = motor_link.setup(packets[0])
    bridge_class(settings_of(setup.bridge)[0])  # now, so that the next worker needs not
    return setup


class Guard:
    """Waits for the worker and forks the next one where it didn't end as it should."""

    def __init__(self, end: socket.socket, setup: Setup) -> None:
        self._end, self._setup = end, setup
        self._clock = SystemClock()
        self._worker = 0
        self._ending = False

    def run(self) -> int:
        for number in process_belts.ENDINGS:
            signal.signal(number, self._end_worker)
        generation = quick = 0
        while True:
            generation += 1
            began_ns = self._clock.now_ns()
            code = self._one(generation)
            quick = quick + 1 if to_s(self._clock.now_ns() - began_ns) < QUICK_S else 0
            if self._ending or code in (DONE, GAVE_UP) or quick > MOST_QUICK:
                return max(code, DONE)

    def _one(self, generation: int) -> int:
        """A worker's life; its exit code, negative for the signal that killed it."""
        guard = os.getpid()
        signal.pthread_sigmask(signal.SIG_BLOCK, process_belts.ENDINGS)  # until both know whom a signal is for
        self._worker = os.fork()
        if self._worker == 0:
            os._exit(_worker(self._end, self._setup, generation, guard))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, process_belts.ENDINGS)
        return os.waitstatus_to_exitcode(os.waitpid(self._worker, 0)[1])

    def _end_worker(self, number: int, frame: FrameType | None) -> None:
        self._ending = True
        if self._worker:
            with suppress(ProcessLookupError):
                os.kill(self._worker, signal.SIGTERM)


def _worker(end: socket.socket, setup: Setup, generation: int, guard: int) -> int:
    """The process that has the bridge; returns its exit code."""
    endings = process_belts.wake_on_endings()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, process_belts.ENDINGS)
    process_belts.die_with_parent()
    process_belts.go_first()
    try:
        bridge = open_bridge(setup.bridge)
    except SetupError as error:
        motor_link.send(end, Broken(str(error)))
        return GAVE_UP
    except Exception as error:  # the edge of a process; whatever a driver raises, the main process is told and tries again
        motor_link.send(end, Broken(f"the motor driver can't be opened: {type(error).__name__}: {error}"))
        return CRASHED
    try:
        process_belts.stay_in_memory()
        if os.getppid() != guard:
            return DONE  # the guard died before this process could ask to be told
        return _serve(end, endings, DeadMan(bridge, generation, setup.heartbeat_s), generation)
    except Exception as error:  # the edge of a process: every pin low, and the main process is told why
        motor_link.send(end, Broken(f"the motor process broke down: {type(error).__name__}: {error}"))
        return GAVE_UP if isinstance(error, BadPacket) else CRASHED
    finally:
        _let_go(bridge)


def _serve(end: socket.socket, endings: socket.socket, handle: DeadMan, generation: int) -> int:
    """Heartbeat after heartbeat until the pipe closes or a signal comes."""
    clock, pid = SystemClock(), os.getpid()
    motor_link.send(end, Alive(generation, 0, pid))
    poll = select.poll()
    for news in (end, endings):
        poll.register(news, select.POLLIN)
    while True:
        ready = {fd for fd, _ in poll.poll(handle.patience_ms(clock.now_ns()))}
        if endings.fileno() in ready:
            return DONE
        packets, there = motor_link.receive(end)
        if not there:
            return DONE
        for duty in [motor_link.duty(packet) for packet in packets][-1:]:  # all must make sense, the newest counts
            handle.hear(duty, clock.now_ns())
            motor_link.send(end, Alive(generation, duty.sequence, pid))
        handle.check(clock.now_ns())


def _let_go(bridge: Bridge) -> None:
    try:
        bridge.off()
    finally:
        bridge.close()


if __name__ == "__main__":
    sys.exit(main())

"""What a small process that must not fail asks of Linux. Each is a belt beside the braces: none may be granted."""

from __future__ import annotations

import ctypes
import os
import signal
import socket

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
"""Whoever sends one of these wants the motors off."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_MCL_CURRENT = 1  # sys/mman.h


def die_with_parent() -> None:
    """SIGTERM for this process once the thread that started it is gone (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def stay_in_memory() -> bool:
    """Never be swapped out (mlockall(2), of what there is now); whether it was granted."""
    return bool(ctypes.CDLL(None).mlockall(_MCL_CURRENT) == 0)


def go_first() -> bool:
    """Run before ordinary processes (sched(7), SCHED_RR, low among its kind), or nicer than most; whether it was granted."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5))
    except OSError:
        try:
            os.nice(-10)
        except OSError:
            return False
    return True


def wake_on_endings() -> socket.socket:
    """A socket that turns readable when one of ENDINGS came: a poll loop sees it like any other news."""
    told, tell = socket.socketpair()
    for end in (told, tell):
        end.setblocking(False)
    for number in ENDINGS:
        signal.signal(number, lambda _number, _frame: None)
    signal.set_wakeup_fd(tell.detach(), warn_on_full_buffer=False)
    return told

"""Feeds the car's watchdog for a while, then hangs: the car must reset itself."""

from __future__ import annotations

import array
import fcntl
import os
import time

from tests.vcar.guest.report import report

_WDIOC_SETTIMEOUT = 0xC0045706  # linux/watchdog.h


def main(timeout_s: str, fed_s: str) -> None:
    """Feed it every half of `timeout_s` for `fed_s`, then no more."""
    device = os.open("/dev/watchdog", os.O_WRONLY)
    timeout = array.array("i", [int(timeout_s)])
    fcntl.ioctl(device, _WDIOC_SETTIMEOUT, timeout)
    start_s = time.monotonic()
    while time.monotonic() - start_s < float(fed_s):
        os.write(device, b".")
        time.sleep(timeout[0] / 2)
    report("fed", timeout_s=timeout[0], for_s=round(time.monotonic() - start_s, 3))
    for quarter in range(40):
        time.sleep(0.25)
        report("hung", for_s=(quarter + 1) / 4)

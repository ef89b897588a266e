"""The real encoders' driver while both wheels turn, faster and faster and the left one back again: is every edge counted?"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from control.drivers.encoders import EncoderConfig, Encoders
from control.drivers.lines import Chip
from robot.clock import SystemClock
from tests.vcar.guest.encoder import Encoder
from tests.vcar.guest.lines import Line, sleep_exactly
from tests.vcar.guest.report import report

COUNTS = 384
RUNS_HZ = {200: 400, 1000: 2000, 2000: 4000}
"""Cycles a second of one channel -> edges to make on each wheel: 6,400 in all."""
READ_S = 0.02


def main() -> None:
    sleep_exactly()
    config = EncoderConfig(left=(22, 23), right=(24, 25), cycles_per_turn=COUNTS / 4)
    driver = Encoders(config, SystemClock(), Chip())
    wheels = [Encoder(Line(22), Line(23), COUNTS), Encoder(Line(24), Line(25), COUNTS)]
    for way in (1, -1):
        for hz, edges in RUNS_HZ.items():
            before = _counts(driver)
            for number in _while_reading(driver, edges, 1 / (4 * hz), READ_S):
                wheels[0].step(way)
                wheels[1].step(-1 if number % 4 == 3 else 1)  # three forward of four
            _report(driver, before, way=way, hz=hz, made=edges)
    before = _counts(driver)
    for _ in _while_reading(driver, 900, 1 / 8000, math.inf):
        wheels[0].step(1)
        wheels[1].step(-1)
    _report(driver, before, way=0, hz=2000, made=900)
    driver.close()


def _while_reading(driver: Encoders, edges: int, apart_s: float, read_s: float) -> Iterator[int]:
    """Each edge's number when it is due; the driver is read as often as the base reads it."""
    read_due_s = time.monotonic() + read_s
    for number in range(edges):
        time.sleep(apart_s)
        if time.monotonic() >= read_due_s:
            driver.read()
            read_due_s += read_s
        yield number


def _counts(driver: Encoders) -> tuple[int, int]:
    time.sleep(0.001)  # the last edge is still with the kernel
    angles = driver.read()
    return round(angles.left_rad / math.tau * COUNTS), round(angles.right_rad / math.tau * COUNTS)


def _report(driver: Encoders, before: tuple[int, int], **values: int) -> None:
    left, right = (now - old for now, old in zip(_counts(driver), before, strict=True))
    report("encoders", **values, left=left, right=right, lost=driver.lost)

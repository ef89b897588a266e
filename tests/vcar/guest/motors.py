"""Drives each bridge's real driver through every motion and reports what its lines did and what the motors got of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from control.bridge import open_bridge
from tests.vcar.guest import bridges
from tests.vcar.guest.body import shares
from tests.vcar.guest.chips import Pca9685
from tests.vcar.guest.lines import Line
from tests.vcar.guest.report import report
from tests.vcar.guest.sampler import duties, watch

MOTIONS = {
    "forward": (0.6, 0.6), "back": (-0.6, -0.6), "left": (-0.35, 0.35), "right": (0.35, -0.35), "brake": (0.0, 0.0),
    "curve": (0.8, 0.25), "full": (1.0, 1.0), "turned round": (-1.0, -0.5),
}  # fmt: skip
"""(left, right) duties, in this order, each from the one before."""
SETTLE_S = 0.02
WATCH_S = 0.05

_ENABLED = {"left": {"in1": 5, "in2": 6, "pwm": 12}, "right": {"in1": 20, "in2": 21, "pwm": 13}}
_HAT = {"left": {"pwm": 8, "in2": 9, "in1": 10}, "right": {"pwm": 13, "in2": 12, "in1": 11}}
_LINES = (12, 5, 6, 13, 20, 21)


class Wiring(NamedTuple):
    """A launch file's motors, the lines in the order of their names, and what the two motors get for the lines' levels."""

    settings: dict[str, Any]
    lines: tuple[int, ...]
    bridge: Callable[[Sequence[bool]], tuple[bridges.Drive, bridges.Drive]]


WIRINGS = {
    "l298n": Wiring(
        {"driver": "l298n", **_ENABLED}, _LINES, lambda at: (bridges.l298n(*at[:3]), bridges.l298n(*at[3:]))
    ),
    "tb6612": Wiring(
        {"driver": "tb6612", "standby": 16, **_ENABLED}, (12, 5, 6, 16, 13, 20, 21, 16),
        lambda at: (bridges.tb6612(*at[:4]), bridges.tb6612(*at[4:])),
    ),
    "drv8833": Wiring(
        {"driver": "drv8833", "left": {"in1": 5, "in2": 6}, "right": {"in1": 20, "in2": 21}}, (5, 6, 20, 21),
        lambda at: (bridges.drv8833(*at[:2]), bridges.drv8833(*at[2:])),
    ),
    "pca9685": Wiring(
        {"driver": "tb6612", "outputs": {"via": "pca9685", "bus": 0, "address": 0x60, "pwm_hz": 1000.0}, **_HAT},
        (8, 10, 9, 13, 11, 12), lambda at: (bridges.tb6612(*at[:3]), bridges.tb6612(*at[3:])),
    ),
}  # fmt: skip


def main() -> None:
    for name, wiring in WIRINGS.items():
        look = _hat_of(wiring) if name == "pca9685" else _header_of(wiring)
        bridge = open_bridge(wiring.settings)
        _report(name, "opened", wiring, look())
        for motion, (left, right) in MOTIONS.items():
            bridge.drive(left, right)
            time.sleep(SETTLE_S)
            _report(name, motion, wiring, look())
        bridge.drive(0.9, -0.9)
        time.sleep(SETTLE_S)
        bridge.off()
        _report(name, "off", wiring, look())
        bridge.drive(0.9, -0.9)
        time.sleep(SETTLE_S)
        bridge.close()
        _report(name, "closed", wiring, look())


def _report(name: str, motion: str, wiring: Wiring, seen: Sequence[tuple[bool, ...]]) -> None:
    left, right = zip(*(wiring.bridge(levels) for levels in seen), strict=True)
    values = {
        side: dict(zip(("forward", "reverse", "brake"), (round(100 * share, 1) for share in shares(got)), strict=True))
        for side, got in (("left", list(left)), ("right", list(right)))
    }
    report("motors", wiring=name, motion=motion, lines=dict(zip(wiring.lines, duties(seen), strict=True)), **values)


def _header_of(wiring: Wiring) -> Callable[[], Sequence[tuple[bool, ...]]]:
    lines = [Line(number) for number in wiring.lines]
    return lambda: watch(lines, WATCH_S)


def _hat_of(wiring: Wiring) -> Callable[[], Sequence[tuple[bool, ...]]]:
    """A PCA9685 makes its PWM itself, all channels from the same start: so its registers say what its outputs do."""
    from smbus2 import SMBus

    chip = Pca9685(SMBus(0))
    return lambda: list(_period(chip.levels(), wiring.lines))


def _period(levels: Sequence[float], channels: Iterable[int]) -> Iterable[tuple[bool, ...]]:
    for step in range(4096):
        yield tuple(step < 4096 * levels[channel] for channel in channels)

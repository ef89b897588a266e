"""The real HC-SR04 driver before a wall at many distances."""

from __future__ import annotations

import math
import threading
import time

from control.drivers.hc_sr04 import HcSr04, HcSr04Config
from control.drivers.lines import Chip
from robot.clock import SystemClock
from tests.vcar.guest.lines import Line
from tests.vcar.guest.report import report
from tests.vcar.guest.sonar import Sonar

RANGES_M = (0.05, 0.08, 0.15, 0.3, 0.5, 0.8, 1.2, 1.7, 2.3, 3.0, math.inf)
READ_S = 0.02
"""As often as the base reads it."""
READS = 15
"""Five pulses: the driver takes the middle one of three."""


def main() -> None:
    wall_m, over = [math.inf], threading.Event()
    plant = Sonar(Line(26), Line(27), lambda: wall_m[0])
    watcher = threading.Thread(target=plant.run, args=(lambda: not over.is_set(),))
    watcher.start()
    driver = HcSr04(HcSr04Config(trigger=26, echo=27), SystemClock(), Chip())
    for range_m in RANGES_M:
        wall_m[0], pulses = range_m, plant.pulses
        for _ in range(READS):
            sonar = driver.read()
            time.sleep(READ_S)
        assert sonar is not None
        age_s = (time.monotonic_ns() - sonar.t_ns) / 1e9
        report("sonar", wall_m=range_m if math.isfinite(range_m) else None, range_m=sonar.range_m, echo=sonar.echo,
               pulses=plant.pulses - pulses, age_s=age_s)  # fmt: skip
    over.set()
    watcher.join()
    driver.close()

"""A raw check of the plant's two finest parts: the encoder's edges and the sonar's echo, seen by lgpio's callbacks alone."""

from __future__ import annotations

import math
import threading
import time

from tests.vcar.guest.encoder import Encoder
from tests.vcar.guest.lines import Line, sleep_exactly
from tests.vcar.guest.report import report
from tests.vcar.guest.sonar import SOUND_MPS, Sonar


def main() -> None:
    sleep_exactly()
    _encoder()
    _sonar()


def _encoder() -> None:
    import lgpio

    chip, seen = lgpio.gpiochip_open(0), []
    watching = []
    for line in (22, 23):
        lgpio.gpio_claim_alert(chip, line, lgpio.BOTH_EDGES)
        watching.append(lgpio.callback(chip, line, lgpio.BOTH_EDGES, lambda *event: seen.append(event)))
    encoder = Encoder(Line(22), Line(23), 384)
    seen.clear()
    angle_rad = 0.001
    for after_rad in (3.0, -2.0, 5.0):
        for _, sign in encoder.crossings(angle_rad, after_rad):
            time.sleep(1 / 8000)
            encoder.step(sign)
        angle_rad = after_rad
    time.sleep(0.01)
    report("raw edges", made=encoder.edges, seen=len(seen), expected=round(384 / math.tau * (3.0 + 5.0 + 7.0)))
    for watch in watching:
        watch.cancel()
    lgpio.gpiochip_close(chip)


def _sonar() -> None:
    import lgpio

    chip, seen = lgpio.gpiochip_open(0), []
    lgpio.gpio_claim_output(chip, 26, 0)
    lgpio.gpio_claim_alert(chip, 27, lgpio.BOTH_EDGES)
    watch = lgpio.callback(chip, 27, lgpio.BOTH_EDGES, lambda _chip, _line, level, t_ns: seen.append((level, t_ns)))
    ranges_m = [0.05, 0.5, 1.0, 2.0, 3.0]
    asked = iter(ranges_m)
    over = threading.Event()
    sonar = Sonar(Line(26), Line(27), lambda: next(asked))
    plant = threading.Thread(target=sonar.run, args=(lambda: not over.is_set(),))
    plant.start()
    for _ in ranges_m:
        lgpio.gpio_write(chip, 26, 1)
        time.sleep(10e-6)
        lgpio.gpio_write(chip, 26, 0)
        time.sleep(0.06)
    over.set()
    plant.join()
    measured = [(fall - rise) / 1e9 * SOUND_MPS / 2 for (_, rise), (_, fall) in zip(seen[::2], seen[1::2], strict=True)]
    report("raw sonar", ranges_m=ranges_m, measured_m=[round(m, 5) for m in measured])
    watch.cancel()
    lgpio.gpiochip_close(chip)

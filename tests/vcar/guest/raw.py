"""The libraries under the drivers, unmodified, against the device nodes: is this machine a fair car at all?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from tests.vcar.guest.lines import Line
from tests.vcar.guest.report import report
from tests.vcar.guest.sampler import duties, watch

_HOLDS_PINS = """
import time
import RPi.GPIO as gpio
gpio.setmode(gpio.BCM)
gpio.setup(17, gpio.OUT, initial=gpio.HIGH)
gpio.setup(18, gpio.OUT)
pwm = gpio.PWM(18, 1000)
pwm.start(60)
print("holding", flush=True)
time.sleep(60)
"""


def main() -> None:
    _gpio()
    _killed()
    _i2c()


def _gpio() -> None:
    import RPi.GPIO as gpio

    gpio.setmode(gpio.BCM)
    gpio.setup([17, 18], gpio.OUT, initial=gpio.LOW)
    gpio.setup(24, gpio.IN, pull_up_down=gpio.PUD_DOWN)
    pwm = gpio.PWM(18, 1000)
    pwm.start(30)
    gpio.output(17, gpio.HIGH)
    report("raw output", board=gpio.RPI_INFO["TYPE"], duties=duties(watch([Line(17), Line(18)], 0.1)))
    seen, button = [], Line(24)
    for level in (True, False, True):
        button.pull(level)
        seen.append(bool(gpio.input(24)))
    report("raw input", seen=seen)
    pwm.stop()
    del pwm
    gpio.cleanup()
    for line in (17, 18):
        report("raw after cleanup", line=line, high=Line(line).read())


def _killed() -> None:
    """What this kernel does to the outputs of a program that dies: as a Raspberry Pi with dtparam=strict_gpiod."""
    holder = subprocess.Popen([sys.executable, "-c", _HOLDS_PINS], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    lines = [Line(17), Line(18)]
    before = duties(watch(lines, 0.05))
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    time.sleep(0.001)
    report("raw killed", before=before, after=duties(watch(lines, 0.05)))


def _i2c() -> None:
    from smbus2 import SMBus

    with SMBus(0) as bus:
        bus.write_word_data(0x40, 0x05, 0x1234)
        bus.write_i2c_block_data(0x68, 0x3B, list(range(14)))
        report("raw i2c", word=bus.read_word_data(0x40, 0x05), block=bus.read_i2c_block_data(0x68, 0x3B, 14))
        try:
            bus.read_byte_data(0x50, 0)
        except OSError as error:
            report("raw i2c nobody", errno=error.errno)

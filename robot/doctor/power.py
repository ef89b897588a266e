"""Power and heat: what the firmware saw of under-voltage and throttling, now and since boot.

https://www.raspberrypi.com/documentation/computers/os.html#get_throttled
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from robot.doctor.check import Check, skipped
from robot.doctor.machine import Machine

UNDER_VOLTAGE, CAPPED, THROTTLED, SOFT_LIMIT = 1 << 0, 1 << 1, 1 << 2, 1 << 3
SINCE_BOOT = 16
NAMES = {UNDER_VOLTAGE: "under-voltage", CAPPED: "slower clock", THROTTLED: "throttled", SOFT_LIMIT: "temperature limit"}
OLD_FILE = "/sys/devices/platform/soc/soc:firmware/get_throttled"
ZONES = "/sys/class/thermal/thermal_zone*/temp"
WARM_C, HOT_C = 70.0, 80.0
"""From 80 °C on a Raspberry Pi slows down; 70 while standing leaves too little for driving."""
SUPPLY = "a 5 V regulator for 3 A (Pi 5: 5 A) and short thick wires; never the motor driver's 5 V pin"
COOLING = "a heat sink or a fan"


def checks(machine: Machine) -> Iterator[Check]:
    if not machine.board.is_car:
        yield skipped("power")
        return
    if machine.board.is_pi:
        yield throttled_check(machine)
    yield temperature_check(machine)


def throttled_check(machine: Machine) -> Check:
    bits = flags(machine)
    if bits is None:
        mend = f"{machine.as_root('apt-get')} install -y raspi-utils"
        return Check("power", "warn", "the firmware can't be asked: no vcgencmd", mend)
    now, before = bits & 0xF, bits >> SINCE_BOOT & 0xF
    if now & UNDER_VOLTAGE:
        return Check("power", "fail", f"under-voltage now: the board may restart when the motors start ({bits:#x})", SUPPLY)
    if now:
        return Check("power", "warn", f"now: {_named(now)} ({bits:#x})", COOLING)
    if before:
        mend = SUPPLY if before & UNDER_VOLTAGE else COOLING
        return Check("power", "warn", f"since boot: {_named(before)}; measurements since then don't count ({bits:#x})", mend)
    return Check("power", "ok", "no under-voltage and no throttling since boot")


def flags(machine: Machine) -> int | None:
    """The firmware's word, None where nobody can say."""
    done = machine.run("vcgencmd", "get_throttled")
    found = re.search(r"throttled=(0x[0-9a-fA-F]+)", done.text) if done.status == 0 else None
    if found:
        return int(found[1], 16)
    old = machine.read(OLD_FILE)
    return int(old, 16) if old and re.fullmatch(r"[0-9a-fA-F]+", old.strip()) else None


def temperature_check(machine: Machine) -> Check:
    texts = [machine.read(machine.shown(path)) for path in machine.glob(ZONES)]
    celsius = [int(text) / 1000 for text in texts if text and text.strip().lstrip("-").isdigit()]
    if not celsius:
        return skipped("temperature", "the kernel tells none")
    hottest = max(celsius)
    if hottest >= HOT_C:
        return Check("temperature", "fail", f"{hottest:.0f} °C: the board slows down", COOLING)
    if hottest >= WARM_C:
        return Check("temperature", "warn", f"{hottest:.0f} °C: driving will bring it to {HOT_C:.0f}", COOLING)
    return Check("temperature", "ok", f"{hottest:.0f} °C")


def _named(bits: int) -> str:
    return ", ".join(name for bit, name in NAMES.items() if bits & bit)

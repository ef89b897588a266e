"""The pins: the kernel's devices, the library that moves them, and what becomes of them when a program dies.

https://rpi-lgpio.readthedocs.io/en/latest/install.html; raspberrypi/linux pull request 6117 (strict_gpiod).
"""

from __future__ import annotations

from collections.abc import Iterator

from robot.doctor import boot
from robot.doctor.check import CAR, Check, skipped
from robot.doctor.machine import PIP, Machine
from robot.doctor.packages import in_range

LGPIO = ">=0.2.2.0"
BACK_END_PROBE = "import RPi.GPIO as GPIO; print(GPIO.VERSION)"
LGPIO_PROBE = "import lgpio; lgpio.gpiochip_open, lgpio.callback; print(lgpio.__file__)"
PERSIST = "/sys/module/*/parameters/persist_gpio_outputs"
STRICT = "dtparam=strict_gpiod"


def checks(machine: Machine) -> Iterator[Check]:
    if not machine.board.is_car:
        yield skipped("GPIO")
        return
    yield device_check(machine)
    yield from back_end_checks(machine)
    if machine.board.is_pi:
        yield strict_check(machine)


def device_check(machine: Machine) -> Check:
    chips = machine.glob("/dev/gpiochip*")
    if not chips:
        mend = f"{machine.as_root('apt-get')} full-upgrade -y && {machine.as_root('reboot')}"
        return Check("GPIO", "fail", "no /dev/gpiochip*: the kernel offers no pins", mend, CAR)
    locked = [machine.shown(chip) for chip in chips if not machine.may_use(chip)]
    if len(locked) == len(chips):
        mend = f"{machine.as_root('usermod')} -aG gpio {machine.user}, then log in again"
        return Check("GPIO", "fail", f"{locked[0]} may not be used by {machine.user}", mend, CAR)
    return Check("GPIO", "ok", f"{machine.board.model}: {', '.join(machine.shown(chip) for chip in chips)}", needed=CAR)


def back_end_checks(machine: Machine) -> Iterator[Check]:
    """`import RPi.GPIO` is answered by RPi.GPIO or by rpi-lgpio: the same names, but only one may be there."""
    if machine.board.is_jetson:
        yield jetson_check(machine)
        return
    old, new = machine.version("RPi.GPIO"), machine.version("rpi-lgpio")
    if old is not None and new is not None:
        mend = f"{PIP} uninstall -y RPi.GPIO rpi-lgpio && {PIP} install rpi-lgpio"
        yield Check("GPIO library", "fail", f"RPi.GPIO {old} and rpi-lgpio {new} overwrite each other", mend, CAR)
        return
    if old is not None:
        yield old_library_check(machine, old)
        return
    if new is None:
        mend = f"{PIP} install '.[car]', or {machine.as_root('apt-get')} install -y python3-rpi-lgpio"
        yield Check("GPIO library", "fail", "nothing answers `import RPi.GPIO`", mend, CAR)
        return
    yield from lgpio_checks(machine, new)


def old_library_check(machine: Machine, version: str) -> Check:
    mend = f"{PIP} uninstall -y RPi.GPIO && {PIP} install rpi-lgpio"
    if machine.board.is_pi5:
        text = f"RPi.GPIO {version} can't reach the pins of a {machine.board.model}"
        return Check("GPIO library", "fail", text, mend, CAR)
    result = machine.probe(BACK_END_PROBE)
    if not result.ok:
        return Check("GPIO library", "fail", f"RPi.GPIO {version}: {result.text}", mend, CAR)
    text = f"RPi.GPIO {version}: works, but without the kernel's time stamps, and a killed program leaves its pins high"
    return Check("GPIO library", "warn", text, mend, CAR)


def lgpio_checks(machine: Machine, version: str) -> Iterator[Check]:
    """rpi-lgpio stands on lgpio, of which pip finds only an empty release, 0.0.0.2, where there is no wheel (Python 3.13)."""
    below, result = machine.version("lgpio"), machine.probe(LGPIO_PROBE)
    if not result.ok or (below is not None and not in_range(below, LGPIO)):
        found = f"lgpio {below}" if below else "lgpio"
        text = f"{found} is the empty stub" if below and not in_range(below, LGPIO) else f"{found}: {result.text}"
        mend = (f"{PIP} uninstall -y lgpio; {machine.as_root('apt-get')} install -y python3-lgpio; "
                "python3 -m venv --system-site-packages .venv")
        yield Check("lgpio", "fail", text, mend, CAR)
        return
    yield Check("lgpio", "ok", below or result.text, needed=CAR)
    result = machine.probe(BACK_END_PROBE)
    if result.ok:
        yield Check("GPIO library", "ok", f"rpi-lgpio {version}", needed=CAR)
    else:
        mend = f"{PIP} install --force-reinstall rpi-lgpio"
        yield Check("GPIO library", "fail", f"rpi-lgpio {version}: {result.text}", mend, CAR)


def jetson_check(machine: Machine) -> Check:
    result = machine.probe(BACK_END_PROBE)
    if result.ok:
        return Check("GPIO library", "ok", f"Jetson.GPIO {result.text}", needed=CAR)
    return Check("GPIO library", "fail", result.text, f"{PIP} install Jetson.GPIO", CAR)


def strict_check(machine: Machine) -> Check:
    """Whether pins fall back to inputs when the program that held them dies. Without that the motors keep running."""
    asked = boot.parameter(machine, "strict_gpiod")
    persist = [text for path in machine.glob(PERSIST) if (text := machine.read(machine.shown(path))) is not None]
    if persist and all(text.strip().upper() in ("N", "0") for text in persist):
        return Check("strict_gpiod", "ok", "pins fall back to inputs when a program dies")
    if asked and not persist:
        return Check("strict_gpiod", "ok", f"{STRICT} in {boot.config_file(machine)}")
    if asked:
        text = f"{STRICT} is in {boot.config_file(machine)}, but this kernel was started without it"
        return Check("strict_gpiod", "warn", text, machine.as_root("reboot"))
    text = "a program that is killed leaves its pins as they are: only the wiring's pull-downs and the service stop the motors"
    return Check("strict_gpiod", "warn", text, boot.add(machine, STRICT))

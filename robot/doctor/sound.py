"""Ears and voice: a microphone and the rate it records at, a program that speaks."""

from __future__ import annotations

from collections.abc import Iterator

from robot.doctor.check import Check
from robot.doctor.machine import Machine
from robot.doctor.packages import DEBIAN_PACKAGES

MICROPHONE_PROBE = """
import sounddevice
found = [device for device in sounddevice.query_devices() if device["max_input_channels"]]
def takes(device, rate):
    try:
        sounddevice.check_input_settings(device["index"], 1, "int16", samplerate=rate)
    except Exception:
        return False
    return True
for device in found[:1]:
    rates = [rate for rate in (int(device["default_samplerate"]), 48000, 44100, 16000) if takes(device, rate)]
    print(f"{device['name']}|{rates[0] if rates else 0}|{len(found)}")
"""
NEEDED_HZ = 16_000
"""What the recogniser hears; a device's own rate is brought down to it, never up."""


def checks(machine: Machine) -> Iterator[Check]:
    yield microphone_check(machine)
    yield voice_check(machine)


def microphone_check(machine: Machine) -> Check:
    result = machine.probe(MICROPHONE_PROBE)
    if not result.ok:
        return _broken(machine, result.text)
    if not result.text:
        locked = [machine.shown(path) for path in machine.glob("/dev/snd/pcm*c") if not machine.may_use(path)]
        if locked:
            mend = f"{machine.as_root('usermod')} -aG audio {machine.user}, then log in again"
            return Check("microphone", "fail", f"{locked[0]} may not be used by {machine.user}", mend)
        return Check("microphone", "warn", "no device to record from", "plug one in; typed instructions need none")
    name, rate, count = result.text.rsplit("|", 2)
    more = f" (and {int(count) - 1} more)" if int(count) > 1 else ""
    if int(rate) == 0:
        return Check("microphone", "fail", f"{name} is there, but busy or takes no rate of ours", "fuser -v /dev/snd/*")
    if int(rate) < NEEDED_HZ:
        text = f"{name}: {rate} Hz is telephone quality; the recogniser was taught {NEEDED_HZ} Hz"
        return Check("microphone", "warn", text, "take a microphone with 16 kHz or more")
    return Check("microphone", "ok", f"{name}, {int(rate) / 1000:g} kHz{more}")


def voice_check(machine: Machine) -> Check:
    program = machine.which("espeak-ng") or machine.which("espeak")
    if program is None:
        return Check("voice", "warn", "no espeak-ng: the car can't speak", machine.as_root(DEBIAN_PACKAGES))
    return Check("voice", "ok", program)


def _broken(machine: Machine, error: str) -> Check:
    if "PortAudio" in error:
        return Check("microphone", "warn", error, machine.as_root(DEBIAN_PACKAGES))
    return Check("microphone", "warn", error, "for speech: the package sounddevice, see above")

"""The true path of sound: PulseAudio, ALSA, PortAudio, sounddevice. From there into the car: test_true_car.py."""

from __future__ import annotations

import math

import numpy as np
import pytest

from language.speech.microphone import DeviceConfig, DeviceMicrophone
from robot.clock import SystemClock, to_ns
from tests.language.speech.pulse import PulseMicrophone, listed, needs_pulse

pytest.importorskip("soxr")
try:
    import sounddevice  # noqa: F401
except (ImportError, OSError) as missing:  # OSError: the package is here, the library is not
    pytest.skip(f"PortAudio is not installed: {missing}", allow_module_level=True)
pytestmark = [needs_pulse, pytest.mark.skipif(not listed(), reason="ALSA's way to PulseAudio is missing: libasound2-plugins")]
CLOCK = SystemClock()


def sound(device: DeviceMicrophone, seconds: float) -> np.ndarray:
    """What the device brings in that time."""
    heard, end_ns = [np.zeros(0, np.int16)], CLOCK.now_ns() + to_ns(seconds)
    while CLOCK.now_ns() < end_ns:
        heard += [piece.samples for piece in device.read(CLOCK.now_ns())]
        CLOCK.wait_until(CLOCK.now_ns() + to_ns(0.05))
    return np.concatenate(heard)


def contains(heard: np.ndarray, played: np.ndarray) -> bool:
    """Whether what was played is in what was heard: the peak of their correlation, against both their loudness."""
    if heard.size < played.size:
        return False
    size = 1 << (heard.size + played.size).bit_length()
    wide, narrow = heard.astype(np.float64), played.astype(np.float64)
    match = np.fft.irfft(np.fft.rfft(wide, size) * np.fft.rfft(narrow, size).conj(), size)
    at = int(np.argmax(match[: heard.size]))
    there = wide[at : at + played.size]
    return bool(match[at] > 0.8 * math.sqrt((there @ there) * (narrow @ narrow)) > 0)


def chirp() -> np.ndarray:
    t_s = np.arange(12_800) / 16_000
    return (9000 * np.sin(2 * np.pi * (300 + 900 * t_s) * t_s)).astype(np.int16)


def test_what_is_played_is_heard(pulse: PulseMicrophone, device: DeviceMicrophone) -> None:
    sound(device, 0.5)
    pulse.play(chirp())
    heard = sound(device, 2.0)
    assert contains(heard, chirp())
    assert heard.size == pytest.approx(32_000, rel=0.1)
    assert device.problem == ""


def test_it_vanishes_and_returns_with_another_rate(pulse: PulseMicrophone, device: DeviceMicrophone) -> None:
    assert sound(device, 0.6).size > 4000
    pulse.unplug()
    sound(device, 1.5)
    assert device.problem
    pulse.plug(rate_hz=44_100)
    sound(device, 2.0)
    assert device.problem == ""
    pulse.play(chirp())
    assert contains(sound(device, 2.0), chirp())


def test_a_device_that_delivers_nothing_is_noticed_and_does_not_hang(pulse: PulseMicrophone, device: DeviceMicrophone) -> None:
    heard = 0
    for _ in range(10):  # a busy machine delivers late
        heard += sound(device, 0.6).size
        if heard > 4000:
            break
    assert heard > 4000
    pulse.deaf = True
    began_ns = CLOCK.now_ns()
    sound(device, 2.0)
    assert "silent" in device.problem
    device.close()
    assert CLOCK.now_ns() - began_ns < to_ns(5)
    pulse.deaf = False


def test_a_reader_that_sleeps_for_long_knows_what_it_lost(pulse: PulseMicrophone) -> None:
    device = DeviceMicrophone(DeviceConfig(name="pulse", queue_s=0.5))
    sound(device, 0.5)
    CLOCK.wait_until(CLOCK.now_ns() + to_ns(1.5))
    pieces = device.read(CLOCK.now_ns())
    assert sum(piece.samples.size for piece in pieces) < 10_000
    assert 10_000 < device.lost < 22_000 and device.overflows == 1
    device.close()

"""Noise: what a room sounds like when nobody speaks, and speech with noise at a chosen distance below it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from language.speech.motor_noise import motor_noise
from language.speech.wave import Wave, active, power, speech_power
from robot.speech import SAMPLE_RATE_HZ

Noise = Callable[[int, np.random.Generator], Wave]
"""Makes so many samples of a noise, of whatever loudness; the same generator state makes the same."""

HUM_HZ = (50.0, 60.0)


def room_noise(length: int, random: np.random.Generator) -> Wave:
    """A quiet room: air that falls towards high tones, a fan that comes and goes a little, the hum of the mains."""
    hz = np.fft.rfftfreq(max(2, length), 1 / SAMPLE_RATE_HZ)
    slope = random.uniform(0.6, 1.6)  # of the amplitude: 0.5 is pink, 1 brown
    gain = np.maximum(hz, 60.0) ** -slope * (hz > 20)
    spectrum = gain * (random.standard_normal(hz.size) + 1j * random.standard_normal(hz.size))
    air = np.fft.irfft(spectrum, max(2, length))[:length]
    air /= max(1e-12, math.sqrt(float(np.mean(air**2)))) if length else 1.0
    t_s = np.arange(length) / SAMPLE_RATE_HZ
    swell = 1 + 0.2 * np.sin(2 * math.pi * random.uniform(0.1, 0.6) * t_s + random.uniform(0, 6))
    mains_hz, loud = float(random.choice(HUM_HZ)), random.uniform(0, 0.4)
    hum = sum(loud / k * np.sin(2 * math.pi * k * mains_hz * t_s + random.uniform(0, 6)) for k in (1, 2, 3))
    return (air * swell + hum).astype(np.float32)


NOISES: dict[str, Noise] = {"motor": motor_noise, "room": room_noise}
"""What `--noise NAME:DB` may name."""


def mix(speech: Wave, noise: Wave, snr_db: float) -> Wave:
    """`speech` (N,) plus `noise` (N,), which is scaled to lie `snr_db` below the speech.

    Both are measured where the speech is active: pauses make no recording noisier than it is. Where nobody speaks, the speech
    comes back as it was.
    """
    if speech.shape != noise.shape:
        raise ValueError(f"speech has {speech.size} samples and the noise {noise.size}; make the noise as long as the speech")
    return speech + noise * np.float32(noise_gain(speech, noise, snr_db))


def noise_gain(speech: Wave, noise: Wave, snr_db: float) -> float:
    """What to multiply the noise by, so that it is `snr_db` below the speech while somebody speaks; 0 where nobody does."""
    there = active(speech)
    behind = power(noise[there]) or power(noise)
    return math.sqrt(speech_power(speech) / behind) * 10 ** (-snr_db / 20) if behind > 0 else 0.0

"""The echo of a room: the impulse response from a talker to a microphone near the floor.

The image-source method of Allen & Berkley (1979): each wall is a mirror, so every path by which the sound comes is a straight
one from an image of the talker, weaker by its length and by each wall that it met.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

from language.speech.wave import Wave
from robot.speech import SAMPLE_RATE_HZ

SOUND_MPS = 343.0
Doubles = npt.NDArray[np.float64]


class Room(msgspec.Struct, frozen=True):
    """A box of air (m), the talker's mouth and the microphone in it (m, from one lower corner).

    `decay_s` is RT60, the time in which the echo falls by 60 dB.
    """

    size_m: tuple[float, float, float]
    talker_m: tuple[float, float, float]
    microphone_m: tuple[float, float, float]
    decay_s: float


def any_room(random: np.random.Generator) -> Room:
    """A room of a home or an office; somebody 0.5 to 3.5 m away speaks down to a car on its floor."""
    size = np.array([random.uniform(2.5, 7), random.uniform(2.5, 5), random.uniform(2.3, 3)])
    microphone = np.array([*random.uniform(0.2, 0.8, 2) * size[:2], 0.12])
    while True:
        away_m, angle = random.uniform(0.5, 3.5), random.uniform(0, 2 * math.pi)
        talker = microphone + np.array([away_m * math.cos(angle), away_m * math.sin(angle), random.uniform(0.9, 1.6)])
        if (talker[:2] > 0.2).all() and (talker[:2] < size[:2] - 0.2).all():
            break
    return Room(_three(size), _three(talker), _three(microphone), float(random.uniform(0.2, 0.6)))


def impulse_response(room: Room) -> Wave:
    """What a click becomes (N,), the direct sound first with height 1, until it has fallen by about 40 dB.

    `convolve` a dry voice with it, and it is in the room.
    """
    size, length_s = np.array(room.size_m), 0.65 * room.decay_s
    reach_m = length_s * SOUND_MPS
    counts = [np.arange(-(n := math.ceil(reach_m / (2 * side))), n + 1) for side in size]
    offsets, walls = zip(*(_images(*axis) for axis in zip(counts, size, room.talker_m, room.microphone_m, strict=True)),
                         strict=True)
    x, y, z = (axis**2 for axis in offsets)
    way_m = np.sqrt(np.add.outer(np.add.outer(x, y), z))
    met = np.add.outer(np.add.outer(walls[0], walls[1]), walls[2])
    way_m, met = way_m[way_m < reach_m], met[way_m < reach_m]
    gain = _reflection(size, room.decay_s) ** met / way_m
    response = _taps((way_m - way_m.min()) / SOUND_MPS * SAMPLE_RATE_HZ, gain)
    direct_first: Wave = (response / response[0]).astype(np.float32)
    return direct_first


def convolve(sound: Wave, response: Wave) -> Wave:
    """`sound` (N,) through something with that impulse `response` (M,): N + M - 1 samples; nothing stays nothing."""
    if not sound.size:
        return sound
    length = sound.size + response.size - 1
    size = _fft_size(length)
    whole = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)
    return whole[:length].astype(np.float32)


def _fft_size(length: int) -> int:
    """The least power of two, or three quarters of it, that holds `length`: quick to transform."""
    size = 1 << (length - 1).bit_length()
    return size * 3 // 4 if size * 3 // 4 >= length else size


def _images(numbers: npt.NDArray[np.int_], side_m: float, talker_m: float, microphone_m: float) -> tuple[Doubles, Doubles]:
    """Along one axis: where the images are, seen from the microphone (m), and how many walls each has met."""
    straight, mirrored = 2 * numbers * side_m + talker_m, 2 * numbers * side_m - talker_m
    places = np.concatenate([straight, mirrored]) - microphone_m
    return places, np.concatenate([2 * np.abs(numbers), np.abs(numbers) + np.abs(numbers - 1)]).astype(np.float64)


def _reflection(size_m: Doubles, decay_s: float) -> float:
    """What of the pressure a wall gives back, after Eyring's formula for RT60."""
    x, y, z = size_m
    volume, surface = x * y * z, 2 * (x * y + y * z + x * z)
    return math.exp(-0.161 * volume / (2 * surface * decay_s))


def _taps(delay: Doubles, gain: Doubles) -> Doubles:
    """Clicks at fractional `delay`s, each shared between its two neighbours."""
    whole = delay.astype(np.int64)
    part = delay - whole
    response = np.zeros(int(whole.max()) + 2)
    np.add.at(response, whole, gain * (1 - part))
    np.add.at(response, whole + 1, gain * part)
    return response


def _three(values: Doubles) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z

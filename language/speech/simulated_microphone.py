"""A microphone in a simulated room: somebody speaks, motors run, the walls give it all back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from language.speech.echo import any_room, convolve, impulse_response
from language.speech.motor_noise import MotorNoise, speed_profile
from language.speech.noise import noise_gain, room_noise
from language.speech.synthesis import any_voice, synthesize
from language.speech.wave import Wave, speech_power, to_samples
from robot.clock import to_ns
from robot.speech import SAMPLE_RATE_HZ, Samples, Sound

PIECE = SAMPLE_RATE_HZ // 10
SPEECH_DB = -26.0
"""How loud somebody is who speaks to the car from two metres away, below full scale, where the speech is active."""
STILL_DB = 40.0
"""How far below the voice a quiet room is."""
SCENE_S = 20.0


def spoken(text: str, seed: int, before_s: float = 1.0, after_s: float = 1.5) -> Wave:
    """`text` as the microphone gets it: some voice in some room (both from the seed), silence around it. Raises VoiceError."""
    random = np.random.default_rng([seed, 0x5A1])
    heard = convolve(synthesize(text, any_voice(random)), impulse_response(any_room(random)))
    loud = speech_power(heard)
    if loud > 0:
        heard *= np.float32(10 ** (SPEECH_DB / 20) / loud**0.5)
    quiet = [np.zeros(int(seconds * SAMPLE_RATE_HZ), np.float32) for seconds in (before_s, after_s)]
    return np.concatenate([quiet[0], heard, quiet[1]])


class SimulatedMicrophone:
    """A `robot.drivers.Microphone` that hears `speech` (N,) once and then only the noise, the same for the same seed.

    `snr_db`: how far the noise of motors that run all the time lies below the speech; None: they are silent.
    """

    problem = ""

    def __init__(self, speech: Wave, snr_db: float | None, seed: int) -> None:
        self._sound = _sound(speech, snr_db, np.random.default_rng([seed, 0x5A2]))
        self._taken = 0
        self._start_ns: int | None = None
        self.speech_s = speech.size / SAMPLE_RATE_HZ

    def read(self, now_ns: int) -> list[Sound]:
        """All whole tenths of a second that were over by `now_ns`; the first call starts the sound."""
        if self._start_ns is None:
            self._start_ns = now_ns
        sounds = []
        while (t_ns := self._start_ns + to_ns(self._taken / SAMPLE_RATE_HZ)) + to_ns(PIECE / SAMPLE_RATE_HZ) <= now_ns:
            sounds.append(Sound(t_ns=t_ns, samples=next(self._sound)))
            self._taken += PIECE
        return sounds

    def close(self) -> None:
        """Nothing to let go of."""


def _sound(speech: Wave, snr_db: float | None, random: np.random.Generator) -> Iterator[Samples]:
    """Piece after piece, for ever."""
    size = int(SCENE_S * SAMPLE_RATE_HZ)
    motors, still = MotorNoise(random), room_noise(size, random)
    still_gain = 10 ** ((SPEECH_DB - STILL_DB) / 20)
    motor_gain: float | None = None
    while True:
        scene = np.zeros(max(size, speech.size), np.float32)
        scene[: speech.size] = speech
        if snr_db is not None:
            noise = motors.make(speed_profile(scene.size, random, stops=False))
            if motor_gain is None:
                motor_gain = noise_gain(scene, noise, snr_db)
            scene += noise * np.float32(motor_gain)
        scene += np.resize(still, scene.size) * np.float32(still_gain)
        scene = scene[: scene.size // PIECE * PIECE]
        yield from (to_samples(piece) for piece in scene.reshape(-1, PIECE))
        speech = speech[:0]

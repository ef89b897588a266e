"""A microphone in a simulated room: somebody speaks, motors run, the walls give it all back."""

from __future__ import annotations

import math
from copy import deepcopy

import numpy as np

from language.speech.echo import any_room, convolve, impulse_response
from language.speech.motor_noise import MotorNoise
from language.speech.noise import noise_gain, room_noise
from language.speech.rims import Roaming, Rolling
from language.speech.synthesis import any_voice, synthesize
from language.speech.wave import Wave, power, speech_power, to_samples
from robot.clock import to_ns
from robot.drivers import WheelEncoders
from robot.speech import PIECE, SAMPLE_RATE_HZ, Sound

SPEECH_DB = -26.0
"""How loud somebody is who speaks to the car from two metres away, below full scale, where the speech is active."""
STILL_DB = 40.0
"""How far below the voice a quiet room is."""
STILL_S = 20.0
"""So long until the room's noise comes round again."""
CRUISE_MPS = 0.33
"""As fast as the car drives where nothing is near: here its motors are as loud as `snr_db` says."""


def spoken(text: str, seed: int, before_s: float = 1.0, after_s: float = 1.5) -> Wave:
    """`text` as the microphone gets it: some voice in some room (both from the seed), silence around it. Raises VoiceError."""
    random = np.random.default_rng([seed, 0x5A1])
    heard = at_level(convolve(synthesize(text, any_voice(random)), impulse_response(any_room(random))))
    quiet = [np.zeros(int(seconds * SAMPLE_RATE_HZ), np.float32) for seconds in (before_s, after_s)]
    return np.concatenate([quiet[0], heard, quiet[1]])


def at_level(voice: Wave) -> Wave:
    """The voice as loud as somebody who speaks to the car; silence stays silence."""
    loud = speech_power(voice)
    return voice * np.float32(10 ** (SPEECH_DB / 20) / loud**0.5) if loud > 0 else voice


class SimulatedMicrophone:
    """A `robot.drivers.Microphone` that hears `speech` (N,) once and then only the noise, the same for the same seed.

    `snr_db`: how far the motors lie below the speech; None: they are silent. Without `wheels` they run all the time, so loud on
    the mean of the speech. With `wheels` they follow those, so loud at cruising speed; but while the speech lasts they run as
    though somebody spoke to a car that drives, unless `always_wheels`.
    """

    problem = ""

    def __init__(
        self, speech: Wave, snr_db: float | None, seed: int, wheels: WheelEncoders | None = None, always_wheels: bool = False
    ) -> None:
        body, road, air = (np.random.default_rng([seed, 0x5A2, part]) for part in range(3))
        self._speech = speech
        self._motors, self._roaming = MotorNoise(body), Roaming(road)
        self._rolling = Rolling(wheels) if wheels is not None else None
        self._roams_until = 0 if always_wheels else speech.size
        self._gain = 0.0 if snr_db is None else self._motor_gain(snr_db)
        self._still = room_noise(int(STILL_S * SAMPLE_RATE_HZ), air) * np.float32(10 ** ((SPEECH_DB - STILL_DB) / 20))
        self._taken = 0
        self._start_ns: int | None = None
        self.speech_s = speech.size / SAMPLE_RATE_HZ

    def read(self, now_ns: int) -> list[Sound]:
        """All whole pieces that were over by `now_ns`; the first call starts the sound."""
        if self._start_ns is None:
            self._start_ns = now_ns
        sounds = []
        while (t_ns := self._start_ns + to_ns(self._taken / SAMPLE_RATE_HZ)) + to_ns(PIECE / SAMPLE_RATE_HZ) <= now_ns:
            sounds.append(Sound(t_ns=t_ns, samples=to_samples(self._piece())))
            self._taken += PIECE
        return sounds

    def close(self) -> None:
        """Nothing to let go of."""

    def _piece(self) -> Wave:
        """The next piece."""
        at = self._taken
        piece = np.zeros(PIECE, np.float32)
        said = self._speech[at : at + PIECE]
        piece[: said.size] = said
        if self._gain:
            rims = self._rolling if self._rolling is not None and at >= self._roams_until else self._roaming
            piece += self._motors.make(rims.speeds(PIECE)) * np.float32(self._gain)
        return piece + self._still.take(np.arange(at, at + PIECE), mode="wrap")

    def _motor_gain(self, snr_db: float) -> float:
        """What to multiply the motors by; tried on twins of motors and road, so that nothing of theirs is used up."""
        motors = deepcopy(self._motors)
        if self._roams_until:
            return noise_gain(self._speech, motors.make(deepcopy(self._roaming).speeds(self._speech.size)), snr_db)
        loud = power(motors.make(np.full((2, 2 * SAMPLE_RATE_HZ), CRUISE_MPS)))
        return math.sqrt(speech_power(self._speech) / loud) * 10 ** (-snr_db / 20)

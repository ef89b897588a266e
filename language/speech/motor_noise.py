"""What two geared motors and their wheels sound like to a microphone that rides on them.

Made from what makes it, so that it follows the speed: the whine of the bridge's pulse-width modulation, the teeth of each stage
of the gearbox (their order in turns of the motor, with sidebands where a wheel runs out of true), the brushes, and the hiss of
gears and tyres; all of it through the resonances of a plastic chassis. Numbers are those of the yellow 1:48 motors.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from language.speech.echo import convolve
from language.speech.wave import Wave
from robot.speech import SAMPLE_RATE_HZ

Doubles = npt.NDArray[np.float64]

WHEEL_RADIUS_M = 0.0325
GEAR_RATIO = 48.0
MOTOR_HZ_PER_MPS = GEAR_RATIO / (2 * math.pi * WHEEL_RADIUS_M)
PERIOD_TURNS = 50 * GEAR_RATIO
"""After so many turns of the motor everything that turns with it is where it was."""
TOP_MPS = 0.6
"""The rim at full voltage."""
MESHES = ((8.0, 1.0), (2.2, 0.7), (0.62, 0.5))
"""Each pair of gears: how often its teeth meet in one turn of the motor, and how loud."""
BRUSHES = ((6.0, 0.5), (12.0, 0.25), (18.0, 0.1))
"""Three poles, two brushes: six commutations a turn, and their overtones."""
OVERTONES = 6
WHINE = 0.7
HISS = 0.8
REFERENCE_MPS = 0.3
"""Here the noise has a root mean square of about 1."""
LOUDER = 1.5
"""The noise grows with this power of the speed."""
TAPS = 512
NYQUIST_HZ = SAMPLE_RATE_HZ / 2


class MotorNoise:
    """One car's noise, piece by piece without a seam; another generator is another car. Angles are counted in turns."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._turned = random.uniform(0, 1, 2)  # of each motor
        self._whined = random.uniform(0, 1)
        self._pwm_hz = float(random.choice([100.0, 250.0, 490.0, 1000.0, 20_000.0]))  # what people's bridges run at
        self._mismatch = random.normal(1.0, 0.03, 2)
        self._loudness = np.exp(random.normal(0, 0.4, (2, len(MESHES) + len(BRUSHES))))
        self._runout = random.uniform(0.1, 0.5, 2)
        self._body = _resonances(random)
        self._tail = np.zeros(TAPS - 1, np.float32)

    def make(self, speed_mps: Doubles) -> Wave:
        """The noise (N,) while the wheels' rims run at `speed_mps` (2, N), left and right; its scale is arbitrary but fixed."""
        if not speed_mps.shape[1]:
            return np.zeros(0, np.float32)
        motor_hz = np.abs(speed_mps) * (self._mismatch[:, None] * MOTOR_HZ_PER_MPS)
        turns = self._turned[:, None] + np.cumsum(motor_hz, 1) / SAMPLE_RATE_HZ
        self._turned = turns[:, -1] % PERIOD_TURNS
        sound = self._whine(np.abs(speed_mps).max(0))
        for side in range(2):
            sound += self._motor(side, turns[side], motor_hz[side].astype(np.float32))
        return self._through_body(sound)

    def _motor(self, side: int, turns: Doubles, motor_hz: Wave) -> Wave:
        """Gears, brushes and hiss of one motor."""
        sound = np.zeros(turns.size, np.float32)
        for number, (order, loud) in enumerate(MESHES + BRUSHES):
            heard = order * motor_hz < NYQUIST_HZ
            sound += np.float32(0.5 * self._loudness[side, number] * loud) * heard * _sine(order * turns)
        rough = 1 + np.float32(0.5) * _sine(MESHES[1][0] * turns)  # every tooth hisses as it meets the next
        sound += np.float32(HISS) * rough * self._random.standard_normal(turns.size, np.float32)
        untrue = 1 + np.float32(self._runout[side]) * _sine(turns / GEAR_RATIO)
        sound *= untrue * (motor_hz / np.float32(REFERENCE_MPS * MOTOR_HZ_PER_MPS)) ** np.float32(LOUDER)
        return sound

    def _whine(self, speed_mps: Doubles) -> Wave:
        """The overtones of a square wave whose duty follows the speed; its period jitters, as software's does."""
        jitter = 0.003 * self._random.standard_normal(speed_mps.size, np.float32)
        turns = self._whined + np.cumsum(self._pwm_hz / SAMPLE_RATE_HZ + jitter, dtype=np.float64)
        self._whined = float(turns[-1] % 1)
        half_duty = (np.clip(speed_mps / TOP_MPS, 0, 1) / 2).astype(np.float32)
        whine = np.zeros(speed_mps.size, np.float32)
        for k in range(1, OVERTONES + 1):
            if k * self._pwm_hz < NYQUIST_HZ:
                whine += _sine(k * half_duty) * _sine(k * turns) * np.float32(WHINE / k)
        return whine

    def _through_body(self, sound: Wave) -> Wave:
        joined = np.concatenate([self._tail, sound])
        self._tail = joined[-(TAPS - 1) :]
        return convolve(joined, self._body)[TAPS - 1 : joined.size]


def speed_profile(length: int, random: np.random.Generator, stops: bool = True) -> Doubles:
    """Rim speeds (2, `length`) in m/s of somebody's drive: straights, turns on the spot and, with `stops`, standing still."""
    speed = np.empty((2, length))
    begin, last = 0, np.zeros(2)
    while begin < length:
        end = min(length, begin + int(random.uniform(0.5, 3.0) * SAMPLE_RATE_HZ))
        wish = random.uniform(0.1, 0.5) * np.array([1.0, random.choice([1.0, -1.0, 0.8])])
        if stops and random.random() < 0.15:
            wish = np.zeros(2)
        ease = 1 - np.exp(-np.arange(end - begin) / (0.15 * SAMPLE_RATE_HZ))  # the car's inertia
        speed[:, begin:end] = last[:, None] + (wish - last)[:, None] * ease
        begin, last = end, speed[:, end - 1]
    return speed


def motor_noise(length: int, random: np.random.Generator) -> Wave:
    """`length` samples of a car that drives about without standing still; its scale is arbitrary."""
    return MotorNoise(random).make(speed_profile(length, random, stops=False))


def _sine(turns: npt.NDArray[np.floating]) -> Wave:
    """The sine of an angle in turns: whole ones are taken off first, so that float32 is enough."""
    angle: Wave = (turns - np.floor(turns)).astype(np.float32)
    angle *= np.float32(2 * math.pi)
    return np.sin(angle, out=angle)


def _resonances(random: np.random.Generator) -> Wave:
    """How chassis and microphone colour what is made: the impulse response (TAPS,) of a few resonances on a falling slope."""
    hz = np.fft.rfftfreq(TAPS, 1 / SAMPLE_RATE_HZ)
    gain = (hz / 80.0) ** 2 / (1 + (hz / 80.0) ** 2) / (1 + (hz / random.uniform(700, 2500)) ** 2) ** 0.5
    for _ in range(5):
        centre_hz, sharp = math.exp(random.uniform(math.log(150), math.log(5000))), random.uniform(3, 12)
        gain *= 1 + random.uniform(0.5, 4.0) / (1 + (sharp * np.log(np.maximum(hz, 1) / centre_hz)) ** 2)
    response = np.roll(np.fft.irfft(gain, TAPS), TAPS // 2) * np.hanning(TAPS)
    return (response / math.sqrt(float(response @ response)) / 2).astype(np.float32)

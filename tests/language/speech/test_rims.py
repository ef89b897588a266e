from __future__ import annotations

import math

import numpy as np
import pytest

from language.speech.motor_noise import WHEEL_RADIUS_M
from language.speech.rims import Roaming, Rolling
from language.speech.simulated_microphone import CRUISE_MPS, SimulatedMicrophone
from language.speech.wave import power, speech_power, to_wave
from robot.clock import to_ns
from robot.messages import WheelAngles


class Encoders:
    """Wheels that turn as they are told to."""

    def __init__(self) -> None:
        self.angles: WheelAngles | None = None

    def turn(self, left_mps: float, right_mps: float, seconds: float) -> None:
        last = self.angles or WheelAngles(t_ns=0, left_rad=0.0, right_rad=0.0)
        self.angles = WheelAngles(
            t_ns=last.t_ns + to_ns(seconds), left_rad=last.left_rad + left_mps * seconds / WHEEL_RADIUS_M,
            right_rad=last.right_rad + right_mps * seconds / WHEEL_RADIUS_M,
        )  # fmt: skip

    def read(self) -> WheelAngles | None:
        return self.angles


def test_rims_are_as_fast_as_the_encoders_count() -> None:
    encoders = Encoders()
    rolling = Rolling(encoders)
    assert not rolling.speeds(10).any()  # nothing was counted yet
    encoders.turn(0.3, 0.3, 1)
    assert not rolling.speeds(10).any()  # there must be two angles
    encoders.turn(0.2, -0.1, 0.1)
    speeds = rolling.speeds(1600)
    assert speeds.shape == (2, 1600)
    assert speeds[:, -1] == pytest.approx([0.2, -0.1])
    assert (np.abs(np.diff(speeds)) < 1e-3).all(), "without a jump"
    assert rolling.speeds(1600)[:, 0] == pytest.approx([0.2, -0.1]), "as before while nothing new is counted"


def test_somebody_drives_about_the_same_way_however_often_it_is_asked() -> None:
    one, other = Roaming(np.random.default_rng(1)), Roaming(np.random.default_rng(1))
    whole = one.speeds(400_000)
    assert np.array_equal(whole, np.concatenate([other.speeds(size) for size in (1600, 98_400, 300_000)], 1))
    assert np.abs(whole).max(0).min() < 0.5 and np.abs(whole).mean() > 0.05


def heard_power(microphone: SimulatedMicrophone, encoders: Encoders, mps: float, since_s: float, until_s: float) -> float:
    """How loud it is while the car drives so fast."""
    waves = []
    for tenth in range(round(10 * since_s), round(10 * until_s)):
        encoders.turn(mps, mps, 0.1)
        waves += [to_wave(sound.samples) for sound in microphone.read(to_ns(0.1 * (tenth + 1)))]
    return power(np.concatenate(waves[5:]))


def test_the_motors_are_as_loud_as_was_asked_where_the_car_cruises_and_quiet_at_rest() -> None:
    speech = np.zeros(96_000, np.float32)
    speech[:16_000] = 0.05 * np.random.default_rng(0).standard_normal(16_000)
    encoders = Encoders()
    microphone = SimulatedMicrophone(speech[:0], 10.0, 3, encoders, always_wheels=True)
    assert microphone.read(0) == [] and heard_power(microphone, encoders, CRUISE_MPS, 0, 2) < 1e-6, "no speech, no scale"
    encoders = Encoders()
    microphone = SimulatedMicrophone(speech, 10.0, 3, encoders, always_wheels=True)
    assert microphone.read(0) == []
    heard_power(microphone, encoders, 0.0, 0, 2)  # somebody speaks
    rest = heard_power(microphone, encoders, 0.0, 2, 4)
    drive = heard_power(microphone, encoders, CRUISE_MPS, 4, 8)
    assert 10 * math.log10(speech_power(speech) / drive) == pytest.approx(10.0, abs=1.0)
    assert 10 * math.log10(drive / rest) > 20


def test_while_somebody_speaks_the_motors_run_though_the_car_stands() -> None:
    speech = 0.05 * np.random.default_rng(0).standard_normal(32_000).astype(np.float32)
    encoders = Encoders()
    microphone = SimulatedMicrophone(speech, 0.0, 3, encoders)
    assert microphone.read(0) == []
    spoken_to = heard_power(microphone, encoders, 0.0, 0, 2)
    assert 10 * math.log10(spoken_to / power(speech)) == pytest.approx(3.0, abs=1.5)  # as loud as the speech
    heard_power(microphone, encoders, 0.0, 2, 3)
    assert heard_power(microphone, encoders, 0.0, 3, 4) < power(speech) / 100

from __future__ import annotations

import builtins
from collections.abc import Iterator

import numpy as np
import pytest

from language.speech.gate import Gate, GateConfig
from language.speech.motor_noise import motor_noise
from language.speech.noise import mix, room_noise
from language.speech.resample import SpeechPackageMissing
from language.speech.wave import to_samples
from tests.language.speech.test_resample import without

pytest.importorskip("webrtcvad")


def vowel(seconds: float, pitch_hz: float = 120) -> np.ndarray:
    """Somebody who says "a": a buzz through two formants, up and down in loudness."""
    t_s = np.arange(int(seconds * 16_000)) / 16_000
    harmonics = np.arange(1, 40) * pitch_hz
    gain = 1 / (1 + ((harmonics - 700) / 150) ** 2) + 0.5 / (1 + ((harmonics - 1200) / 150) ** 2)
    buzz = (gain[:, None] * np.sin(2 * np.pi * harmonics[:, None] * t_s)).sum(0)
    buzz *= 0.1 * np.sin(np.pi * t_s / seconds)
    return np.asarray(buzz, np.float32)


def heard(gate: Gate, wave: np.ndarray, noisy: bool = False) -> list[bool]:
    return [gate.hear(piece, noisy) for piece in cut(to_samples(wave))]


def cut(samples: np.ndarray) -> Iterator[np.ndarray]:
    return iter(samples[: samples.size // 1600 * 1600].reshape(-1, 1600))


def scene(quiet_s: float = 3.0, noise_seed: int = 0) -> np.ndarray:
    quiet = np.zeros(int(quiet_s * 16_000), np.float32)
    speech = np.concatenate([quiet, vowel(0.6), quiet])
    return mix(speech, room_noise(speech.size, np.random.default_rng(noise_seed)), 30)


@pytest.mark.parametrize("seed", range(4))
def test_it_opens_for_a_voice_in_a_quiet_room_and_closes_after_the_pause(seed: int) -> None:
    opened = heard(Gate(GateConfig(pause_s=1.0)), scene(noise_seed=seed))
    assert not any(opened[5:30])
    assert all(opened[33:40])
    assert not any(opened[48:])


def test_silence_and_a_hum_keep_it_closed() -> None:
    hum = 0.05 * np.sin(2 * np.pi * 50 * np.arange(160_000) / 16_000)
    for wave in (np.zeros(160_000), hum, hum * 0 + 0.3):
        assert not any(heard(Gate(), wave.astype(np.float32))[10:])


def test_where_motors_run_a_voice_opens_it_though_it_is_no_louder() -> None:
    quiet = np.zeros(48_000, np.float32)
    speech = np.concatenate([quiet, vowel(0.6), quiet])
    wave = mix(speech, motor_noise(speech.size, np.random.default_rng(3)), 5)
    assert any(heard(Gate(), wave, noisy=True)[30:37])


def test_pieces_of_any_size_will_do() -> None:
    wave, whole, parts = to_samples(scene()), Gate(), Gate()
    opened = [whole.hear(piece) for piece in np.split(wave, range(1600, wave.size, 1600))]
    odd = [parts.hear(piece) for piece in np.split(wave, range(777, wave.size, 777))]
    assert any(opened) and any(odd)
    assert not Gate().hear(wave[:0])


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "__import__", without("webrtcvad"))
    with pytest.raises(SpeechPackageMissing, match=r"heed\[speech\]"):
        Gate()

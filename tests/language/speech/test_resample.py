from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from language.speech.resample import Resampler, SpeechPackageMissing, resampled


def tone(hz: float, rate_hz: int, seconds: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(int(seconds * rate_hz)) / rate_hz).astype(np.float32)


def peak_hz(wave: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(wave * np.hanning(wave.size)))) * 16_000 / wave.size)


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
def test_a_tone_keeps_its_pitch_and_its_length(rate_hz: int) -> None:
    pytest.importorskip("soxr")
    wave = resampled(tone(440, rate_hz), rate_hz)
    assert wave.size == pytest.approx(16_000, abs=2)
    assert peak_hz(wave) == pytest.approx(440, abs=2)


def test_what_16_khz_cannot_hold_is_gone_and_not_folded_back() -> None:
    pytest.importorskip("soxr")
    assert np.abs(resampled(tone(12_000, 48_000), 48_000)[500:-500]).max() < 1e-3


@pytest.mark.parametrize("rate_hz", [8000, 44_100, 48_000])
def test_pieces_make_the_whole(rate_hz: int) -> None:
    pytest.importorskip("soxr")
    wave = tone(300, rate_hz)
    stream = Resampler(rate_hz)
    pieces = [stream.feed(piece) for piece in np.array_split(wave, 37)]
    joined = np.concatenate([*pieces, stream.feed(wave[:0], last=True)])
    whole = resampled(wave, rate_hz)
    assert joined.size == pytest.approx(whole.size, abs=1)
    assert np.allclose(joined[: whole.size - 1], whole[: joined.size][: whole.size - 1], atol=1e-4)


def test_16_khz_passes_as_it_is_even_without_soxr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "__import__", without("soxr"))
    wave = tone(100, 16_000)
    assert resampled(wave, 16_000) is wave and Resampler(16_000).feed(wave) is wave
    with pytest.raises(SpeechPackageMissing, match=r"heed\[speech\]"):
        Resampler(8000)


def without(package: str) -> Callable[..., Any]:
    real = builtins.__import__

    def load(name: str, *arguments: Any, **settings: Any) -> Any:
        if name == package:
            raise ImportError(f"No module named {name!r}")
        return real(name, *arguments, **settings)

    return load

"""Coefficients against those of kaldi-native-fbank 1.23, which are Kaldi's."""

from __future__ import annotations

import numpy as np
import pytest

from models.train.speech.features import COEFFICIENTS, bins_hz, coefficients, filters, frames_in

KNOWN = {
    0: [101.792, -36.589, -1.263, -0.234, -33.789, -94.132, -56.004, -36.229],
    3: [101.681, -36.489, -0.074, 1.542, -31.51, -91.738, -54.274, -35.479],
}
KNOWN_LAST = {0: [-2.835, -0.94], 3: [-3.806, -1.74]}


def tones() -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    n = np.arange(1200)
    rough = (n * 7919) % 1009 - 504
    tones = 4000 * np.sin(2 * np.pi * 440 * n / 16000) + 1500 * np.sin(2 * np.pi * 2500 * n / 16000)
    return np.asarray(np.round(tones + rough), dtype=np.float32)


def test_they_are_kaldis() -> None:
    found = coefficients(tones())
    assert found.shape == (6, COEFFICIENTS) == (frames_in(1200), COEFFICIENTS)
    for frame, known in KNOWN.items():
        assert found[frame, :8] == pytest.approx(known, abs=0.01)
        assert found[frame, -2:] == pytest.approx(KNOWN_LAST[frame], abs=0.01)


def test_rows_of_a_batch_are_apart() -> None:
    samples = np.stack([tones(), tones()[::-1]])
    assert coefficients(samples)[1] == pytest.approx(coefficients(samples[1]), abs=1e-3)


def test_filters_where_the_bins_are_are_the_plain_ones_and_others_move_the_tones() -> None:
    samples = tones()[None]
    plain, same, other = (
        coefficients(samples, banks) for banks in (None, filters(bins_hz())[None], filters(bins_hz() * 1.1)[None])
    )
    assert same == pytest.approx(plain, abs=1e-3)
    assert np.abs(other - plain).max() > 1


def test_digital_silence_is_finite() -> None:
    assert np.isfinite(coefficients(np.zeros(800, np.float32))).all()


@pytest.mark.parametrize(("samples", "frames"), [(0, 0), (399, 0), (400, 1), (559, 1), (560, 2), (16000, 98)])
def test_only_whole_frames_count(samples: int, frames: int) -> None:
    assert frames_in(samples) == frames

"""Other voices are other, the same sound stays where it was, and no number is lost."""

from __future__ import annotations

import numpy as np
import pytest

from models.train.speech.features import COEFFICIENTS, bins_hz, coefficients, filters
from models.train.speech.throats import revoiced, throats


def heard(rows: int = 6, frames: int = 120) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    random = np.random.default_rng(5)
    return random.normal(3, np.linspace(20, 5, COEFFICIENTS), (rows, frames, COEFFICIENTS)).astype(np.float32)


def test_each_row_has_a_throat_of_its_own() -> None:
    banks = throats(np.random.default_rng(1), 5)
    assert banks.shape == (5, bins_hz().size, COEFFICIENTS)
    assert len({bank.tobytes() for bank in banks}) == 5


def test_throats_hear_a_tone_at_most_a_fifth_away() -> None:
    plain, tone = filters(bins_hz()), int(np.abs(bins_hz() - 1500).argmin())
    heard_as = [int(bank[tone].argmax()) for bank in throats(np.random.default_rng(2), 40)]
    centre_hz = [float((plain[:, place] * bins_hz()).sum() / plain[:, place].sum()) for place in heard_as]
    assert max(centre_hz) < 1.25 * 1500 and min(centre_hz) > 1500 / 1.25
    assert max(centre_hz) - min(centre_hz) > 150


def test_a_quiet_throat_still_gives_finite_coefficients() -> None:
    silence = np.zeros((3, 1600), np.float32)
    assert np.isfinite(coefficients(silence, throats(np.random.default_rng(3), 3))).all()


def test_another_voice_says_the_same_at_the_same_time() -> None:
    before = heard()
    after = revoiced(np.random.default_rng(4), before)
    assert after.shape == before.shape and np.isfinite(after).all()
    assert not np.allclose(after, before)
    for row, other in zip(before, after, strict=True):
        for number in range(COEFFICIENTS):
            assert np.corrcoef(row[:, number], other[:, number])[0, 1] > 0.7


def test_how_loud_it_is_on_average_stays() -> None:
    before = heard()
    after = revoiced(np.random.default_rng(4), before)
    assert after[..., 0].mean(1) == pytest.approx(before[..., 0].mean(1), abs=1.0)


def test_the_same_seed_gives_the_same_voice() -> None:
    one, other = (revoiced(np.random.default_rng(7), heard()) for _ in range(2))
    assert np.array_equal(one, other)

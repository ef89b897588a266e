"""One voice made into many: what makes the same sound another's, drawn anew for each row of a batch.

Throats differ in length (vocal tract length perturbation, Jaitly & Hinton 2013) and not everywhere alike; synthesisers, too, in
how sharply they draw a spectrum and how fast it may change. Held-out voices were found to differ from those learnt from in the
mean of fine coefficients, too, by up to two standard deviations.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.train.speech.features import COEFFICIENTS, bins_hz, filters, mel

Floats = npt.NDArray[np.float32]

LONGER, UNEVENLY, MOST = 0.06, 0.035, 0.18
"""Standard deviations of the logarithm of a throat's length, of a part of it, and the most of both."""
PARTS = 6
SHARPER, STRETCHED, MOVED = 0.25, 0.08, 0.6
"""Standard deviations of the logarithms of how sharp a spectrum is and of each coefficient's scale, and of its mean (in its
own)."""
FINE = 22.0
"""The coefficient that is that much sharper."""
OFTEN, SLOW_OFTEN, SLOWEST = 0.7, 0.3, 0.25


def throats(random: np.random.Generator, size: int) -> Floats:
    """(size, 256, 40) filters for `coefficients`: each row as another throat would sound."""
    place = mel(bins_hz())
    knots = np.linspace(0, place[-1], PARTS)
    banks = []
    for _ in range(size):
        longer = random.normal(0, LONGER) + random.normal(0, UNEVENLY, PARTS)
        banks.append(filters(bins_hz() * np.exp(np.interp(place, knots, np.clip(longer, -MOST, MOST)))))
    return np.stack(banks)


def revoiced(random: np.random.Generator, heard: Floats) -> Floats:
    """Coefficients (B, frames, 40) with other means and sharpness, and some of them slower to change."""
    size = len(heard)
    mean, deviation = heard.mean(1, keepdims=True), heard.std(1, keepdims=True)
    often = random.random((size, 1, 1)) < OFTEN
    order = np.minimum(np.arange(COEFFICIENTS) / FINE, 1.5)
    scale = random.normal(0, SHARPER, (size, 1, 1)) * order**2 + random.normal(0, STRETCHED, (size, 1, COEFFICIENTS))
    moved = random.normal(0, MOVED, (size, 1, COEFFICIENTS)) * deviation
    moved[..., 0] = 0
    said = mean + (heard - mean) * np.exp(scale * often) + moved * often
    slow = random.uniform(0, SLOWEST, (size, 1, 1)) * (random.random((size, 1, 1)) < SLOW_OFTEN)
    said[:, 1:-1] = slow * (said[:, :-2] + said[:, 2:]) + (1 - 2 * slow) * said[:, 1:-1]
    return np.asarray(said, dtype=np.float32)

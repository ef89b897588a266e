"""What the network hears: mel-frequency cepstral coefficients, the same numbers that Kaldi computes inside Vosk.

Kaldi's own scale (16-bit samples), its windows and filters (`kaldi/src/feat/feature-mfcc`, `mel-computations`), without dither.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

RATE_HZ = 16000
STEP, WINDOW, PADDED = 160, 400, 512
"""Samples from a frame to the next, in a frame, and in its Fourier transform."""
COEFFICIENTS = 40
LOW_HZ, HIGH_HZ = 20.0, 7600.0
EMPHASIS, LIFTER = 0.97, 22.0
LEAST = float(np.finfo(np.float32).eps)


def frames_in(samples: int) -> int:
    """How many whole frames there are in so many samples."""
    return max(0, 1 + (samples - WINDOW) // STEP)


def coefficients(samples: Floats, banks: Floats | None = None) -> Floats:
    """(…, frames, 40) of samples (…, N) in 16-bit units; `banks` (…, 256, 40) are filters for each row, else Kaldi's."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW, axis=-1)[..., ::STEP, :]
    frames = frames - frames.mean(-1, keepdims=True)
    frames[..., 1:] -= np.float32(EMPHASIS) * frames[..., :-1]
    frames[..., 0] *= np.float32(1 - EMPHASIS)
    frames *= _window()
    spectrum = np.fft.rfft(frames, PADDED)[..., : PADDED // 2]
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32, copy=False)
    energies = power @ (_plain() if banks is None else banks)
    return np.asarray(np.log(np.maximum(energies, np.float32(LEAST), out=energies), out=energies) @ _cosines())


@cache
def _window() -> Floats:
    """Kaldi's "povey" window: Hann's to the power of 0.85."""
    turn = 2 * np.pi * np.arange(WINDOW) / (WINDOW - 1)
    return np.asarray((0.5 - 0.5 * np.cos(turn)) ** 0.85, dtype=np.float32)


def filters(heard_hz: npt.NDArray[np.float64]) -> Floats:
    """(256, 40) triangles that overlap by half, evenly spaced in mels; `heard_hz` (256,) is where each bin is heard."""
    edges = np.linspace(mel(LOW_HZ), mel(HIGH_HZ), COEFFICIENTS + 2)
    mels = mel(heard_hz)[:, None]
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    slopes = np.minimum((mels - left) / (centre - left), (right - mels) / (right - centre))
    return np.asarray(np.maximum(0, slopes), dtype=np.float32)


def bins_hz() -> npt.NDArray[np.float64]:
    """(256,) frequencies of the Fourier transform."""
    return np.arange(PADDED // 2) * RATE_HZ / PADDED


@cache
def _plain() -> Floats:
    return filters(bins_hz())


def mel(hz: float | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(np.asarray(hz) / 700.0))


@cache
def _cosines() -> Floats:
    """(40, 40): the orthonormal discrete cosine transform and the lifter that makes all coefficients about as large."""
    index = np.arange(COEFFICIENTS)
    basis = np.sqrt(2 / COEFFICIENTS) * np.cos(np.pi / COEFFICIENTS * (index[:, None] + 0.5) * index)
    basis[:, 0] = np.sqrt(1 / COEFFICIENTS)
    lifter = 1 + 0.5 * LIFTER * np.sin(np.pi * index / LIFTER)
    return np.asarray(basis * lifter, dtype=np.float32)

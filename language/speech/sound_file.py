"""Recordings: a sound file of any kind, rate, width, length and number of channels, as pieces of 16 kHz mono.

Read as it is used: an hour takes no more memory than a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_END
from pathlib import Path
from typing import Any

import numpy as np

from language.speech.resample import Resampler, SpeechPackageMissing
from language.speech.wave import Wave, to_samples
from robot.errors import SetupError
from robot.speech import SAMPLE_RATE_HZ, Samples

PIECE = SAMPLE_RATE_HZ // 10
BLOCK = 65_536  # numbers that are read at a time
SLOWEST_HZ, FASTEST_HZ = 1_000, 1_000_000
KINDS = "WAV, FLAC, Ogg Vorbis or Opus, MP3, AIFF, AU"
MEND = 'install what speech needs: python -m pip install "heed[speech]"'


class SoundFileError(SetupError, ValueError):
    """The file is no sound, or none that can be read to its end; the text says which and what would be right."""


def pieces(path: Path, size: int = PIECE) -> Iterator[Samples]:
    """The recording in pieces of `size` samples (the last may be shorter) of 16 kHz mono; none for one of 0 s.

    Raises SoundFileError at the first piece where the file is none, later where it breaks off.
    """
    with _opened(path) as file:
        waiting = np.zeros(0, np.float32)
        for wave in _resampled(_mono(file, path), file.samplerate):
            waiting = np.concatenate([waiting, wave])
            whole = waiting.size // size * size
            yield from (to_samples(piece) for piece in waiting[:whole].reshape(-1, size))
            waiting = waiting[whole:]
        if waiting.size:
            yield to_samples(waiting)


def read(path: Path) -> Samples:
    """The whole recording (N,) of 16 kHz mono. Raises SoundFileError."""
    return np.concatenate([np.zeros(0, np.int16), *pieces(path)])


def _mono(file: Any, path: Path) -> Iterator[Wave]:
    """Block by block, the mean of all channels; numbers that are none count as silence."""
    soundfile = _soundfile()
    at = 0
    while True:
        try:
            block = file.read(max(1, BLOCK // file.channels), dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, RuntimeError) as error:
            after = f"{at / file.samplerate:.1f} s"
            raise SoundFileError(f"{path}: breaks off after {after} ({_reason(error)}); it is damaged") from None
        if not len(block):
            return
        at += len(block)
        yield np.nan_to_num(block, posinf=1.0, neginf=-1.0).clip(-8, 8).mean(1)


def _resampled(waves: Iterator[Wave], rate_hz: int) -> Iterator[Wave]:
    stream = Resampler(rate_hz)
    for wave in waves:
        yield stream.feed(wave)
    yield stream.feed(np.zeros(0, np.float32), last=True)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The file opened by libsndfile, its kind told by its content and not by its name."""
    soundfile = _soundfile()
    try:
        stream = path.open("rb")
    except OSError as error:
        raise SoundFileError(f"{path}: can't be read: {error.strerror}") from None
    with stream:
        if not stream.seekable():
            raise SoundFileError(f"{path}: is no file but a pipe; write it into a file first")
        if not stream.seek(0, SEEK_END):
            raise SoundFileError(f"{path}: is empty; a sound file is {KINDS}")
        stream.seek(0)
        try:
            file = soundfile.SoundFile(_Nameless(stream))
        except (soundfile.SoundFileError, RuntimeError, TypeError, ValueError) as error:
            raise SoundFileError(f"{path}: is no sound that I can read ({_reason(error)}); it must be {KINDS}") from None
        with file:
            if not SLOWEST_HZ <= file.samplerate <= FASTEST_HZ:
                raise SoundFileError(f"{path}: says it has {file.samplerate} samples a second, which no recording has")
            yield file


class _Nameless:
    """An open file without its name: from a name soundfile would conclude the kind."""

    def __init__(self, stream: Any) -> None:
        self.read, self.readinto, self.seek, self.tell = stream.read, stream.readinto, stream.seek, stream.tell


def _reason(error: Exception) -> str:
    return str(getattr(error, "error_string", error)).strip(" .")


def _soundfile() -> Any:
    try:
        import soundfile
    except (ImportError, OSError) as error:  # OSError: libsndfile is missing
        raise SpeechPackageMissing(f"sound files need soundfile ({error}); {MEND}") from None
    return soundfile

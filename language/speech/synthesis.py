"""Speech from text by espeak-ng, as sound rather than out of a loudspeaker: for the simulated microphone and for training."""

from __future__ import annotations

import shutil
import subprocess

import msgspec
import numpy as np

from language.speech.resample import resampled
from language.speech.voices import HELD_OUT
from language.speech.wave import Wave, to_wave
from robot.errors import SetupError

PROGRAM = "espeak-ng"
MEND = "install it: sudo apt-get install -y --no-install-recommends espeak-ng"
PATIENCE_S = 60.0
HEADER = 44
"""Bytes before the samples of the WAV that espeak-ng writes to a pipe; its lengths are invented, for it can't know them."""


class VoiceError(SetupError, RuntimeError):
    """Nobody can speak: espeak-ng is missing or does not know the voice. The text says what to do."""


class Voice(msgspec.Struct, frozen=True):
    """One of espeak-ng's voices (`espeak-ng --voices=en`, variants `--voices=variant`) and how it speaks."""

    name: str = "en-us"
    speed_wpm: int = 160
    pitch: int = 50  # 0 to 99


def any_voice(random: np.random.Generator) -> Voice:
    """Somebody whom no model was trained on: an accent, a throat, a pace and a pitch that a person could have."""
    name = str(random.choice(HELD_OUT))
    return Voice(name, int(random.integers(130, 190)), int(random.integers(30, 70)))


def synthesize(text: str, voice: Voice | None = None) -> Wave:
    """`text` as spoken (N,) at 16 kHz, the same on every call; nothing to say is nothing (0,). Raises VoiceError."""
    voice = voice or Voice()
    program = shutil.which(PROGRAM)
    if program is None:
        raise VoiceError(f"{PROGRAM} isn't here to speak {text[:40]!r}; {MEND}")
    command = [program, "-v", voice.name, "-s", str(voice.speed_wpm), "-p", str(voice.pitch), "-b", "1", "--stdin", "--stdout"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VoiceError(f"{program} did not speak: {error}; {MEND}") from None
    if done.returncode or done.stderr:
        complaint = " ".join(done.stderr.decode(errors="replace").split())
        raise VoiceError(f"{program} did not speak with the voice {voice.name!r}: {complaint or done.returncode}")
    return _wave(done.stdout)


def _wave(file: bytes) -> Wave:
    """The samples of a mono 16-bit WAV file, at 16 kHz."""
    body = file[HEADER:]
    if not body:
        return np.zeros(0, np.float32)
    rate_hz = int.from_bytes(file[24:28], "little")
    return resampled(to_wave(np.frombuffer(body[: len(body) // 2 * 2], "<i2").astype(np.int16)), rate_hz)

"""RHVoice, SVOX Pico and festival as teachers: their voices are built from people's recordings, like flite's. They don't tell
when they make each sound (alignment.py finds that out).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from models.train.data import DataError
from models.train.speech.corpus import Samples
from models.train.speech.resample import to_rate

RHVOICE = ("alan", "bdl", "clb", "slt")
"""Those whose licence lets anybody use what they say."""
PICO = ("en-US", "en-GB")
FESTIVAL = ("ked",)
VOICES = (*RHVOICE, *PICO, *FESTIVAL)
SHARES = (0.17, 0.17, 0.17, 0.08, 0.18, 0.18, 0.05)
"""flite has slt too, and festival is slow."""
INSTALL = "apt-get install rhvoice rhvoice-english libttspico-utils festival festvox-kdlpc16k (of main, contrib and non-free)"


def speak(text: str, voice: str, random: np.random.Generator, folder: Path) -> Samples:
    """Samples at 16 kHz, at some speed and pitch. The file is written to `folder` and read back. Raises DataError."""
    import soundfile

    wave = folder / "built.wav"
    command, told = _command(text, voice, random, wave)
    try:
        subprocess.run(command, input=told, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise DataError(f"{voice} did not say {text!r}: {error}; {INSTALL}") from None
    samples, rate_hz = soundfile.read(wave, dtype="int16", always_2d=True)
    return to_rate(samples[:, 0], rate_hz)


def _command(text: str, voice: str, random: np.random.Generator, wave: Path) -> tuple[list[str], str]:
    """What to run, and what to give it to read."""
    speed, pitch = (str(int(100 * level)) for level in (random.uniform(0.8, 1.2), random.uniform(0.85, 1.2)))
    if voice in RHVOICE:
        return ["RHVoice-test", "-p", voice, "-r", speed, "-t", pitch, "-o", str(wave)], text
    if voice in PICO:
        marked = f'<speed level="{speed}"><pitch level="{pitch}">{text}</pitch></speed>'
        return ["pico2wave", "-l", voice, "-w", str(wave), marked], ""
    if voice in FESTIVAL:
        slower = f"(Parameter.set 'Duration_Stretch {100 / float(speed):.2f})"
        return ["text2wave", "-eval", f"(voice_{voice}_diphone)", "-eval", slower, "-o", str(wave)], text
    raise DataError(f"there is no voice {voice!r}, only {', '.join(VOICES)}")

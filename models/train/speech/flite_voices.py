"""flite as a teacher: its voices are built from people's recordings, and it tells when each sound ends."""

from __future__ import annotations

import subprocess
from pathlib import Path

from models.train.data import DataError
from models.train.speech.corpus import Samples, Segment
from models.train.speech.people import read_sound
from models.vosk.phones import NUMBER, SILENCE

VOICES = ("slt", "awb", "kal16")
HELD_OUT_VOICES = ("rms",)
"""Never trained on; with it the model is judged."""
_OTHER = {
    "pau": SILENCE,
    "ssil": SILENCE,
    "ax": "AH",
    "axr": "ER",
    "ix": "IH",
    "el": "AH",
    "em": "AH",
    "en": "AH",
    "dx": "T",
    "hv": "HH",
}


def speak(text: str, voice: str, stretch: float, folder: Path) -> tuple[Samples, list[Segment]]:
    """Samples at 16 kHz and their sounds; above 1 `stretch` is slower. The file is written to `folder` and read back."""
    wave = folder / "flite.wav"
    command = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch:.2f}", "-t", text, "-psdur", "-o", str(wave)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise DataError(f"flite did not speak: {error}; apt-get install flite") from None
    return read_sound(wave), segments(done.stdout)


def segments(told: str) -> list[Segment]:
    """What `flite -psdur` told: each sound with a colon and when it ends."""
    begin_s, found = 0.0, []
    for part in told.split():
        name, end = part.rsplit(":", 1)
        sound = _OTHER.get(name, name.upper())
        if sound not in NUMBER:
            raise DataError(f"flite's sound {name!r} is none of ours")
        found.append(Segment(sound, begin_s, float(end)))
        begin_s = float(end)
    return found

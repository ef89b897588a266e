"""The microphones of this machine, by PortAudio, and what to do where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from robot.errors import SetupError

RATES_HZ = (48_000, 44_100, 16_000)
"""What to try where a device does not take its own rate."""
PACKAGE_MEND = 'install what speech needs: python -m pip install "heed[speech]"'
LIBRARY_MEND = "install it: sudo apt-get install -y --no-install-recommends libportaudio2"


class MicrophoneError(SetupError, RuntimeError):
    """There is nothing to hear with; the text says what is missing and what to do."""


class Device(NamedTuple):
    """One device that can record."""

    number: int
    name: str
    channels: int
    rate_hz: float


def portaudio() -> Any:
    """The module sounddevice. Raises MicrophoneError where it or PortAudio is missing."""
    try:
        import sounddevice
    except ImportError as error:
        raise MicrophoneError(f"a microphone needs sounddevice ({error}); {PACKAGE_MEND}") from None
    except OSError:
        raise MicrophoneError(f"a microphone needs the library PortAudio, which is not installed; {LIBRARY_MEND}") from None
    return sounddevice


def devices(library: Any) -> list[Device]:
    """All that can record."""
    found = enumerate(library.query_devices())
    return [Device(index, str(each["name"]), int(each["max_input_channels"]), float(each["default_samplerate"]))
            for index, each in found if each["max_input_channels"] > 0]


def choose(found: Sequence[Device], name: str, default: int) -> Device:
    """The device whose name is or contains `name`, whatever its case; "" is the system's default. Raises MicrophoneError."""
    if not found:
        raise MicrophoneError("no microphone is connected; plug one in, I go on looking")
    if not name:
        return next((device for device in found if device.number == default), found[0])
    wanted = name.casefold()
    same = [device for device in found if device.name.casefold() == wanted]
    like = same or [device for device in found if wanted in device.name.casefold()]
    if not like:
        there = ", ".join(dict.fromkeys(device.name for device in found))
        raise MicrophoneError(f"no microphone is called {name!r}; there is {there}; plug it in, I go on looking")
    return like[0]


def refresh(library: Any) -> None:
    """Look again for devices: PortAudio looks once, when it starts. No stream may be open."""
    library._terminate()  # noqa: SLF001  # sounddevice has no other way
    library._initialize()  # noqa: SLF001

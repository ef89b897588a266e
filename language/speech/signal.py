"""The node that shows that the car listens, where nobody looks at a screen: a light, a tone, or both."""

from __future__ import annotations

import shutil
import subprocess
from typing import ClassVar, Protocol

import numpy as np

from language.speech.pins import LightPin
from robot import topics
from robot.node import Node, NodeConfig, Wiring
from robot.speech import SAMPLE_RATE_HZ, Listening, Samples

TONE_S, TONE_HZ, TONE_LEVEL = 0.12, 880.0, 4000.0


class Sign(Protocol):
    def show(self, on: bool) -> None:
        """The car listens to you from now on, or no longer."""

    def close(self) -> None: ...


class Tone:
    """A short tone as it begins to listen, by ALSA's player; where there is none it is silent, as there may be a light."""

    def __init__(self) -> None:
        self._program = shutil.which("aplay")
        self._playing: subprocess.Popen[bytes] | None = None

    def show(self, on: bool) -> None:
        if not on or self._program is None:
            return
        self.close()
        command = [self._program, "--quiet", "--rate", str(SAMPLE_RATE_HZ), "--format", "S16_LE", "--file-type", "raw", "-"]
        self._playing = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if self._playing.stdin is not None:
            try:
                self._playing.stdin.write(tone().tobytes())  # it fits into the pipe, so this doesn't wait
                self._playing.stdin.close()
            except BrokenPipeError:
                return  # no loudspeaker: it ended at once

    def close(self) -> None:
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()
            self._playing = None


class SignalNode(Node):
    """LISTENING → a light on a pin while the car listens to you, and a tone as it begins."""

    name: ClassVar[str] = "signal"

    class Config(NodeConfig, frozen=True):
        pin: int | None = None  # Broadcom's number of the light's pin
        tone: bool = False

    def __init__(self, config: Config, signs: tuple[Sign, ...] | None = None) -> None:
        """Raises PartError where the pin can't be had."""
        light: tuple[Sign, ...] = (LightPin(config.pin),) if signs is None and config.pin is not None else ()
        self._signs = signs if signs is not None else (*light, *((Tone(),) if config.tone else ()))
        self._on = False

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.LISTENING, self._on_listening)

    def close(self) -> None:
        for sign in self._signs:
            sign.close()

    def _on_listening(self, listening: Listening) -> None:
        on = listening.addressed and listening.state == "hearing"
        if on != self._on:
            self._on = on
            for sign in self._signs:
                sign.show(on)


def tone() -> Samples:
    """A soft one (N,), which swells and fades so that it doesn't click."""
    t_s = np.arange(round(TONE_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (TONE_LEVEL * np.sin(np.pi * t_s / TONE_S) * np.sin(2 * np.pi * TONE_HZ * t_s)).astype(np.int16)

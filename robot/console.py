"""The terminal of a person at the car: a prompt that stays at the bottom, what the car says above it.

    you> go to the red cha▌
"""

from __future__ import annotations

from typing import Any, TextIO

from robot.bus import Envelope, Topic
from robot.drivers import Keyboard
from robot.messages import MissionStatus, TaskStatus
from robot.recorder import describe

WELCOME = """\
Type an instruction and Enter: "go to the red chair", "turn left", "take a photo", "stop".
Arrow keys drive. Escape is the emergency stop, Tab takes it back. Ctrl-C ends the drive."""


class Console:
    """The screen of the prompt, and an observer that prints what is said."""

    def __init__(self, keyboard: Keyboard, out: TextIO, welcome: str = WELCOME) -> None:
        self.keyboard = keyboard
        self._out = out
        self._line = ""
        self._doing = ""
        self.say(welcome)

    def typing(self, line: str) -> None:
        """Show `line` as what stands at the prompt now."""
        self._line = line
        self._draw()

    def typed(self, line: str) -> None:
        """`line` was sent; the prompt is empty again."""
        self._line = ""
        self._draw()

    def say(self, text: str) -> None:
        """Print above the prompt."""
        body = text.replace("\n", "\r\n")
        self._out.write(f"\r\x1b[K{body}\r\n")
        self._draw()

    def close(self) -> None:
        self._out.write("\r\x1b[K")
        self._out.flush()
        self.keyboard.close()

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        match envelope.message:
            case TaskStatus(phase=phase):
                self._show_doing(phase)
            case MissionStatus(state="succeeded" | "failed" | "idle"):
                self._show_doing("")
            case message if sentence := describe(message):
                self.say(sentence)

    def _show_doing(self, doing: str) -> None:
        if doing != self._doing:
            self._doing = doing
            self._draw()

    def _draw(self) -> None:
        doing = f"({self._doing}) " if self._doing else ""
        self._out.write(f"\r\x1b[K{doing}you> {self._line}")
        self._out.flush()

"""The terminal of a person at the car: a last line that stays at the bottom, what the car says above it.

    you> go to the red cha▌
    0.20 m/s · 0.84 m free ahead▌
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple, TextIO

from robot.bus import Envelope, Topic
from robot.drivers import Keyboard
from robot.level_bar import bar
from robot.messages import MissionStatus, Odometry, Sonar, TaskStatus
from robot.recorder import describe
from robot.speech import Listening

WELCOME = """\
Type an instruction and Enter: "go to the red chair", "turn left", "take a photo", "stop".
Arrow keys drive. Escape is the emergency stop, Tab takes it back. Ctrl-C ends the drive."""

WELCOME_TO_EARS = "Enter on an empty line, then speak. While the car moves it hears a \"stop\" without that."

WELCOME_BY_KEYS = """\
Arrow keys or w a s d drive while you hold them. Space stops, + and - change the speed.
Escape is the emergency stop, Tab takes it back. Ctrl-C ends the drive."""


BELL = "\a"


class Ear(NamedTuple):
    """What is to be seen of the microphone: a mark before the prompt, full where what is said is meant for the car."""

    mark: str = ""
    open: bool = False
    problem: str = ""

    @classmethod
    def of(cls, listening: Listening) -> Ear:
        if listening.state == "off":
            return cls(problem=listening.problem)
        sign = "●" if listening.addressed else "○"
        return cls(f"{sign}{bar(listening.level_db)} ", listening.addressed, listening.problem)


class Console:
    """The screen of the prompt, and an observer that prints what is said; any thread may call it."""

    def __init__(self, keyboard: Keyboard, out: TextIO, prompts: bool = True, hears: bool = False) -> None:
        """`prompts` is false where nobody types words: the last line then shows how the car moves. `hears`: it has ears."""
        self.keyboard = keyboard
        self._writing = threading.RLock()
        self._out = out
        self._prompts = prompts
        self._line = ""
        self._doing = ""
        self._speed_mps = 0.0
        self._moves = ""
        self._ear = Ear()
        self.say(WELCOME if prompts else WELCOME_BY_KEYS)
        if hears:
            self.say(WELCOME_TO_EARS)

    def typing(self, line: str) -> None:
        """Show `line` as what stands at the prompt now."""
        with self._writing:
            self._line = line
            self._draw()

    def typed(self, line: str) -> None:
        """`line` was sent; the prompt is empty again."""
        self.typing("")

    def say(self, text: str) -> None:
        """Print above the prompt."""
        body = text.replace("\n", "\r\n")
        with self._writing:
            self._out.write(f"\r\x1b[K{body}\r\n")
            self._draw()

    def close(self) -> None:
        self._out.write("\r\x1b[K")
        self._out.flush()
        self.keyboard.close()

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        with self._writing:
            self._show(envelope.message)

    def _show(self, message: Any) -> None:
        match message:
            case TaskStatus(phase=phase):
                self._show_doing(phase)
            case MissionStatus(state="succeeded" | "failed" | "idle"):
                self._show_doing("")
            case Odometry(speed_mps=speed_mps):
                self._speed_mps = speed_mps
            case Listening():
                self._show_ear(message)
            case Sonar():
                self._show_moves(message)
            case _ if sentence := describe(message):
                self.say(sentence)

    def _show_doing(self, doing: str) -> None:
        if doing != self._doing:
            self._doing = doing
            self._draw()

    def _show_moves(self, sonar: Sonar) -> None:
        ahead = f"{sonar.range_m:.2f} m free ahead" if sonar.echo else "nothing ahead"
        moves = f"{abs(self._speed_mps):.2f} m/s · {ahead}"
        if not self._prompts and moves != self._moves:
            self._moves = moves
            self._draw()

    def _show_ear(self, listening: Listening) -> None:
        ear, self._ear = self._ear, Ear.of(listening)
        if self._ear.problem not in ("", ear.problem):
            self.say(f"ears {self._ear.problem}")
        if self._ear.open and not ear.open:
            self._out.write(BELL)  # a tone, where the terminal has one
        if self._ear != ear:
            self._draw()

    def _draw(self) -> None:
        doing = f"({self._doing}) " if self._doing else ""
        line = f"{self._ear.mark}{doing}you> {self._line}" if self._prompts else self._moves
        self._out.write(f"\r\x1b[K{line}")
        self._out.flush()

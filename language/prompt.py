"""The prompt: keys become lines, and lines become instructions."""

from __future__ import annotations

from typing import ClassVar, Protocol

from language.parser import LIMIT_CHARACTERS
from robot import topics
from robot.bus import reliable
from robot.messages import Instruction, Key
from robot.node import Node, NodeConfig, Wiring
from robot.speech import Talk

WAITING_KEYS = 256  # a pasted line comes as one burst


class Screen(Protocol):
    """Where the line being typed is shown."""

    def typing(self, line: str) -> None:
        """Show `line` as what stands at the prompt now."""

    def typed(self, line: str) -> None:
        """`line` was sent; the prompt is empty again."""


class PromptNode(Node):
    """KEYS → INSTRUCTION. Characters gather in a line, `backspace` takes one back, `escape` all, `enter` sends.

    `enter` on an empty line is the talk button.
    """

    name: ClassVar[str] = "prompt"
    needs: ClassVar[tuple[str, ...]] = ("screen",)

    def __init__(self, config: NodeConfig, screen: Screen) -> None:
        self._config = config
        self._screen = screen
        self._line = ""

    def wire(self, wiring: Wiring) -> None:
        self._instruction = wiring.publisher(topics.INSTRUCTION)
        self._talk = wiring.publisher(topics.TALK)
        wiring.subscribe(topics.KEYS, self._on_key, reliable(WAITING_KEYS))

    def _on_key(self, key: Key) -> None:
        if key.name == "enter":
            self._send(key.t_ns)
            return
        line = edited(self._line, key.name)
        if line != self._line:
            self._line = line
            self._screen.typing(line)

    def _send(self, t_ns: int) -> None:
        line, self._line = self._line, ""
        self._screen.typed(line)
        if line.strip():
            self._instruction.publish(Instruction(t_ns=t_ns, text=line, source="prompt"))
        elif not line:
            self._talk.publish(Talk(t_ns=t_ns, button="tap"))


def edited(line: str, key: str) -> str:
    """The line after a key; keys that mean nothing here, such as arrows, leave it as it was."""
    if key == "backspace":
        return line[:-1]
    if key == "escape":
        return ""
    typed = key if len(key) == 1 and key.isprintable() else ""
    # One more than the parser reads: the answer then says that the line is too long, instead of cutting it unseen.
    return (line + typed)[: LIMIT_CHARACTERS + 1]

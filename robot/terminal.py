"""The keyboard of a terminal, key by key, without waiting for Enter: over SSH as well as at the desk.

A terminal sends bytes: UTF-8 for characters, an escape sequence for an arrow, a lone escape byte for the Escape key. Which
of the last two it was shows only by what follows, so a lone escape is told at the next `read` that brings nothing more.
"""

from __future__ import annotations

import atexit
import codecs
import contextlib
import os
import re
import select
import sys
from types import TracebackType
from typing import Any

from robot.errors import SetupError

NAMES = {
    "\n": "enter", "\r": "enter", "\t": "tab", "\x7f": "backspace", "\b": "backspace",
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
    "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
}  # fmt: skip
SEQUENCE = re.compile(r"\x1b(?:O[ -~]|\[[0-?]*[ -/]*[@-~])")  # what arrows and function keys send
UNFINISHED = re.compile(r"\x1b(?:O|\[[0-?]*[ -/]*)?")  # the beginning of one
READ_BYTES = 4096


class KeyDecoder:
    """Bytes become names of keys; what is not complete yet waits for the next bytes."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("ignore").decode
        self._text = ""

    def feed(self, data: bytes) -> list[str]:
        """The keys in `data` and in what waited; without data the wait is over, and a lone escape is the Escape key."""
        self._text += self._decode(data)
        keys: list[str] = []
        while self._text:
            if data and UNFINISHED.fullmatch(self._text):
                break
            key = self._next()
            if key in NAMES:
                keys.append(NAMES[key])
            elif key == "\x1b":
                keys.append("escape")
            elif len(key) == 1 and key.isprintable():
                keys.append(key)
        return keys

    def _next(self) -> str:
        sequence = SEQUENCE.match(self._text)
        length = sequence.end() if sequence else 1
        key, self._text = self._text[:length], self._text[length:]
        return key


class NoTerminal(SetupError):
    """There is no terminal to read keys from."""


class Terminal:
    """The keys of standard input, a `robot.drivers.Keyboard`. Use it as a context manager: it puts the terminal back as it was.

    The terminal neither echoes nor waits for lines meanwhile; Ctrl-C works as ever. Raises NoTerminal where standard input
    is a file, a pipe or closed. `descriptor`: read another terminal than standard input.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = _standard_input() if descriptor is None else descriptor
        if not os.isatty(self._descriptor):
            raise NoTerminal("the keyboard needs a terminal, but standard input is none; run this in one, or use --say")
        self._decoder = KeyDecoder()
        self._before = self._unbuffer()
        self._open = True
        atexit.register(self.close)

    def read(self) -> list[str]:
        """The keys pressed since the last call, oldest first; never waits."""
        data = b""
        while self._open and select.select([self._descriptor], [], [], 0)[0]:
            chunk = self._read_some()
            data += chunk
            if not chunk or len(data) >= READ_BYTES:
                break
        return self._decoder.feed(data)

    def close(self) -> None:
        """Put the terminal back as it was; may be called again."""
        import termios

        if not self._open:
            return
        self._open = False
        atexit.unregister(self.close)
        with contextlib.suppress(termios.error):  # the terminal is gone: there is nothing to put back
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _unbuffer(self) -> list[Any]:
        """Character by character and without echo from now on; what was set before."""
        import termios

        before = termios.tcgetattr(self._descriptor)
        now = termios.tcgetattr(self._descriptor)
        now[3] &= ~(termios.ICANON | termios.ECHO)
        now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, now)
        return before

    def _read_some(self) -> bytes:
        """What is there; nothing more ever comes once the terminal has hung up."""
        try:
            chunk = os.read(self._descriptor, READ_BYTES)
        except OSError:  # EIO: the other end is gone
            chunk = b""
        if not chunk:
            self.close()
        return chunk


def _standard_input() -> int:
    try:
        return sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):  # no standard input, or one that was replaced or closed
        return -1

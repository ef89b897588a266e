from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot import topics
from robot.keyboard import KeyboardNode
from robot.node import NodeConfig
from robot.terminal import KeyDecoder, NoTerminal, Terminal


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """A real terminal: what is written to the first end is typed at the second."""
    typist, terminal = pty.openpty()
    yield typist, terminal
    os.close(typist)
    os.close(terminal)


def modes(descriptor: int) -> Any:
    return termios.tcgetattr(descriptor)


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"go \r", ["g", "o", " ", "enter"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        (b"\x1bOA\x1bOD", ["up", "left"]),
        (b"a\x7f\b\t\n", ["a", "backspace", "backspace", "tab", "enter"]),
        ("é椅🤖".encode(), ["é", "椅", "🤖"]),
        (b"\x1b[3~\x1b[1;5C\x1bOPx", ["x"]),
        (b"\x1bx", ["escape", "x"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x00\x04a\xff\xfeb", ["a", "b"]),
    ],
)
def test_bytes_become_keys(data: bytes, keys: list[str]) -> None:
    assert KeyDecoder().feed(data) == keys


@given(st.lists(st.sampled_from([b"a", b"\x1b[A", b"\x1b[1;5C", b"\x1bOB", "é".encode(), "🤖".encode(), b"\r"])), st.data())
def test_where_the_bytes_are_cut_makes_no_difference(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    decoder = KeyDecoder()
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    keys = [key for piece in pieces if piece for key in decoder.feed(piece)]
    assert keys == KeyDecoder().feed(stream)


@given(st.binary(max_size=60))
def test_any_bytes_are_safe_and_nothing_waits_for_ever(data: bytes) -> None:
    decoder = KeyDecoder()
    keys = decoder.feed(data) + decoder.feed(b"")
    assert all(keys)
    assert decoder.feed(b"") == []


def test_a_lone_escape_is_told_when_nothing_follows() -> None:
    decoder = KeyDecoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.feed(b"") == ["escape"]
    assert decoder.feed(b"\x1b[") == []
    assert decoder.feed(b"A") == ["up"]


def test_keys_come_without_enter_and_without_waiting(ends: tuple[int, int]) -> None:
    typist, descriptor = ends
    with Terminal(descriptor) as terminal:
        assert terminal.read() == []
        os.write(typist, b"w\x1b[A")
        assert terminal.read() == ["w", "up"]
        assert terminal.read() == []


def test_nothing_is_echoed_and_ctrl_c_still_interrupts(ends: tuple[int, int]) -> None:
    _, descriptor = ends
    with Terminal(descriptor):
        flags = modes(descriptor)[3]
        assert not flags & (termios.ECHO | termios.ICANON)
        assert flags & termios.ISIG


def test_the_terminal_is_put_back_whatever_happens(ends: tuple[int, int]) -> None:
    _, descriptor = ends
    before = modes(descriptor)
    with pytest.raises(RuntimeError), Terminal(descriptor) as terminal:
        assert modes(descriptor) != before
        raise RuntimeError
    assert modes(descriptor) == before
    terminal.close()
    assert terminal.read() == []


def test_the_terminal_is_put_back_at_exit(ends: tuple[int, int]) -> None:
    _, descriptor = ends
    before = modes(descriptor)
    program = "import robot.terminal, os; t = robot.terminal.Terminal(); assert not os.read is None"
    subprocess.run([sys.executable, "-c", program], stdin=descriptor, check=True)
    assert modes(descriptor) == before


def test_a_hang_up_ends_the_keys() -> None:
    typist, descriptor = pty.openpty()
    terminal = Terminal(descriptor)
    os.write(typist, b"x")
    os.close(typist)
    assert terminal.read() + terminal.read() in (["x"], [])  # some kernels throw away what was not read yet
    terminal.close()
    os.close(descriptor)


def test_a_pipe_is_no_terminal() -> None:
    reading, writing = os.pipe()
    with pytest.raises(NoTerminal, match="needs a terminal"):
        Terminal(reading)
    os.close(reading)
    os.close(writing)


def test_standard_input_that_is_no_terminal_is_refused() -> None:
    program = "import robot.terminal; robot.terminal.Terminal()"
    for stdin in (subprocess.DEVNULL, subprocess.PIPE):
        done = subprocess.run([sys.executable, "-c", program], stdin=stdin, capture_output=True, text=True, check=False)
        assert "NoTerminal" in done.stderr


class Typed:
    """A keyboard on which this was typed."""

    def __init__(self, *reads: list[str]) -> None:
        self._reads = list(reads)

    def read(self) -> list[str]:
        return self._reads.pop(0)

    def close(self) -> None:
        raise AssertionError("who built the keyboard closes it")


class Wires:
    """What a node asks of its executor, by hand."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.ticks: list[tuple[float, Callable[[int], None]]] = []

    def publisher(self, topic: Any) -> Any:
        assert topic is topics.KEYS
        return self

    def publish(self, message: Any) -> None:
        self.said.append(message)

    def every(self, period_s: float, step: Callable[[int], None], cost: Any = None) -> None:
        self.ticks.append((period_s, step))


def test_the_node_says_every_key_with_the_time_it_was_read() -> None:
    wires: Any = Wires()
    KeyboardNode(NodeConfig(), Typed(["a", "up"], [], ["enter"])).wire(wires)
    ((period_s, tick),) = wires.ticks
    assert period_s == 0.02
    for now_ns in (1, 2, 3):
        tick(now_ns)
    assert [(key.t_ns, key.name) for key in wires.said] == [(1, "a"), (1, "up"), (3, "enter")]

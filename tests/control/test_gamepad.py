"""A gamepad at the end of a pipe: its bytes become what TeleopNode drives by."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from control.gamepad import GamepadNode
from control.joystick import Event, Joystick
from robot import topics
from robot.steering import Gamepad
from tests.control.wires import Bench

MS = 1_000_000
BUTTON, AXIS, INITIAL = 1, 2, 0x80
SOUTH, EAST, TL, SELECT, START = 0, 1, 4, 6, 7
X, Y = 0, 1


def event(kind: int, number: int, value: int) -> bytes:
    return struct.pack("IhBB", 0, value, kind, number)


class Pad:
    """The device is a named pipe: unplugged when its writer closes it, like a js device that is read to its end."""

    def __init__(self, folder: Path, config: GamepadNode.Config | None = None) -> None:
        self.path = folder / "js0"
        self.node = GamepadNode(config or GamepadNode.Config(device=str(folder / "js*")))
        self.bench = Bench(self.node)
        self.now_ms = 0
        self._writer = -1

    def plug_in(self, held: bool = False) -> None:
        if not self.path.exists():
            os.mkfifo(self.path)
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self._writer = os.open(self.path, os.O_WRONLY)
        self.wait(1000)
        os.close(reader)
        self.send(event(BUTTON | INITIAL, TL, held), event(AXIS | INITIAL, X, 0), event(AXIS | INITIAL, Y, 0))

    def unplug(self) -> None:
        os.close(self._writer)
        self._writer = -1

    def send(self, *events: bytes) -> Gamepad:
        os.write(self._writer, b"".join(events))
        return self.wait(20)[-1]

    def wait(self, ms: int) -> list[Gamepad]:
        for _ in range(ms // 20):
            self.now_ms += 20
            self.bench.tick(self.now_ms * MS)
        return self.bench.said(topics.GAMEPAD)

    def close(self) -> None:
        self.node.close()
        if self._writer >= 0:
            self.unplug()


@pytest.fixture
def pad(tmp_path: Path) -> Iterator[Pad]:
    there = Pad(tmp_path)
    yield there
    there.close()


def test_without_a_gamepad_nothing_is_said(pad: Pad) -> None:
    assert pad.wait(5000) == []


def test_sticks_count_while_the_dead_mans_button_is_held(pad: Pad) -> None:
    pad.plug_in()
    forward = event(AXIS, Y, -32767)
    assert pad.send(forward) == Gamepad(t_ns=pad.now_ms * MS, held=False, speed=1.0, turn=0.0)
    assert pad.send(event(BUTTON, TL, 1)).held
    left = pad.send(event(AXIS, X, -32767), event(AXIS, Y, 32767))
    assert (left.held, left.speed, left.turn) == (True, -1.0, 1.0)
    assert not pad.send(event(BUTTON, TL, 0)).held


def test_the_middle_is_dead_and_fine_the_end_is_all(pad: Pad) -> None:
    pad.plug_in()
    assert pad.send(event(AXIS, Y, -3000)).speed == 0.0
    assert 0.0 < pad.send(event(AXIS, Y, -10_000)).speed < 0.1
    assert pad.send(event(AXIS, Y, -32768)).speed == 1.0


def test_a_button_that_was_held_when_the_pad_came_must_be_let_go_first(pad: Pad) -> None:
    pad.plug_in(held=True)
    assert not pad.send(event(AXIS, Y, -32767)).held
    assert not pad.send(event(BUTTON, TL, 0)).held
    assert pad.send(event(BUTTON, TL, 1)).held


def test_a_pad_that_goes_away_holds_nothing_and_comes_back(pad: Pad) -> None:
    pad.plug_in()
    assert pad.send(event(BUTTON, TL, 1), event(AXIS, Y, -32767)).held
    pad.unplug()
    last = pad.wait(20)
    assert [(each.held, each.speed) for each in last] == [(False, 0.0)]
    os.unlink(pad.path)
    assert pad.wait(500) == []
    pad.plug_in(held=True)
    assert not pad.send(event(AXIS, Y, -32767)).held
    pad.send(event(BUTTON, TL, 0))
    assert pad.send(event(BUTTON, TL, 1)).held


def test_a_pad_that_says_nothing_for_two_seconds_may_be_out_of_reach(pad: Pad) -> None:
    pad.plug_in()
    pad.send(event(BUTTON, TL, 1), event(AXIS, Y, -32767))
    assert all(each.held for each in pad.wait(1980))
    assert not any(each.held for each in pad.wait(3000)[2:])
    assert pad.send(event(AXIS, Y, -32000)).held


@pytest.mark.parametrize(
    ("number", "press"), [(SOUTH, "stop"), (EAST, "emergency stop"), (SELECT, "take back"), (START, "hand back")]
)
def test_buttons_are_told_once(pad: Pad, number: int, press: str) -> None:
    pad.plug_in()
    assert pad.send(event(BUTTON, number, 1)).presses == (press,)
    assert pad.send(event(BUTTON, number, 0)).presses == ()


def test_what_was_pressed_when_the_pad_came_is_no_press(pad: Pad) -> None:
    pad.plug_in()
    assert pad.send(event(BUTTON | INITIAL, EAST, 1)).presses == ()


def test_events_that_come_in_pieces_are_whole_in_the_end(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    stick = Joystick(f"/dev/fd/{reader}")
    assert stick.open()
    whole = event(AXIS, Y, -16384) + event(BUTTON, TL, 1)
    os.write(writer, whole[:5])
    assert stick.read() == []
    os.write(writer, whole[5:])
    assert stick.read() == [Event("axis", "y", -16384 / 32767, False), Event("button", "tl", 1.0, False)]
    os.close(writer)
    assert stick.read() is None and stick.problem == "the gamepad is gone"
    assert stick.read() is None
    os.close(reader)


def test_a_device_that_may_not_be_read_says_who_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "js0").touch()

    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    stick = Joystick(str(tmp_path / "js*"))
    assert not stick.open()
    assert "usermod -aG input" in stick.problem


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.binary(min_size=1, max_size=64), max_size=6))
def test_any_bytes_are_safe(tmp_path: Path, pieces: list[bytes]) -> None:
    reader, writer = os.pipe()
    stick = Joystick(f"/dev/fd/{reader}")
    try:
        assert stick.open()
        for piece in pieces:
            os.write(writer, piece)
            assert all(-1.0 <= each.value <= 1.0 for each in stick.read() or [])
    finally:
        stick.close()
        os.close(writer)
        os.close(reader)

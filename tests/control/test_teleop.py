"""Driving by keys: presses, repeats, silence, stops."""

from __future__ import annotations

import pytest

from control.teleop import TeleopNode
from robot import topics
from robot.messages import Key, StopRequest, Velocity
from tests.control.wires import Bench

MS = 1_000_000


class Terminal:
    """Time in steps of 10 ms; keys at given times; the node ticks every 50 ms."""

    def __init__(self, letters: bool = False) -> None:
        self.bench = Bench(TeleopNode(TeleopNode.Config(letters=letters)))
        self.now_ms = 0

    def press(self, *names: str) -> None:
        for name in names:
            self.bench.hear(topics.KEYS, Key(t_ns=self.now_ms * MS, name=name))

    def wait(self, ms: int) -> list[Velocity]:
        for _ in range(ms // 10):
            self.now_ms += 10
            if self.now_ms % 50 == 0:
                self.bench.tick(self.now_ms * MS)
        return self.bench.said(topics.TELEOP)

    def hold(self, name: str, ms: int, delay_ms: int = 500, every_ms: int = 30) -> list[Velocity]:
        """What a terminal makes of a key held down."""
        said, held = [], 0
        self.press(name)
        while held < ms:
            pause = delay_ms if held == 0 else every_ms
            said += self.wait(pause)
            held += pause
            self.press(name)
        return said

    def stops(self) -> list[StopRequest]:
        return self.bench.said(topics.KEYBOARD_STOP)


def test_without_keys_nothing_is_said() -> None:
    assert Terminal().wait(2000) == []


def test_a_tap_drives_for_a_moment_then_one_zero_then_silence() -> None:
    terminal = Terminal()
    terminal.press("up")
    said = terminal.wait(3000)
    assert [v.speed_mps for v in said] == [0.2] * 12 + [0.0]
    assert said[-1].t_ns == 650 * MS


@pytest.mark.parametrize("delay_ms", [250, 500])
def test_a_held_key_drives_without_a_gap_and_stops_soon_after_release(delay_ms: int) -> None:
    terminal = Terminal()
    said = terminal.hold("up", 3000, delay_ms)
    assert {v.speed_mps for v in said} == {0.2}
    gaps = {later.t_ns - v.t_ns for v, later in zip(said, said[1:], strict=False)}
    assert gaps == {50 * MS}
    released_ns = terminal.now_ms * MS
    zero = next(v for v in terminal.wait(1000) if v.speed_mps == 0.0)
    assert zero.t_ns - released_ns <= 250 * MS


@pytest.mark.parametrize(
    ("key", "speed", "turn"), [("up", 0.2, 0.0), ("down", -0.2, 0.0), ("left", 0.0, 1.2), ("right", 0.0, -1.2)]
)
def test_arrows(key: str, speed: float, turn: float) -> None:
    terminal = Terminal()
    terminal.press(key)
    first = terminal.wait(50)[0]
    assert (first.speed_mps, first.turn_radps) == (speed, turn)


def test_two_keys_make_an_arc_and_backwards_it_is_steered_like_a_car() -> None:
    terminal = Terminal()
    terminal.press("up", "left")
    assert (arc := terminal.wait(50)[0]).speed_mps > 0 and arc.turn_radps > 0
    terminal.press("down")
    assert (arc := terminal.wait(50)[0]).speed_mps < 0 and arc.turn_radps < 0


def test_the_opposite_key_acts_at_once() -> None:
    terminal = Terminal()
    terminal.hold("up", 1000)
    terminal.press("down")
    assert terminal.wait(50)[0].speed_mps == -0.2


def test_letters_are_words_unless_told_otherwise() -> None:
    typing = Terminal()
    typing.press(*"was da+-r ")
    assert typing.wait(500) == [] and typing.stops() == [] and typing.bench.said(topics.RESUME) == []
    driving = Terminal(letters=True)
    driving.press("W")
    assert driving.wait(50)[0].speed_mps == 0.2


def test_space_stops_now_and_the_next_key_drives_again() -> None:
    terminal = Terminal(letters=True)
    terminal.hold("w", 1000)
    terminal.press(" ")
    assert [stop.latched for stop in terminal.stops()] == [False]
    assert [v.speed_mps for v in terminal.wait(1000)] == [0.0]
    terminal.press("w")
    assert terminal.wait(50)[0].speed_mps == 0.2


@pytest.mark.parametrize("letters", [True, False])
def test_escape_latches_and_is_taken_back_on_purpose_only(letters: bool) -> None:
    terminal = Terminal(letters)
    terminal.press("up", "escape", "escape")
    assert [stop.latched for stop in terminal.stops()] == [True, True]
    assert terminal.bench.said(topics.RESUME) == []
    terminal.press("r" if letters else "tab")
    assert len(terminal.bench.said(topics.RESUME)) == 1


def test_plus_and_minus_change_the_speed_within_bounds() -> None:
    terminal = Terminal(letters=True)
    terminal.press("+", "w")
    assert terminal.wait(50)[0].speed_mps == pytest.approx(0.25)
    terminal.press(*"++++++++", "w")
    assert terminal.wait(50)[0].speed_mps == pytest.approx(0.34)
    terminal.press(*"----------------", "w")
    assert terminal.wait(50)[0].speed_mps == pytest.approx(0.1)

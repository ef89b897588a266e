"""Driving by hand: presses, repeats, silence, stops; the gamepad; who has the wheel."""

from __future__ import annotations

from typing import Any

import pytest

from control.teleop import TeleopNode
from robot import topics
from robot.messages import Key, MissionStatus, StopRequest, Velocity
from robot.steering import Gamepad, Handover
from tests.control.wires import Bench

MS = 1_000_000
TICK_MS = 20
HOLD_MS = 170


class Person:
    """Time in steps of 10 ms; keys and the gamepad at given times; the node ticks every 20 ms."""

    def __init__(self, letters: bool = False) -> None:
        self.bench = Bench(TeleopNode(TeleopNode.Config(letters=letters)))
        self.now_ms = 0
        self.pad: dict[str, Any] | None = None

    def press(self, *names: str) -> None:
        for name in names:
            self.bench.hear(topics.KEYS, Key(t_ns=self.now_ms * MS, name=name))

    def grip(self, **pad: Any) -> None:
        """How the gamepad is held from now on."""
        self.pad = pad
        self.bench.hear(topics.GAMEPAD, Gamepad(t_ns=self.now_ms * MS, **pad))
        self.pad.pop("presses", None)

    def wait(self, ms: int) -> list[Velocity]:
        for _ in range(ms // 10):
            self.now_ms += 10
            if self.now_ms % TICK_MS == 0:
                if self.pad is not None:
                    self.bench.hear(topics.GAMEPAD, Gamepad(t_ns=self.now_ms * MS, **self.pad))
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

    def program(self, state: Any) -> None:
        status = MissionStatus(t_ns=self.now_ms * MS, state=state, step=0, steps=1, sentence="")
        self.bench.hear(topics.MISSION, status)

    def stops(self) -> list[StopRequest]:
        return self.bench.said(topics.KEYBOARD_STOP)

    def handovers(self) -> list[tuple[bool, str]]:
        said: list[Handover] = self.bench.said(topics.HANDOVER)
        return [(each.person, each.by) for each in said]


def moving(said: list[Velocity]) -> list[bool]:
    return [bool(each.speed_mps or each.turn_radps) for each in said]


def test_without_hands_nothing_is_said() -> None:
    person = Person()
    assert person.wait(2000) == [] and person.handovers() == []


def test_a_tap_drives_for_a_moment_and_then_the_person_holds_the_car_still() -> None:
    person = Person()
    person.press("up")
    said = person.wait(1000)
    assert {each.t_ns for each in said if each.speed_mps} == {ms * MS for ms in range(TICK_MS, HOLD_MS + 1, TICK_MS)}
    assert {each.speed_mps for each in said} == {0.2, 0.0}
    assert said[-1].t_ns == 1000 * MS


@pytest.mark.parametrize("delay_ms", [250, 660])
@pytest.mark.parametrize("every_ms", [33, 50, 100])
def test_a_held_key_drives_on_once_it_repeats_and_stops_soon_after_release(delay_ms: int, every_ms: int) -> None:
    person = Person()
    said = person.hold("up", 3000, delay_ms // 10 * 10, every_ms // 10 * 10)
    since_ns = (delay_ms + 40) * MS
    assert all(moving([each for each in said if each.t_ns >= since_ns]))
    released_ns = person.now_ms * MS
    zero = next(each for each in person.wait(1000) if each.speed_mps == 0.0)
    assert zero.t_ns - released_ns <= (HOLD_MS + TICK_MS) * MS


@pytest.mark.parametrize(
    ("key", "speed", "turn"), [("up", 0.2, 0.0), ("down", -0.2, 0.0), ("left", 0.0, 1.2), ("right", 0.0, -1.2)]
)
def test_arrows(key: str, speed: float, turn: float) -> None:
    person = Person()
    person.press(key)
    first = person.wait(50)[0]
    assert (first.speed_mps, first.turn_radps) == (speed, turn)


def test_two_keys_make_an_arc_and_backwards_it_is_steered_like_a_car() -> None:
    person = Person()
    person.press("up", "left")
    assert (arc := person.wait(40)[-1]).speed_mps > 0 and arc.turn_radps > 0
    person.press("down")
    assert (arc := person.wait(40)[-1]).speed_mps < 0 and arc.turn_radps < 0


def test_the_opposite_key_acts_at_once() -> None:
    person = Person()
    person.hold("up", 1000)
    person.press("down")
    assert person.wait(50)[0].speed_mps == -0.2


def test_letters_are_words_unless_told_otherwise() -> None:
    typing = Person()
    typing.press(*"was da+-rg ")
    assert typing.wait(500) == [] and typing.stops() == [] and typing.bench.said(topics.RESUME) == []
    driving = Person(letters=True)
    driving.press("W")
    assert driving.wait(50)[0].speed_mps == 0.2


def test_space_stops_now_and_the_next_key_drives_again() -> None:
    person = Person(letters=True)
    person.hold("w", 1000)
    person.press(" ")
    assert [stop.latched for stop in person.stops()] == [False]
    assert not any(moving(person.wait(1000)))
    person.press("w")
    assert person.wait(50)[0].speed_mps == 0.2


@pytest.mark.parametrize("letters", [True, False])
def test_escape_latches_and_is_taken_back_on_purpose_only(letters: bool) -> None:
    person = Person(letters)
    person.press("up", "escape", "escape")
    assert [stop.latched for stop in person.stops()] == [True, True]
    assert person.bench.said(topics.RESUME) == []
    person.press("r" if letters else "tab")
    assert len(person.bench.said(topics.RESUME)) == 1


def test_plus_and_minus_change_the_speed_within_bounds() -> None:
    person = Person(letters=True)
    person.press("+", "w")
    assert person.wait(50)[0].speed_mps == pytest.approx(0.25)
    person.press(*"++++++++", "w")
    assert person.wait(50)[0].speed_mps == pytest.approx(0.34)
    person.press(*"----------------", "w")
    assert person.wait(50)[0].speed_mps == pytest.approx(0.1)


# ---- the gamepad -----------------------------------------------------------------------------------------------------


def test_a_gamepad_drives_while_its_button_is_held() -> None:
    person = Person()
    person.grip(held=False, speed=1.0, turn=0.0)
    assert person.wait(1000) == []
    person.grip(held=True, speed=0.5, turn=-0.5)
    assert [(each.speed_mps, each.turn_radps) for each in person.wait(40)] == [(0.1, -0.6)] * 2
    person.grip(held=False, speed=0.5, turn=-0.5)
    assert moving(person.wait(40)) == [False] * 2


def test_a_gamepad_node_that_falls_silent_holds_nothing() -> None:
    person = Person()
    person.grip(held=True, speed=1.0)
    assert all(moving(person.wait(100)))
    person.pad = None
    assert moving(person.wait(400))[-1] is False


@pytest.mark.parametrize(("press", "latched"), [("stop", False), ("emergency stop", True)])
def test_after_its_stop_the_button_must_be_let_go_and_pressed_again(press: Any, latched: bool) -> None:
    person = Person()
    person.grip(held=True, speed=1.0)
    person.wait(100)
    person.grip(held=True, speed=1.0, presses=(press,))
    assert [(stop.source, stop.latched) for stop in person.stops()] == [("gamepad", latched)]
    assert not any(moving(person.wait(500)))
    person.grip(held=False, speed=1.0)
    person.wait(40)
    person.grip(held=True, speed=1.0, presses=("take back",))
    assert len(person.bench.said(topics.RESUME)) == 1
    assert all(moving(person.wait(40)))


# ---- who has the wheel -----------------------------------------------------------------------------------------------


def test_whoever_drives_takes_the_wheel_once_and_keeps_it() -> None:
    person = Person()
    person.press("up")
    person.wait(60_000)
    assert person.handovers() == [(True, "keys")]
    assert not moving(person.wait(40))[-1], "a zero is said for as long as the person has the wheel"


def test_the_dead_mans_button_alone_takes_the_wheel() -> None:
    person = Person()
    person.grip(held=True)
    assert moving(person.wait(40)) == [False, False]
    assert person.handovers() == [(True, "gamepad")]


def test_the_other_hand_takes_it_over() -> None:
    person = Person()
    person.press("up")
    person.wait(500)
    person.grip(held=True, speed=1.0)
    person.wait(40)
    assert person.handovers() == [(True, "keys"), (True, "gamepad")]


def test_it_is_given_back_when_asked_and_not_before() -> None:
    person = Person(letters=True)
    person.press("w")
    person.wait(5000)
    person.press("g")
    assert person.handovers() == [(True, "keys"), (False, "keys")]
    assert person.wait(5000) == []
    person.press("g")
    assert person.handovers() == [], "nobody gives back what they don't have"
    person.press("w")
    person.wait(20)
    assert person.handovers() == [(True, "keys")]


def test_a_gamepad_gives_back_what_nobody_holds_any_more() -> None:
    person = Person()
    person.grip(held=True, speed=1.0)
    person.wait(40)
    person.grip(held=True, speed=1.0, presses=("hand back",))
    assert person.handovers() == [(True, "gamepad")]
    person.grip(held=False, presses=("hand back",))
    assert person.handovers() == [(False, "gamepad")]


def test_a_program_that_begins_has_the_wheel() -> None:
    person = Person()
    person.press("up")
    person.wait(1000)
    for state in ("failed", "succeeded", "idle"):
        person.program(state)
        assert person.wait(40)
    person.handovers()
    person.program("running")
    assert person.handovers() == [(False, "keys")]
    assert person.wait(1000) == []


def test_a_program_that_began_before_does_not() -> None:
    person = Person()
    person.wait(100)
    before = person.now_ms
    person.press("up")
    person.wait(1000)
    person.now_ms, after = before, person.now_ms
    person.program("running")
    person.now_ms = after
    assert person.wait(40)


def test_who_drives_while_a_program_begins_keeps_the_wheel_and_says_so() -> None:
    person = Person()
    person.grip(held=True, speed=1.0)
    person.wait(100)
    person.handovers()
    person.program("running")
    assert person.handovers() == [(True, "gamepad")]
    assert all(moving(person.wait(100)))

"""A person at a real terminal and the whole way from its bytes to the motors, in simulated time, on the simulated car."""

from __future__ import annotations

import os
import pty
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from control.base import BaseNode
from control.odometry import OdometryNode
from control.safety import SafetyNode
from control.teleop import TeleopNode
from robot import topics
from robot.boards import BOARDS
from robot.bus import Envelope, Topic
from robot.keyboard import KeyboardNode
from robot.messages import MotorState
from robot.node import NodeConfig
from robot.sim.drivers import connect
from robot.step_executor import StepExecutor
from robot.terminal import Terminal
from tests.control.rig import Pilot
from tests.sim.plane import on_plane

MS = 1_000_000
UP, LEFT = b"\x1b[A", b"\x1b[D"
LIMIT_MS = 250


class Press(NamedTuple):
    """A key that is held from `at_ms` to `until_ms`, as a terminal makes bytes of it."""

    key: bytes
    at_ms: int
    until_ms: int
    delay_ms: int = 500
    every_ms: int = 33

    def bytes_at_ms(self) -> list[int]:
        return [self.at_ms, *range(self.at_ms + self.delay_ms, self.until_ms, self.every_ms)]


class Desk:
    """Terminal, keyboard, teleop, safety and the simulated car, on which a pilot stands for the mission."""

    def __init__(self, typist: int, descriptor: int, pilot: bool, board: str = "rpi4") -> None:
        self.terminal = Terminal(descriptor)
        self.motors: list[MotorState] = []
        self._typist = typist
        self._executor = StepExecutor(BOARDS[board], observers=(self._observe,))
        simulator = on_plane("")
        car = connect(simulator)
        self._executor.every(0.01, simulator.step)
        add = self._executor.add
        add("base", lambda: BaseNode(BaseNode.Config(), car.wheels, car.inertial, car.sonar, car.bumper, car.power))
        add("odometry", lambda: OdometryNode(OdometryNode.Config()))
        add("safety", lambda: SafetyNode(SafetyNode.Config(), car.motors))
        add("keyboard", lambda: KeyboardNode(NodeConfig(), self.terminal))
        add("teleop", lambda: TeleopNode(TeleopNode.Config(letters=True)))
        if pilot:
            add("pilot", lambda: Pilot(lambda t_s: (0.3, 0.0)))

    def type(self, *presses: Press) -> None:
        """Have every byte arrive at its time."""
        times = sorted((at_ms, press.key) for press in presses for at_ms in press.bytes_at_ms())

        def arrive(now_ns: int) -> None:
            while times and times[0][0] * MS <= now_ns:
                os.write(self._typist, times.pop(0)[1])

        self._executor.every(0.001, arrive)

    def run(self, until_ms: int) -> None:
        self._executor.run(lambda: False, until_ms / 1000)

    def driven_ms(self) -> list[float]:
        """When there was voltage on a motor."""
        return [each.t_ns / MS for each in self.motors if each.left_v or each.right_v]

    def _observe(self, topic: Topic[object], envelope: Envelope) -> None:
        if topic is topics.MOTORS:
            self.motors.append(envelope.message)


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    typist, descriptor = pty.openpty()
    yield typist, descriptor
    os.close(typist)
    os.close(descriptor)


@pytest.mark.parametrize("delay_ms", [250, 500, 660])
@pytest.mark.parametrize("every_ms", [33, 91])
@pytest.mark.parametrize("held_ms", [40, 400, 2017])
def test_the_motors_are_off_250_ms_after_the_key_is_let_go(
    ends: tuple[int, int], delay_ms: int, every_ms: int, held_ms: int
) -> None:
    desk = Desk(*ends, pilot=False)
    with desk.terminal:
        desk.type(Press(UP, 500, 500 + held_ms, delay_ms, every_ms))
        desk.run(500 + held_ms + 1500)
    driven = desk.driven_ms()
    assert driven and driven[0] - 500 < 100
    assert driven[-1] - (500 + held_ms) <= LIMIT_MS - 20, "the last voltage holds for a tick of 20 ms"


def test_a_key_that_repeats_drives_without_a_gap(ends: tuple[int, int]) -> None:
    desk = Desk(*ends, pilot=False)
    with desk.terminal:
        desk.type(Press(UP, 500, 3500))
        desk.run(4000)
    driven = [t_ms for t_ms in desk.driven_ms() if t_ms > 1100]
    assert max(later - t_ms for t_ms, later in zip(driven, driven[1:], strict=False)) < 30


def test_a_person_takes_over_at_once_and_the_pilot_waits_for_ever(ends: tuple[int, int]) -> None:
    desk = Desk(*ends, pilot=True)
    with desk.terminal:
        desk.type(Press(LEFT, 2000, 2050), Press(b"g", 9000, 9001))
        desk.run(12_000)
    driven = desk.driven_ms()
    assert any(t_ms < 2000 for t_ms in driven)
    spun = [each for each in desk.motors if 2060 * MS < each.t_ns < 2170 * MS]
    assert any(each.left_v < 0.0 < each.right_v for each in spun)
    assert not [t_ms for t_ms in driven if 2050 + LIMIT_MS < t_ms < 9000]
    assert min(t_ms for t_ms in driven if t_ms > 9000) < 9150, "handed back, and nobody waits any longer"


def test_a_terminal_that_hangs_up_stops_the_car(ends: tuple[int, int]) -> None:
    typist, _ = ends
    desk = Desk(*ends, pilot=False)
    with desk.terminal:
        desk.type(Press(UP, 500, 2000))
        desk.run(2000)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), typist)
        before = len(desk.motors)
        desk.run(1000)
    rest = desk.motors[before:]
    assert rest and not any(each.left_v or each.right_v for each in rest[13:])

"""Wheel encoders on fake lines."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.drivers.encoders import EncoderConfig, Encoders
from control.drivers.lines import Edge
from control.drivers.quadrature import CYCLE, Quadrature
from robot.clock import SimulatedClock, to_ns
from tests.control.drivers.conformance import check_every_edge
from tests.control.drivers.fake_pins import FakePins

CONFIG = EncoderConfig(left=(5, 6), right=(23, 24), cycles_per_turn=96)
RAD_PER_EDGE = math.tau / 384


class Wheels:
    """The other side of two quadrature encoders: the wheels, turned edge by edge."""

    def __init__(self, config: EncoderConfig = CONFIG, ways: Callable[[], tuple[int, int]] = lambda: (1, 1)) -> None:
        self.clock = SimulatedClock()
        self.pins = FakePins(self.clock)
        self._lines, self._at = (config.left, config.right), [2, 2]
        self._set(0)
        self._set(1)
        self.encoders = Encoders(config, self.clock, self.pins, ways)

    def spin(self, left: int, right: int, hz: float, poll: Callable[[], object]) -> None:
        edges = max(abs(left), abs(right))
        for number in range(1, edges + 1):
            self.clock.wait_until(self.clock.now_ns() + to_ns(0.25 / hz))
            for wheel, wanted in enumerate((left, right)):
                if abs(wanted) * number // edges > abs(wanted) * (number - 1) // edges:
                    self._at[wheel] += 1 if wanted > 0 else -1
                    self._set(wheel)
            if number % max(1, round(0.02 * hz * 4)) == 0:
                poll()

    def _set(self, wheel: int) -> None:
        for line, high in zip(self._lines[wheel], CYCLE[self._at[wheel] % 4], strict=False):
            self.pins.put(line, high)


def silence() -> None: ...


def test_every_edge_counts_forward_and_backward() -> None:
    wheels = Wheels()
    check_every_edge(wheels.encoders, wheels.spin, RAD_PER_EDGE)
    assert wheels.encoders.lost == 0


def test_a_turn_of_the_wheel_is_a_full_circle_at_the_time_of_reading() -> None:
    wheels = Wheels()
    assert wheels.encoders.read().left_rad == wheels.encoders.read().right_rad == 0.0
    wheels.spin(384, -192, 100.0, silence)
    wheels.clock.wait_until(to_ns(5.0))
    angles = wheels.encoders.read()
    assert angles.left_rad == pytest.approx(math.tau) and angles.right_rad == pytest.approx(-math.pi)
    assert angles.t_ns == to_ns(5.0)


def test_an_inverted_wheel_counts_the_other_way() -> None:
    wheels = Wheels(msgspec.structs.replace(CONFIG, inverted_right=True))
    wheels.spin(96, 96, 100.0, silence)
    angles = wheels.encoders.read()
    assert angles.left_rad == pytest.approx(-angles.right_rad) == pytest.approx(math.tau / 4)


def test_whole_cycles_only() -> None:
    wheels = Wheels(msgspec.structs.replace(CONFIG, counting=1))
    wheels.spin(383, 3, 100.0, silence)
    angles = wheels.encoders.read()
    assert angles.left_rad == pytest.approx(math.tau * 95 / 96) and angles.right_rad == 0.0


def test_a_reader_that_was_held_up_knows_how_many_edges_it_lost() -> None:
    """The kernel keeps 1,024 edges a wheel and numbers them: those that didn't fit are counted the way they went."""
    wheels = Wheels()
    wheels.spin(5000, -3001, 1000.0, silence)
    angles = wheels.encoders.read()
    assert angles.left_rad == pytest.approx(5000 * RAD_PER_EDGE)
    assert wheels.encoders.lost == 5000 - 1024 + 3001 - 1024
    wheels.spin(-100, 0, 1000.0, silence)
    assert wheels.encoders.read().left_rad == pytest.approx(4900 * RAD_PER_EDGE)


def test_one_channel_counts_the_way_the_motor_was_told() -> None:
    told = [1, 1]
    wheels = Wheels(EncoderConfig(left=(5,), right=(23,), cycles_per_turn=20), lambda: (told[0], told[1]))
    wheels.spin(80, 80, 50.0, silence)  # the channel that isn't there makes every other edge
    angles = wheels.encoders.read()
    assert angles.left_rad == angles.right_rad == pytest.approx(math.tau)
    told[:] = [-1, 1]
    wheels.spin(-40, 40, 50.0, silence)
    angles = wheels.encoders.read()
    assert angles.left_rad == pytest.approx(math.pi) and angles.right_rad == pytest.approx(3 * math.pi)


@given(st.lists(st.sampled_from([1, -1]), max_size=60), st.integers(0, 3))
def test_any_way_there_and_back_is_counted(steps: list[int], phase: int) -> None:
    at = phase
    counter = Quadrature(0, 1, dict(enumerate(CYCLE[at])))
    for way in steps:
        before, at = CYCLE[at], (at + way) % 4
        channel = 0 if before[0] != CYCLE[at][0] else 1
        counter.count([Edge(channel, CYCLE[at][channel], 0)])
    assert counter.position == sum(steps)


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.booleans()), max_size=60))
def test_chatter_never_runs_away(noise: list[tuple[int, bool]]) -> None:
    """Whatever edges come, each moves the count by one at most, and one that changes nothing by none."""
    counter = Quadrature(0, 1, {0: False, 1: False})
    for line, rising in noise:
        before = counter.position
        counter.count([Edge(line, rising, 0)])
        assert abs(counter.position - before) <= 1
        counted = counter.position
        counter.count([Edge(line, rising, 0)])
        assert counter.position == counted


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"cycles_per_turn": 0}, "count the disc's slots"),
        ({"right": (5, 7)}, "wired to two channels"),
        ({"left": (1, 2, 3)}, "one channel or two"),
        ({"counting": 2}, "counting"),
    ],
)
def test_wrong_settings_are_told(settings: dict[str, object], said: str) -> None:
    values = {"driver": "encoders", "left": (5, 6), "right": (23, 24), "cycles_per_turn": 96} | settings
    with pytest.raises(msgspec.ValidationError, match=said):
        msgspec.convert(values, EncoderConfig)

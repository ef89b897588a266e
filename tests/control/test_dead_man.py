"""The dead man's handle: a duty holds while it is fresh, and not a moment longer."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from control.bridge import BridgeConfig
from control.dead_man import DeadMan
from control.motor_link import Duty

MS = 1_000_000
HOLD_MS = 100


class Recorder:
    """A bridge that remembers what is on its pins."""

    Config: ClassVar = BridgeConfig

    def __init__(self) -> None:
        self.duties = (0.0, 0.0)

    def drive(self, left: float, right: float) -> None:
        self.duties = (left, right)

    def off(self) -> None:
        self.duties = (0.0, 0.0)

    def close(self) -> None:
        self.off()


def handle(generation: int = 1) -> tuple[DeadMan, Recorder]:
    bridge = Recorder()
    return DeadMan(bridge, generation, HOLD_MS / 1000), bridge


def duty(decided_ms: int, generation: int = 1) -> Duty:
    return Duty(generation, 1, decided_ms * MS, 0.5, -0.5)


def test_a_duty_holds_for_its_time_from_when_it_was_decided() -> None:
    dead_man, bridge = handle()
    dead_man.hear(duty(1000), 1030 * MS)
    assert bridge.duties == (0.5, -0.5)
    assert dead_man.patience_ms(1030 * MS) == 70
    dead_man.check(1100 * MS - 1)
    assert dead_man.driving
    dead_man.check(1100 * MS)
    assert bridge.duties == (0.0, 0.0) and not dead_man.driving


def test_a_duty_that_waited_too_long_does_nothing() -> None:
    dead_man, bridge = handle()
    dead_man.hear(duty(1000), 1100 * MS)
    assert bridge.duties == (0.0, 0.0)


def test_a_stamp_from_the_future_buys_no_time() -> None:
    dead_man, bridge = handle()
    dead_man.hear(duty(99_000), 1000 * MS)
    dead_man.check(1100 * MS)
    assert bridge.duties == (0.0, 0.0)


def test_what_was_meant_for_a_dead_worker_does_nothing() -> None:
    dead_man, bridge = handle(generation=2)
    dead_man.hear(duty(1000, generation=1), 1000 * MS)
    assert bridge.duties == (0.0, 0.0)


@given(st.lists(st.tuples(st.integers(0, 250), st.integers(-50, 300), st.integers(1, 2)), max_size=30))
def test_whatever_comes_whenever_the_pins_are_low_once_the_last_beat_is_too_old(beats: list[tuple[int, int, int]]) -> None:
    """Each beat: how long after the last (ms), how long it was on its way, and for whom."""
    dead_man, bridge = handle()
    now_ms, newest_ms = 1000, None
    for after_ms, late_ms, generation in beats:
        now_ms += after_ms
        dead_man.check(now_ms * MS)
        assert bridge.duties == (0.0, 0.0) or (newest_ms is not None and now_ms < newest_ms + HOLD_MS)
        dead_man.hear(duty(now_ms - late_ms, generation), now_ms * MS)
        if generation == 1 and late_ms < HOLD_MS:
            newest_ms = min(now_ms, now_ms - late_ms)
        assert dead_man.patience_ms(now_ms * MS) <= (HOLD_MS if dead_man.driving else 500)

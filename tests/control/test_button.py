"""The emergency stop's button."""

from __future__ import annotations

from control.button import ButtonNode
from robot import topics
from robot.messages import Bumper
from tests.control.wires import Bench

TICK_NS = 20_000_000


class Switch:
    def __init__(self) -> None:
        self.state: Bumper | None = Bumper(t_ns=0, pressed=False)

    def read(self) -> Bumper | None:
        return self.state


def test_pressed_it_asks_for_a_latched_stop_at_once_and_goes_on_asking() -> None:
    switch = Switch()
    bench = Bench(ButtonNode(ButtonNode.Config(), switch))
    bench.tick(TICK_NS)
    assert bench.said(topics.BUTTON_STOP) == []
    switch.state = Bumper(t_ns=1, pressed=True)
    bench.tick(2 * TICK_NS)
    (stop,) = bench.said(topics.BUTTON_STOP)
    assert stop.latched and stop.source == "button"
    for k in range(3, 53):
        bench.tick(k * TICK_NS)
    assert len(bench.said(topics.BUTTON_STOP)) == 10
    for state in (None, Bumper(t_ns=2, pressed=False)):
        switch.state = state
        bench.tick(60 * TICK_NS)
        assert bench.said(topics.BUTTON_STOP) == []

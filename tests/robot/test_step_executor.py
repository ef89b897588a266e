"""The step executor: time, order, modelled latency, restarts, sameness."""

from __future__ import annotations

from typing import Any

import pytest

from robot import topics
from robot.boards import BOARDS
from robot.bus import BusError, queue, reliable
from robot.messages import Bumper, Fault, Velocity
from robot.node import Cost, Node, Wiring
from robot.step_executor import StepExecutor


class Talker(Node):
    name = "talker"

    def __init__(self, period_s: float = 0.1, cost_s: float = 0.0, fail_at: int = -1) -> None:
        self.period_s, self.cost, self.fail_at = period_s, Cost(cost_s), fail_at
        self.ticks: list[int] = []
        self.closed = False

    def wire(self, wiring: Wiring) -> None:
        self.out = wiring.publisher(topics.TELEOP)
        wiring.every(self.period_s, self.tick, self.cost)

    def tick(self, now_ns: int) -> None:
        self.ticks.append(now_ns)
        if len(self.ticks) == self.fail_at:
            raise RuntimeError("the talker broke")
        self.out.publish(Velocity(t_ns=now_ns, speed_mps=0.0, turn_radps=0.0))

    def close(self) -> None:
        self.closed = True


class Listener(Node):
    name = "listener"

    def __init__(self, executor: StepExecutor, policy: Any = None, cost_s: float = 0.0) -> None:
        self.executor, self.policy, self.cost = executor, policy or queue(100), Cost(cost_s)
        self.heard: list[tuple[int, int]] = []

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.TELEOP, self.hear, self.policy, self.cost)

    def hear(self, message: Velocity) -> None:
        self.heard.append((self.executor.clock.now_ns(), message.t_ns))


def run(executor: StepExecutor, seconds: float) -> None:
    executor.run(lambda: False, seconds)


def test_messages_arrive_after_the_modelled_time() -> None:
    executor = StepExecutor(BOARDS["laptop"])
    listener = Listener(executor)
    executor.add("talker", lambda: Talker(cost_s=0.03))
    executor.add("listener", lambda: listener)
    run(executor, 0.35)
    assert listener.heard == [(30_000_000 + n * 100_000_000, n * 100_000_000) for n in range(4)]


def test_a_slow_board_is_late_by_its_factor() -> None:
    executor = StepExecutor(BOARDS["rpi4"])
    listener = Listener(executor)
    executor.add("talker", lambda: Talker(cost_s=0.01))
    executor.add("listener", lambda: listener)
    run(executor, 0.35)
    assert [arrived - sent for arrived, sent in listener.heard] == [round(0.01 * BOARDS["rpi4"].python * 1e9)] * 4


def test_a_busy_node_skips_ticks_and_keeps_only_the_latest() -> None:
    executor = StepExecutor(BOARDS["laptop"])
    talker = Talker(cost_s=0.25)
    listener = Listener(executor, queue(1), cost_s=0.6)
    executor.add("talker", lambda: talker)
    executor.add("listener", lambda: listener)
    run(executor, 2.0)
    assert talker.ticks[:4] == [0, 250_000_000, 500_000_000, 750_000_000]
    assert [arrived for arrived, _ in listener.heard] == [250_000_000, 850_000_000, 1_450_000_000]
    assert [sent for _, sent in listener.heard] == [0, 500_000_000, 1_000_000_000]


def test_a_node_that_raises_is_closed_reported_and_restarted() -> None:
    seen: list[Fault] = []
    executor = StepExecutor(BOARDS["laptop"], [lambda topic, envelope: note(seen, envelope.message)])
    built: list[Talker] = []

    def build() -> Talker:
        built.append(Talker(fail_at=3 if not built else -1))
        return built[-1]

    executor.add("talker", build)
    run(executor, 1.5)
    assert len(built) == 2 and built[0].closed and not built[1].closed
    assert [(fault.restarting, fault.t_ns) for fault in seen] == [(True, 200_000_000), (False, 700_000_000)]
    assert "the talker broke" in seen[0].error
    assert built[1].ticks[0] == 700_000_000


def note(seen: list[Fault], message: object) -> None:
    if isinstance(message, Fault):
        seen.append(message)


def test_an_overflow_of_a_reliable_mailbox_is_a_fault() -> None:
    seen: list[Fault] = []
    executor = StepExecutor(BOARDS["laptop"], [lambda topic, envelope: note(seen, envelope.message)])
    executor.add("talker", lambda: Talker(period_s=0.01))
    executor.add("listener", lambda: Listener(executor, reliable(3), cost_s=1.0))
    run(executor, 1.5)
    assert any("overflow" in fault.error and fault.node == "listener" for fault in seen)


def test_a_wrong_type_is_refused_at_the_publisher() -> None:
    class Wrong(Talker):
        def tick(self, now_ns: int) -> None:
            self.out.publish(Bumper(t_ns=now_ns, pressed=False))  # type: ignore[arg-type]

    seen: list[Fault] = []
    executor = StepExecutor(BOARDS["laptop"], [lambda topic, envelope: note(seen, envelope.message)])
    executor.add("talker", Wrong)
    run(executor, 0.05)
    assert BusError.__name__ in seen[0].error


def test_two_publishers_of_one_topic_are_an_error() -> None:
    executor = StepExecutor(BOARDS["laptop"])
    executor.add("talker", Talker)
    with pytest.raises(BusError, match="second"):
        executor.add("other", Talker)


def test_the_plant_goes_first_and_run_stops_on_time() -> None:
    order: list[str] = []
    executor = StepExecutor(BOARDS["laptop"])

    class Ticker(Node):
        name = "ticker"

        def wire(self, wiring: Wiring) -> None:
            wiring.every(0.1, lambda now_ns: order.append("node"))

    executor.add("ticker", Ticker)
    executor.every(0.1, lambda now_ns: order.append("plant"))
    assert not executor.run(lambda: False, 0.25)
    assert order == ["plant", "node"] * 3
    assert executor.run(lambda: len(order) >= 8, 10.0)


def test_the_same_program_gives_the_same_trace() -> None:
    def trace() -> list[tuple[str, int, int]]:
        seen: list[tuple[str, int, int]] = []
        executor = StepExecutor(
            BOARDS["rpi5"], [lambda topic, e: seen.append((topic.name, e.sequence, e.published_ns))]
        )
        executor.add("talker", lambda: Talker(period_s=0.013, cost_s=0.002))
        executor.add("listener", lambda: Listener(executor, cost_s=0.004))
        run(executor, 3.0)
        return seen

    assert trace() == trace() != []




def test_a_step_that_says_what_it_cost_is_charged_that() -> None:
    class Thrifty(Listener):
        def wire(self, wiring: Wiring) -> None:
            wiring.subscribe(topics.TELEOP, self.weigh, queue(100), Cost(0.05))

        def weigh(self, message: Velocity) -> Cost | None:
            return Cost(0.001) if message.t_ns else None

    executor = StepExecutor(BOARDS["laptop"])
    executor.add("talker", Talker)
    executor.add("listener", lambda: Thrifty(executor))
    run(executor, 0.35)
    assert executor.busy_ns["listener"] == 53_000_000

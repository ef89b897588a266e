"""The threaded executor runs the same nodes; no test waits for a wall clock, each waits for an event."""

from __future__ import annotations

from robot import topics
from robot.bus import Envelope, queue
from robot.messages import Fault, Velocity
from robot.node import Node, Wiring
from robot.threaded_executor import ThreadedExecutor


class Counter(Node):
    """Says numbers as fast as it may; breaks once if told to."""

    name = "counter"

    def __init__(self, fail: bool = False) -> None:
        self.fail = fail
        self.count = 0

    def wire(self, wiring: Wiring) -> None:
        self.out = wiring.publisher(topics.TELEOP)
        wiring.every(0.001, self.tick)

    def tick(self, now_ns: int) -> None:
        if self.fail:
            raise RuntimeError("broken once")
        self.count += 1
        self.out.publish(Velocity(t_ns=now_ns, speed_mps=float(self.count), turn_radps=0.0))


class Ear(Node):
    name = "ear"

    def __init__(self) -> None:
        self.heard: list[float] = []

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.TELEOP, lambda message: self.heard.append(message.speed_mps), queue(1000))


def test_messages_cross_threads_in_order() -> None:
    executor = ThreadedExecutor()
    ear = Ear()
    executor.add("counter", Counter)
    executor.add("ear", lambda: ear)
    assert executor.run(lambda: len(ear.heard) >= 20, max_s=30.0, poll_s=0.005)
    executor.close()
    assert ear.heard[:20] == [float(n) for n in range(1, 21)]


def test_a_node_that_raises_is_restarted_and_reported() -> None:
    seen: list[Fault] = []

    def observe(topic: object, envelope: Envelope) -> None:
        if isinstance(envelope.message, Fault):
            seen.append(envelope.message)

    built: list[Counter] = []

    def build() -> Counter:
        built.append(Counter(fail=not built))
        return built[-1]

    executor = ThreadedExecutor(observers=[observe])
    ear = Ear()
    executor.add("counter", build)
    executor.add("ear", lambda: ear)
    assert executor.run(lambda: bool(ear.heard), max_s=30.0, poll_s=0.005)
    executor.close()
    assert [fault.restarting for fault in seen][:2] == [True, False]
    assert "broken once" in seen[0].error and len(built) == 2


class Flooded(Node):
    """Floods itself: every message it hears makes it say two more, and it ticks."""

    name = "flooded"

    def __init__(self) -> None:
        self.ticks = 0

    def wire(self, wiring: Wiring) -> None:
        self.out = wiring.publisher(topics.TELEOP)
        wiring.subscribe(topics.TELEOP, self.hear, queue(100))
        wiring.every(0.001, self.tick)

    def hear(self, message: Velocity) -> None:
        self.out.publish(message)
        self.out.publish(message)

    def tick(self, now_ns: int) -> None:
        self.ticks += 1
        self.out.publish(Velocity(t_ns=now_ns, speed_mps=0.0, turn_radps=0.0))


def test_a_flood_starves_neither_the_ticks_nor_the_end_of_the_program() -> None:
    executor = ThreadedExecutor()
    node = Flooded()
    executor.add("flooded", lambda: node)
    assert executor.run(lambda: node.ticks >= 20, max_s=30.0, poll_s=0.005)
    executor.close()

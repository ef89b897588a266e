"""The threaded executor runs the same nodes; no test waits for a wall clock, each waits for an event."""

from __future__ import annotations

from robot import topics
from robot.bus import Envelope, queue
from robot.messages import Fault, Velocity
from robot.node import LIGHT, Node, Wiring
from robot.threaded_executor import ThreadedExecutor
from robot.worker import Tick


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


def test_a_log_that_cannot_be_written_is_a_fault_until_it_can() -> None:
    """A full disk: whoever watches raises for a while."""
    heard: list[Fault] = []
    written: list[str] = []

    class Listener(Node):
        name = "listener"

        def wire(self, wiring: Wiring) -> None:
            wiring.subscribe(topics.FAULT, heard.append, queue(100))

    def write(topic: object, envelope: Envelope) -> None:
        if not heard:
            raise OSError("No space left on device")
        written.append(str(topic))

    executor = ThreadedExecutor(observers=[write])
    executor.add("counter", Counter)
    executor.add("listener", Listener)
    assert executor.run(lambda: len(heard) >= 2, max_s=30.0, poll_s=0.005)
    executor.close()
    assert [(fault.node, fault.restarting) for fault in heard[:2]] == [("log", True), ("log", False)]
    assert "No space left" in heard[0].error and written


def test_a_tick_goes_on_when_the_clock_was_set_back() -> None:
    tick = Tick(0.02, lambda now_ns: None, LIGHT)
    tick.advance(1_000_000_000)
    assert not tick.due(1_010_000_000) and tick.due(1_020_000_000)
    assert tick.due(400_000_000)
    tick.advance(400_000_000)
    assert tick.next_ns == 420_000_000

"""Runs nodes in simulated time: one thread, an event heap, the same trace for the same seed, bit for bit.

Every step is charged its modelled compute time (`Cost` times the board's factor): what it publishes leaves when that time is
over, and the node is busy until then, so a simulated drive feels the slowness of the board it is meant for.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from robot import topics
from robot.boards import Board
from robot.bus import Bus, Mailbox, Publisher, Topic
from robot.clock import Clock, SimulatedClock, to_ns
from robot.messages import Fault
from robot.node import Cost, Node
from robot.worker import Observer, Outbox, Tick, Worker, backoff_s

T = TypeVar("T")

PLANT, DELIVERY, STEP = range(3)  # what goes first at the same instant: the world, then mail, then nodes


class StepExecutor:
    """Adds nodes and the world (`every`), then `run`s until told to stop."""

    def __init__(self, board: Board, observers: Iterable[Observer] = ()) -> None:
        self.clock = SimulatedClock()
        self.bus = Bus(self.clock)
        self.board = board
        self.busy_ns: dict[str, int] = {}
        self._observers = tuple(observers)
        self._workers: list[_StepWorker] = []
        self._heap: list[tuple[int, int, int, Callable[[], None]]] = []
        self._sequence = 0
        self._faults = self.bus.publisher(topics.FAULT, "executor")
        self._subscribers: dict[str, int] = {}

    def add(self, name: str, build: Callable[[], Node]) -> None:
        """Build and wire a node now; `build` is called again whenever it has to be restarted."""
        worker = _StepWorker(name, build, self)
        self._workers.append(worker)
        self.busy_ns[name] = 0
        worker.start()
        worker.schedule_ticks()

    def every(self, period_s: float, step: Callable[[int], None]) -> None:
        """Call `step(now_ns)` periodically, before everything else at that instant: the world's turn."""
        period_ns = to_ns(period_s)

        def turn() -> None:
            step(self.clock.now_ns())
            self.at(self.clock.now_ns() + period_ns, PLANT, turn)

        self.at(self.clock.now_ns(), PLANT, turn)

    def run(self, until: Callable[[], bool], max_s: float, pace: Clock | None = None) -> bool:
        """Run until `until()` holds (true) or `max_s` of simulated time is over (false); `pace` keeps real time."""
        end_ns = self.clock.now_ns() + to_ns(max_s)
        offset_ns = pace.now_ns() - self.clock.now_ns() if pace else 0
        while self._heap and not until():
            if self._heap[0][0] > end_ns:
                return until()
            t_ns, _, _, action = heapq.heappop(self._heap)
            if pace:
                pace.wait_until(t_ns + offset_ns)
            self.clock.wait_until(t_ns)
            action()
        return until()

    def close(self) -> None:
        """Close every node, last added first."""
        for worker in reversed(self._workers):
            worker.stop()

    def nodes(self) -> list[Node]:
        return [worker.node for worker in self._workers if worker.node is not None]

    def at(self, t_ns: int, priority: int, action: Callable[[], None]) -> None:
        self._sequence += 1
        heapq.heappush(self._heap, (t_ns, priority, self._sequence, action))

    def deliver(self, publisher: Publisher[Any], topic: Topic[Any], message: Any) -> None:
        publisher.publish(message)
        envelope = self.bus.last_envelope(topic)
        for observe in self._observers:
            observe(topic, envelope)

    def report(self, worker: _StepWorker, error: str, restarting: bool) -> None:
        fault = Fault(t_ns=self.clock.now_ns(), node=worker.name, error=error, restarting=restarting)
        self.deliver(self._faults, topics.FAULT, fault)


class _StepWorker(Worker):
    """A node in simulated time; also the `Wake` of its own mailboxes."""

    def __init__(self, name: str, build: Callable[[], Node], executor: StepExecutor) -> None:
        super().__init__(name, build, executor.bus, self)
        self.executor = executor
        self.outbox: Outbox = deque()
        self._ready: deque[Mailbox[Any] | Tick] = deque()
        self._busy_until_ns = 0
        self._scheduled = False

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        return _DeferredPublisher(super().publisher(topic), topic, self)

    def put(self, job: Mailbox[Any] | Tick) -> None:
        self._ready.append(job)
        self._schedule()

    def schedule_ticks(self) -> None:
        for tick in self.ticks:
            self._schedule_tick(tick)

    def _schedule_tick(self, tick: Tick) -> None:
        executor = self.executor
        due_ns = executor.clock.now_ns() if tick.next_ns is None else tick.next_ns
        executor.at(due_ns, STEP, lambda: self.put(tick))

    def _schedule(self) -> None:
        if not self._scheduled and self._ready:
            self._scheduled = True
            self.executor.at(max(self.executor.clock.now_ns(), self._busy_until_ns), STEP, self._run)

    def _run(self) -> None:
        self._scheduled = False
        try:
            cost = self._one_step()
        except Exception as error:  # the edge of the node: whatever it raised, the car stops and the node is restarted
            self._fail(error)
            return
        self._charge(cost)
        self._schedule()

    def _one_step(self) -> Cost | None:
        job = self._ready.popleft()
        if isinstance(job, Tick):
            return self._tick(job)
        taken = self.take(job)
        if len(job):
            self._ready.append(job)
        else:
            job.acknowledge()
        if taken is None:
            return None
        message, subscription = taken
        return subscription.step(message) or subscription.cost

    def _tick(self, tick: Tick) -> Cost | None:
        if not any(tick is own for own in self.ticks):
            return None  # a tick of the node before its restart
        now_ns = self.executor.clock.now_ns()
        tick.advance(now_ns)
        tick.step(now_ns)
        self._schedule_tick(tick)
        return tick.cost

    def _charge(self, cost: Cost | None) -> None:
        executor = self.executor
        latency_ns = to_ns(executor.board.seconds(cost)) if cost else 0
        self._busy_until_ns = executor.clock.now_ns() + latency_ns
        executor.busy_ns[self.name] += latency_ns
        if self.outbox:
            mail = tuple(self.outbox)
            self.outbox.clear()
            executor.at(self._busy_until_ns, DELIVERY, lambda: self._send(mail))

    def _send(self, mail: tuple[tuple[Publisher[Any], Any], ...]) -> None:
        for publisher, message in mail:
            assert isinstance(publisher, _DeferredPublisher)
            self.executor.deliver(publisher.inner, publisher.topic, message)

    def _fail(self, error: Exception) -> None:
        self.failures += 1
        self.outbox.clear()
        self._ready.clear()
        self.stop()
        self.executor.report(self, f"{type(error).__name__}: {error}", restarting=True)
        restart_ns = self.executor.clock.now_ns() + to_ns(backoff_s(self.failures))
        self.executor.at(restart_ns, STEP, self._restart)

    def _restart(self) -> None:
        try:
            self.start()
        except Exception as error:  # still broken: the fault stands, try again later
            self._fail(error)
            return
        self._busy_until_ns = self.executor.clock.now_ns()
        self.schedule_ticks()
        self.executor.report(self, "", restarting=False)


class _DeferredPublisher(Publisher[T]):
    """Keeps what a step publishes until the step's modelled time is over."""

    __slots__ = ("_worker", "inner", "topic")

    def __init__(self, inner: Publisher[T], topic: Topic[T], worker: _StepWorker) -> None:
        self.inner = inner
        self.topic = topic
        self._worker = worker

    def publish(self, message: T) -> None:
        self.topic.check(message)
        self._worker.outbox.append((self, message))

"""Runs nodes on the car: a thread per node, each asleep until mail or a tick is due."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

from robot import topics
from robot.bus import Bus, Mailbox, queue
from robot.clock import NS_PER_S, Clock, SystemClock, to_ns
from robot.messages import Fault
from robot.node import Node
from robot.worker import Observer, Worker, backoff_s

IDLE_S = 0.5  # how long a thread with nothing to do sleeps before it looks whether the program is over
OBSERVERS = "log"  # what the observers together are called where they fail
OBSERVER_DEPTH = 1024  # messages a topic may wait for the observers before the oldest is dropped and counted


class ThreadedExecutor:
    """Adds nodes, then runs them until told to stop."""

    def __init__(self, clock: Clock | None = None, observers: Iterable[Observer] = ()) -> None:
        self.clock = clock or SystemClock()
        self.bus = Bus(self.clock)
        self.stopping = threading.Event()
        self._observers = tuple(observers)
        self._workers: list[_ThreadWorker] = []
        self._faults = self.bus.publisher(topics.FAULT, "executor")
        self._fault_lock = threading.Lock()

    def add(self, name: str, build: Callable[[], Node]) -> None:
        """Build and wire a node now; it starts to work with `run`."""
        worker = _ThreadWorker(name, build, self)
        self._workers.append(worker)
        worker.start()

    def run(self, until: Callable[[], bool], max_s: float = float("inf"), poll_s: float = 0.05) -> bool:
        """Start all threads and wait until `until()` holds (true) or `max_s` is over (false)."""
        threads = [threading.Thread(target=worker.work, name=worker.name) for worker in self._workers]
        if self._observers:
            threads.append(threading.Thread(target=self._observe, name="observers", args=(self._tap(),)))
        start_ns = self.clock.now_ns()
        for thread in threads:
            thread.start()
        try:
            while not until() and self.clock.now_ns() - start_ns < max_s * NS_PER_S:
                self.clock.wait_until(self.clock.now_ns() + to_ns(poll_s))
            return until()
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join()

    def close(self) -> None:
        """Close every node, last added first."""
        self.stopping.set()
        for worker in reversed(self._workers):
            worker.stop()

    def nodes(self) -> list[Node]:
        return [worker.node for worker in self._workers if worker.node is not None]

    def report(self, name: str, error: str, restarting: bool) -> None:
        with self._fault_lock:  # faults come from many threads, a topic has one voice
            self._faults.publish(Fault(t_ns=self.clock.now_ns(), node=name, error=error, restarting=restarting))

    def _tap(self) -> SimpleQueue[Mailbox[Any]]:
        wake: SimpleQueue[Mailbox[Any]] = SimpleQueue()
        for topic in topics.ALL:
            self.bus.subscribe(topic, queue(OBSERVER_DEPTH), wake)
        return wake

    def _observe(self, wake: SimpleQueue[Mailbox[Any]]) -> None:
        """The observers' thread. One that raises, such as a log on a full disk, is a fault until it works again."""
        failures = 0
        while not (self.stopping.is_set() and wake.empty()):
            try:
                shown = self._show(wake)
            except Exception as error:  # the edge of a thread: the car stands while nobody can see what it does
                failures += 1
                self.report(OBSERVERS, f"{type(error).__name__}: {error}", restarting=True)
                self.stopping.wait(backoff_s(failures))
            else:
                if shown and failures:
                    failures = 0
                    self.report(OBSERVERS, "", restarting=False)

    def _show(self, wake: SimpleQueue[Mailbox[Any]]) -> bool:
        """Show the observers what waits in one mailbox; whether there was anything."""
        try:
            mailbox = wake.get(timeout=IDLE_S)
        except Empty:
            return False
        mailbox.acknowledge()
        shown = False
        while (envelope := mailbox.take()) is not None:
            for observe in self._observers:
                observe(mailbox.topic, envelope)
            shown = True
        return shown


class _ThreadWorker(Worker):
    """A node on its own thread."""

    def __init__(self, name: str, build: Callable[[], Node], executor: ThreadedExecutor) -> None:
        self._mail: SimpleQueue[Mailbox[Any]] = SimpleQueue()
        self._executor = executor
        super().__init__(name, build, executor.bus, self._mail)

    def work(self) -> None:
        """The thread: step after step until the program stops; a node that raises is restarted."""
        while not self._executor.stopping.is_set():
            try:
                self._one_turn()
            except Exception as error:  # the edge of the node's thread: the car stops and the node is restarted
                self._restart(error)

    def _one_turn(self) -> None:
        now_ns = self._executor.clock.now_ns()
        for tick in self.ticks:
            if tick.due(now_ns):
                tick.advance(now_ns)
                tick.step(now_ns)
        try:
            mailbox = self._mail.get(timeout=self._patience_s())
        except Empty:
            return
        self._one_message(mailbox)

    def _one_message(self, mailbox: Mailbox[Any]) -> None:
        """One message a turn, so that a flooded mailbox starves neither the ticks nor the other mailboxes."""
        taken = self.take(mailbox)
        if not len(mailbox):
            mailbox.acknowledge()
        if len(mailbox):  # more was waiting, or came just before the acknowledgement
            self._mail.put(mailbox)
        if taken is not None:
            message, subscription = taken
            subscription.step(message)

    def _patience_s(self) -> float:
        now_ns = self._executor.clock.now_ns()
        due = [tick.next_ns for tick in self.ticks if tick.next_ns is not None]
        return min([IDLE_S, *(max(0, t_ns - now_ns) / NS_PER_S for t_ns in due)])

    def _restart(self, error: Exception) -> None:
        """Close, wait, build anew, until it holds or the program is over."""
        message = f"{type(error).__name__}: {error}"
        while True:
            self.failures += 1
            self.stop()
            self._executor.report(self.name, message, restarting=True)
            if self._executor.stopping.wait(backoff_s(self.failures)):
                return
            try:
                self.start()
            except Exception as again:  # still broken: the fault stands, try again later
                message = f"{type(again).__name__}: {again}"
                continue
            self._executor.report(self.name, "", restarting=False)
            return


"""Millions of messages from many threads, and a check that every mailbox kept what its policy promised."""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue
from typing import Any

import msgspec

from robot.bus import Bus, Mailbox, Topic, latest, queue, reliable
from robot.clock import SystemClock

PUBLISHERS = 8
READERS = 2
DEPTH = 1024
CHUNK = 128  # messages between two looks at how far the reader is behind
POLICIES = (reliable(DEPTH), queue(DEPTH), latest())


class Count(msgspec.Struct, frozen=True):
    """One message: its number, from 1, said by its own publisher."""

    number: int


class Check:
    """One mailbox and everything that was ever wrong with it."""

    def __init__(self, mailbox: Mailbox[Count], total: int) -> None:
        self.mailbox = mailbox
        self.newest = 0
        self.lost = 0
        self._total = total
        self._keeps_all = mailbox.policy.kind == "reliable"

    def read(self) -> None:
        """Take all there is; every number must be the next (reliable), or at least newer, and its sequence must agree."""
        mailbox = self.mailbox
        while (envelope := mailbox.take()) is not None:
            number = envelope.message.number
            expected = number == self.newest + 1 if self._keeps_all else number > self.newest
            self.lost += not (expected and envelope.sequence == number)
            self.newest = number

    @property
    def finished(self) -> bool:
        return self.newest == self._total

    def verdict(self) -> int:
        """How many messages are missing or uncounted at the end; 0 is right."""
        mailbox = self.mailbox
        uncounted = abs(self._total - mailbox.received - mailbox.dropped)
        broken_promise = mailbox.dropped + mailbox.overflowed if self._keeps_all else 0
        return self.lost + uncounted + broken_promise + (self._total - self.newest)


def soak(messages: int) -> dict[str, Any]:
    """Publish `messages` from 8 threads on 8 topics, each read through all three policies; `lost` must be 0.

    A publisher of the bus never blocks, and no queue is endless: so each publisher looks from time to time how full its
    reliable mailbox is and waits while that is more than half.
    """
    bus = Bus(SystemClock())
    total = messages // PUBLISHERS
    wakes: list[SimpleQueue[Mailbox[Any] | None]] = [SimpleQueue() for _ in range(READERS)]
    checks: list[Check] = []
    publishers = []
    for number in range(PUBLISHERS):
        topic = Topic(f"count{number}", Count)
        mailboxes = [bus.subscribe(topic, policy, wakes[number % READERS]) for policy in POLICIES]
        checks += [Check(mailbox, total) for mailbox in mailboxes]
        publisher = bus.publisher(topic, f"publisher{number}")
        publishers.append(threading.Thread(target=_publish, args=(publisher.publish, mailboxes[0], total)))
    by_mailbox = {id(check.mailbox): check for check in checks}
    readers = [threading.Thread(target=_read, args=(wake, by_mailbox)) for wake in wakes]
    start_s = time.perf_counter()
    for thread in (*readers, *publishers):
        thread.start()
    for thread in publishers:
        thread.join()
    for wake in wakes:
        wake.put(None)
    for thread in readers:
        thread.join()
    return _report(checks, total * PUBLISHERS, time.perf_counter() - start_s)


def _publish(publish: Any, slowest: Mailbox[Count], total: int) -> None:
    for number in range(1, total + 1):
        publish(Count(number))
        if number % CHUNK == 0:
            while len(slowest) > DEPTH // 2:
                time.sleep(0.0005)


def _read(wake: SimpleQueue[Mailbox[Any] | None], checks: dict[int, Check]) -> None:
    while (mailbox := wake.get()) is not None:
        mailbox.acknowledge()
        checks[id(mailbox)].read()


def _report(checks: list[Check], messages: int, seconds: float) -> dict[str, Any]:
    kinds: dict[str, dict[str, int]] = {}
    for check in checks:
        mailbox = check.mailbox
        kind = kinds.setdefault(mailbox.policy.kind, {"received": 0, "dropped": 0, "overflowed": 0})
        kind["received"] += mailbox.received
        kind["dropped"] += mailbox.dropped
        kind["overflowed"] += mailbox.overflowed
    return {
        "messages": messages,
        "threads": PUBLISHERS,
        "seconds": round(seconds, 1),
        "lost": sum(check.verdict() for check in checks),
        **kinds,
    }

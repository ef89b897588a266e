from __future__ import annotations

import sys
import threading
from collections import deque
from queue import SimpleQueue
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from benchmarks.soak import soak
from robot import topics
from robot.bus import Bus, BusError, Mailbox, Policy, Topic, latest, queue, reliable
from robot.clock import NS_PER_S, SimulatedClock, SystemClock
from robot.messages import Floats, Rgb

JOIN_S = 30.0  # a thread that takes longer hangs


class Note(msgspec.Struct, frozen=True):
    number: int


class Sketch(msgspec.Struct, frozen=True):
    image: Rgb
    depth: Floats
    title: str


NOTES = Topic("notes", Note, max_age_s=1.0)


class Bell:
    """A wake that remembers who rang."""

    def __init__(self) -> None:
        self.rung: list[Mailbox[Any]] = []

    def put(self, mailbox: Mailbox[Any]) -> None:
        self.rung.append(mailbox)


@pytest.fixture
def bus() -> Bus:
    return Bus(SimulatedClock())


def numbers(mailbox: Mailbox[Note]) -> list[int]:
    """Everything that waits, taken."""
    taken = []
    while (envelope := mailbox.take()) is not None:
        taken.append(envelope.message.number)
    return taken


def say(bus: Bus, *said: int) -> None:
    for number in said:
        bus.publisher(NOTES, "writer").publish(Note(number))


# ---- wiring ------------------------------------------------------------------------------------------------------


def test_a_topic_has_one_publisher(bus: Bus) -> None:
    bus.publisher(NOTES, "writer")
    bus.publisher(NOTES, "writer")
    with pytest.raises(BusError, match="topic notes has the publisher 'writer'; 'thief' can't be a second one"):
        bus.publisher(NOTES, "thief")


def test_only_the_very_type_of_the_topic_is_carried(bus: Bus) -> None:
    class Better(Note, frozen=True):
        pass

    mailbox = bus.subscribe(NOTES, latest(), Bell())
    for wrong in ("text", Better(1), None):
        with pytest.raises(BusError, match="topic notes carries Note, not"):
            bus.publisher(NOTES, "writer").publish(wrong)  # type: ignore[arg-type]
    assert (len(mailbox), bus.counts()) == (0, {"notes": 0})


def test_two_topics_of_one_name_are_an_error(bus: Bus) -> None:
    bus.publisher(NOTES, "writer")
    with pytest.raises(BusError, match="two topics are named 'notes'"):
        bus.subscribe(Topic("notes", Note), latest(), Bell())


def test_a_mailbox_has_room_for_at_least_one(bus: Bus) -> None:
    for policy in (queue(0), reliable(-1)):
        with pytest.raises(BusError, match="depth must be at least 1"):
            bus.subscribe(NOTES, policy, Bell())


def test_topics_in_the_table_have_names_of_their_own() -> None:
    names = [topic.name for topic in topics.ALL]
    assert len(names) == len(set(names)) > 20


# ---- by reference ------------------------------------------------------------------------------------------------


def test_arrays_travel_by_reference_and_become_read_only(bus: Bus) -> None:
    topic = Topic("sketches", Sketch)
    mailboxes = [bus.subscribe(topic, latest(), Bell()) for _ in range(3)]
    sketch = Sketch(image=np.zeros((4, 6, 3), np.uint8), depth=np.ones(5, np.float32), title="x")
    bus.publisher(topic, "painter").publish(sketch)
    for mailbox in mailboxes:
        envelope = mailbox.take()
        assert envelope is not None
        assert envelope.message is sketch
        assert np.shares_memory(envelope.message.image, sketch.image)
    for array in (sketch.image, sketch.depth):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7


def test_a_message_without_its_array_is_refused_before_anybody_gets_it(bus: Bus) -> None:
    topic = Topic("sketches", Sketch)
    mailbox = bus.subscribe(topic, latest(), Bell())
    with pytest.raises(AttributeError):
        bus.publisher(topic, "painter").publish(Sketch(image=None, depth=np.ones(1, np.float32), title=""))  # type: ignore[arg-type]
    assert len(mailbox) == 0


# ---- policies ----------------------------------------------------------------------------------------------------


def test_latest_keeps_the_newest(bus: Bus) -> None:
    mailbox = bus.subscribe(NOTES, latest(), Bell())
    say(bus, 1, 2, 3)
    assert numbers(mailbox) == [3]
    assert (mailbox.received, mailbox.dropped) == (1, 2)


def test_queue_drops_the_oldest(bus: Bus) -> None:
    mailbox = bus.subscribe(NOTES, queue(2), Bell())
    say(bus, 1, 2, 3, 4)
    assert numbers(mailbox) == [3, 4]
    assert (mailbox.received, mailbox.dropped) == (2, 2)


def test_overflow_of_a_reliable_mailbox_is_a_fault(bus: Bus) -> None:
    mailbox = bus.subscribe(NOTES, reliable(2), Bell())
    say(bus, 1, 2)
    assert mailbox.overflowed == 0
    say(bus, 3)
    assert mailbox.overflowed == 1
    assert numbers(mailbox) == [1, 2]
    say(bus, 4)
    assert numbers(mailbox) == [4]
    assert (mailbox.received, mailbox.dropped) == (3, 1)


def test_a_late_subscriber_misses_nothing_that_it_was_promised(bus: Bus) -> None:
    say(bus, 1, 2, 3)
    mailbox = bus.subscribe(NOTES, queue(9), Bell())
    say(bus, 4, 5)
    assert numbers(mailbox) == [4, 5]
    assert (mailbox.received, mailbox.dropped) == (2, 0)


def test_an_unsubscribed_mailbox_keeps_what_it_has_and_gets_no_more(bus: Bus) -> None:
    mailbox = bus.subscribe(NOTES, queue(9), Bell())
    say(bus, 1)
    bus.unsubscribe(mailbox)
    say(bus, 2)
    assert numbers(mailbox) == [1]


def test_one_wake_up_until_it_is_acknowledged(bus: Bus) -> None:
    bell = Bell()
    mailbox = bus.subscribe(NOTES, queue(9), bell)
    say(bus, 1, 2, 3)
    assert bell.rung == [mailbox]
    mailbox.acknowledge()
    say(bus, 4)
    assert bell.rung == [mailbox, mailbox]


def test_freshness_and_the_last_message() -> None:
    clock = SimulatedClock(5)
    bus = Bus(clock)
    forever = Topic("forever", Note)
    assert not bus.alive(NOTES)
    assert bus.alive(forever)
    assert bus.last(NOTES) is None
    say(bus, 1)
    clock.wait_until(5 + NS_PER_S)
    assert bus.alive(NOTES)
    clock.wait_until(6 + NS_PER_S)
    assert not bus.alive(NOTES)
    assert bus.last(NOTES) == Note(1)
    envelope = bus.last_envelope(NOTES)
    assert envelope is not None
    assert (envelope.sequence, envelope.published_ns) == (1, 5)
    assert bus.owner(NOTES) == "writer"


class MailboxMachine(RuleBasedStateMachine):
    """Any order of publishing and taking, against the plainest model there is: a list of what may wait."""

    @initialize(policy=st.sampled_from([latest(), queue(1), queue(3), reliable(1), reliable(3)]), before=st.integers(0, 2))
    def subscribe(self, policy: Policy, before: int) -> None:
        self.bus = Bus(SimulatedClock())
        say(self.bus, *range(before))
        self.policy = policy
        self.bell = Bell()
        self.mailbox = self.bus.subscribe(NOTES, policy, self.bell)
        self.waiting: deque[int] = deque()
        self.published = self.lost = self.overflowed = self.taken = 0
        self.newest = before - 1

    @rule()
    def publish(self) -> None:
        self.newest += 1
        self.published += 1
        say(self.bus, self.newest)
        if len(self.waiting) < self.policy.depth:
            self.waiting.append(self.newest)
        elif self.policy.kind == "reliable":
            self.overflowed += 1
        else:
            self.waiting.popleft()
            self.waiting.append(self.newest)

    @rule()
    def take(self) -> None:
        envelope = self.mailbox.take()
        if not self.waiting:
            assert envelope is None
            return
        expected = self.waiting.popleft()
        assert envelope is not None
        assert envelope.message == Note(expected)
        self.taken += 1
        start = self.newest + 1 - self.published
        assert self.mailbox.dropped == expected + 1 - start - self.taken

    @rule()
    def wake_up(self) -> None:
        self.bell.rung.clear()
        self.mailbox.acknowledge()
        while self.waiting:
            self.take()

    @invariant()
    def agrees(self) -> None:
        assert len(self.mailbox) == len(self.waiting) <= self.policy.depth
        assert self.mailbox.received == self.taken
        assert self.mailbox.overflowed == self.overflowed
        assert not self.waiting or self.bell.rung  # mail never waits without the reader having been told
        assert len(self.bell.rung) <= 1


TestMailbox = MailboxMachine.TestCase


# ---- threads -----------------------------------------------------------------------------------------------------


@pytest.fixture
def hasty() -> Any:
    """Threads take turns as often as the interpreter lets them, so that every race has its chance."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def finish(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(JOIN_S)
    assert not any(thread.is_alive() for thread in threads), "a wake-up was lost: a reader still sleeps"


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("policy", [latest(), queue(4), reliable(100_000)])
def test_no_wake_up_is_ever_lost(policy: Policy) -> None:
    """Two threads play ping-pong: a single lost wake-up leaves both asleep."""
    bus = Bus(SystemClock())
    rounds = 3000
    sides = [Topic("ping", Note), Topic("pong", Note)]
    wakes: list[SimpleQueue[Mailbox[Note]]] = [SimpleQueue(), SimpleQueue()]
    for side, wake in zip(sides, wakes, strict=True):
        bus.subscribe(side, policy, wake)

    def play(mine: int) -> None:
        answer = bus.publisher(sides[1 - mine], f"player{mine}").publish
        heard = 0
        while heard < rounds:
            mailbox = wakes[mine].get(timeout=JOIN_S)
            mailbox.acknowledge()
            for number in numbers(mailbox):
                heard = number
                answer(Note(number + mine))

    players = [threading.Thread(target=play, args=(mine,), daemon=True) for mine in (0, 1)]
    bus.publisher(sides[0], "player1").publish(Note(1))
    finish(players)


MANY = 10_000_000  # more than any machine publishes while four threads are wired


@pytest.mark.usefixtures("hasty")
def test_many_threads_may_be_wired_at_once_while_messages_flow() -> None:
    """Nodes restart on threads of their own: no subscription may vanish, and what comes after it must arrive."""
    bus = Bus(SystemClock())
    publisher = bus.publisher(NOTES, "writer")
    over = threading.Event()
    kept: list[Mailbox[Note]] = []

    def subscribe_again_and_again() -> None:
        for _ in range(200):
            mailbox = bus.subscribe(NOTES, queue(MANY), SimpleQueue())
            bus.unsubscribe(mailbox)
        kept.append(bus.subscribe(NOTES, queue(MANY), SimpleQueue()))

    def publish() -> None:
        number = 0
        while not over.is_set():
            number += 1
            publisher.publish(Note(number))

    writer = threading.Thread(target=publish, daemon=True)
    writer.start()
    finish([threading.Thread(target=subscribe_again_and_again, daemon=True) for _ in range(4)])
    over.set()
    writer.join(JOIN_S)
    publisher.publish(Note(-1))
    for mailbox in kept:
        heard = numbers(mailbox)
        assert heard[-1] == -1
        assert heard[:-1] == list(range(heard[0], heard[0] + len(heard) - 1)) or len(heard) == 1
        assert (mailbox.dropped, mailbox.received) == (0, len(heard))
    assert len(kept) == 4


@pytest.mark.usefixtures("hasty")
def test_a_soak_from_eight_threads_loses_nothing() -> None:
    result = soak(80_000)
    assert result["lost"] == 0
    assert result["reliable"] == {"received": 80_000, "dropped": 0, "overflowed": 0}
    assert result["latest"]["received"] + result["latest"]["dropped"] == 80_000

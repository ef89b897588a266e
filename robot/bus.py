"""The bus: typed topics, one publisher each, any number of mailboxes, by reference.

A publisher never blocks and never calls a subscriber: it puts the message into mailboxes. The subscriber owns its mailbox and
chose its policy: `latest()`, `queue(n)` dropping the oldest, or `reliable(n)` where overflow is a fault. No lock is held
while messages move: a deque's `append` and `popleft` are atomic, each topic has one publisher, each mailbox one reader, and
losses are counted by the reader from the gaps in the sequence numbers.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

import msgspec
import numpy as np

from robot.clock import Clock

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class BusError(Exception):
    """The wiring is wrong: two publishers, an unknown publisher, or a message of the wrong type."""


class Policy(NamedTuple):
    kind: Literal["latest", "queue", "reliable"]
    depth: int


def latest() -> Policy:
    """Only the newest message counts."""
    return Policy("latest", 1)


def queue(depth: int) -> Policy:
    """The newest `depth` messages, in order; the oldest is dropped."""
    return Policy("queue", depth)


def reliable(depth: int) -> Policy:
    """Every message, in order; more than `depth` waiting is a fault of the reader."""
    return Policy("reliable", depth)


class Topic(Generic[T_co]):
    """A named, typed channel. See `robot/topics.py` for the table and the meaning of the numbers."""

    def __init__(
        self,
        name: str,
        type: type[T_co],
        rate_hz: float | None = None,
        max_age_s: float | None = None,
        log_every: int = 1,
    ) -> None:
        self.name = name
        self.type = type
        self.rate_hz = rate_hz
        self.max_age_s = max_age_s
        self.log_every = log_every
        self.arrays = _array_fields(type)

    def __repr__(self) -> str:
        return f"Topic({self.name!r}, {self.type.__name__})"

    def check(self, message: object) -> None:
        """Raise BusError unless `message` is of the topic's very type."""
        if type(message) is not self.type:
            raise BusError(f"topic {self.name} carries {self.type.__name__}, not {type(message).__name__}")


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """A message on its way: its place in the topic's sequence (from 1) and when it was published."""

    sequence: int
    published_ns: int
    message: Any


class Wake(Protocol):
    """Told that a mailbox has mail: a `queue.SimpleQueue` under threads, the event heap in simulation."""

    def put(self, mailbox: Mailbox[Any], /) -> None: ...


class Mailbox(Generic[T]):
    """One reader's messages of one topic: the publisher's thread puts them in, the reader's takes them out.

    Whatever is lost, by policy or by overflow, is in `dropped` once a later message is taken; `overflowed` counts at once.
    """

    __slots__ = ("_first", "dropped", "items", "last_sequence", "limit", "overflowed", "pending", "policy", "topic", "wake")

    def __init__(self, topic: Topic[T], policy: Policy, wake: Wake) -> None:
        if policy.depth < 1:
            raise BusError(f"mailbox of {topic.name}: depth must be at least 1, not {policy.depth}")
        self.topic = topic
        self.policy = policy
        self.wake = wake
        self.limit = policy.depth if policy.kind == "reliable" else 0
        self.items: deque[Envelope] = deque(maxlen=None if self.limit else policy.depth)
        self.pending = False  # whether the reader was woken and has not acknowledged yet
        self.overflowed = 0
        self.dropped = 0
        self._first = self.last_sequence = 0

    def take(self) -> Envelope | None:
        """The next envelope, or None; counts what was lost before it."""
        try:
            envelope = self.items.popleft()
        except IndexError:
            return None
        sequence = envelope.sequence
        if sequence != self.last_sequence + 1:
            self._count_lost(sequence)
        self.last_sequence = sequence
        return envelope

    def acknowledge(self) -> None:
        """Call after a wake-up and before the `take`s: from here on new mail wakes again."""
        self.pending = False

    @property
    def received(self) -> int:
        """How many messages were taken."""
        return self.last_sequence - self._first - self.dropped

    def count_from(self, sequence: int) -> None:
        """What was published up to `sequence` is none of this mailbox's losses."""
        self._first = self.last_sequence = sequence

    def _count_lost(self, sequence: int) -> None:
        if sequence > self.last_sequence:
            self.dropped += sequence - self.last_sequence - 1
        else:  # it came while the subscription was being made
            self._first = sequence - 1

    def __len__(self) -> int:
        return len(self.items)


class Publisher(Generic[T]):
    """The one voice of a topic: for one thread at a time."""

    __slots__ = ("_arrays", "_channel", "_now_ns", "_type")

    def __init__(self, channel: _Channel, now_ns: Callable[[], int]) -> None:
        self._channel = channel
        self._now_ns = now_ns
        self._type = channel.topic.type
        self._arrays = channel.topic.arrays

    def publish(self, message: T) -> None:
        """Put `message` into every mailbox of the topic; raises BusError on a wrong type.

        Its arrays become read-only. Where one is a view, the array behind it stays as it was: publish what you own.
        """
        channel = self._channel
        if type(message) is not self._type:
            channel.topic.check(message)
        for field in self._arrays:
            getattr(message, field).setflags(False)  # `flags.writeable = False` does the same and takes six times as long
        channel.sequence = sequence = channel.sequence + 1
        channel.last = envelope = Envelope(sequence, self._now_ns(), message)
        for mailbox in channel.mailboxes:  # in place, not a method of the mailbox: this loop is what the bus costs
            if mailbox.limit and len(mailbox.items) >= mailbox.limit:
                mailbox.overflowed += 1
            else:
                mailbox.items.append(envelope)
            # Only then look at the flag: the reader clears it before it reads, so one of the two sees what the other did.
            if not mailbox.pending:
                mailbox.pending = True
                mailbox.wake.put(mailbox)


class _Channel:
    __slots__ = ("last", "mailboxes", "owner", "sequence", "topic")

    def __init__(self, topic: Topic[Any]) -> None:
        self.topic = topic
        self.owner: str | None = None
        self.sequence = 0
        self.last: Envelope | None = None
        self.mailboxes: tuple[Mailbox[Any], ...] = ()


class Bus:
    """All channels of one program."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._channels: dict[str, _Channel] = {}
        self._wiring = threading.Lock()  # nodes restart on their own threads, so wiring may come from several at once

    def publisher(self, topic: Topic[T], owner: str) -> Publisher[T]:
        """The topic's publisher, for `owner` (a node's name); the same owner may ask again, another is an error."""
        with self._wiring:
            channel = self._channel(topic)
            if channel.owner not in (None, owner):
                raise BusError(f"topic {topic.name} has the publisher {channel.owner!r}; {owner!r} can't be a second one")
            channel.owner = owner
        return Publisher(channel, self._clock.now_ns)

    def subscribe(self, topic: Topic[T], policy: Policy, wake: Wake) -> Mailbox[T]:
        """A new mailbox; what is published after this returns reaches it."""
        with self._wiring:
            channel = self._channel(topic)
            mailbox: Mailbox[T] = Mailbox(topic, policy, wake)
            channel.mailboxes = (*channel.mailboxes, mailbox)
        mailbox.count_from(channel.sequence)
        return mailbox

    def unsubscribe(self, mailbox: Mailbox[Any]) -> None:
        """Nothing more reaches `mailbox`; what waits in it can still be taken."""
        with self._wiring:
            channel = self._channel(mailbox.topic)
            channel.mailboxes = tuple(other for other in channel.mailboxes if other is not mailbox)

    def alive(self, topic: Topic[Any]) -> bool:
        """Whether the topic has spoken within its `max_age_s` (always true where it has none)."""
        if topic.max_age_s is None:
            return True
        last = self._channel(topic).last
        return last is not None and self._clock.now_ns() - last.published_ns <= topic.max_age_s * 1e9

    def last(self, topic: Topic[T]) -> T | None:
        """The newest message of the topic, whoever read it."""
        envelope = self._channel(topic).last
        return None if envelope is None else envelope.message

    def last_envelope(self, topic: Topic[Any]) -> Envelope | None:
        return self._channel(topic).last

    def counts(self) -> dict[str, int]:
        """How many messages each topic has carried."""
        return {name: channel.sequence for name, channel in sorted(self._channels.items())}

    def owner(self, topic: Topic[Any]) -> str | None:
        return self._channel(topic).owner

    def _channel(self, topic: Topic[Any]) -> _Channel:
        channel = self._channels.get(topic.name) or self._channels.setdefault(topic.name, _Channel(topic))
        if channel.topic is not topic:
            raise BusError(f"two topics are named {topic.name!r}")
        return channel


def _array_fields(struct: type[Any]) -> tuple[str, ...]:
    """The fields of a message type that hold numpy arrays."""
    if not issubclass(struct, msgspec.Struct):
        return ()
    fields = msgspec.structs.fields(struct)
    return tuple(field.name for field in fields if getattr(field.type, "__origin__", field.type) is np.ndarray)

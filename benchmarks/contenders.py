"""The bus and what it is measured against, behind one small interface: publish from one thread, receive in others.

Every receiver blocks in its own thread. blinker and PyPubSub call their subscribers in the publisher's thread and know no
other, so each subscriber puts the message into a `queue.SimpleQueue` of its own thread: the least that a user would add.
pyzmq and zenoh carry bytes, so a message travels as its stamp and number, packed, and its payload.
"""

from __future__ import annotations

import queue
import struct
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from robot.bus import Bus, Mailbox, Topic, latest
from robot.bus import queue as bounded
from robot.clock import SystemClock

Bytes = npt.NDArray[np.uint8]
HEAD = struct.Struct("<qq")


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """A small message: when it was sent (ns), the how-manieth it is, and something to carry."""

    t_ns: int
    number: int
    payload: bytes


class Picture(Packet, frozen=True, kw_only=True):
    """The same with an array, as a camera's frame has."""

    payload: Bytes  # type: ignore[assignment]  # the only difference


class Link(NamedTuple):
    """One publisher connected to some receivers."""

    publish: Callable[[Packet], object]
    receive: list[Callable[[], Packet]]
    close: Callable[[], object]


class Contender(Protocol):
    def __call__(self, receivers: int, big: bool) -> Link:
        """Connect a publisher with `receivers` receivers; `big` for payloads that are pictures."""


def simple_queue(receivers: int, big: bool) -> Link:
    return _queues([queue.SimpleQueue() for _ in range(receivers)])


def lock_queue(receivers: int, big: bool) -> Link:
    return _queues([queue.Queue() for _ in range(receivers)])


def heed(receivers: int, big: bool) -> Link:
    """Our bus as the threaded executor uses it: a thread sleeps on its SimpleQueue, which tells which mailbox has mail."""
    bus = Bus(SystemClock())
    topic: Topic[Any] = Topic("packet", Picture if big else Packet)
    ends = []
    for _ in range(receivers):
        wake: queue.SimpleQueue[Mailbox[Packet]] = queue.SimpleQueue()
        bus.subscribe(topic, latest() if big else bounded(64), wake)
        ends.append(_mail(wake))
    return Link(bus.publisher(topic, "bench").publish, ends, _nothing)


def blinker(receivers: int, big: bool) -> Link:
    from blinker import Signal

    signal = Signal()
    ends: list[Any] = [queue.SimpleQueue() for _ in range(receivers)]
    callbacks = [lambda sender, message, put=end.put: put(message) for end in ends]
    for callback in callbacks:
        signal.connect(callback)
    # The callbacks are named again in `close`: the signal itself holds them by weak references only.
    return Link(lambda packet: signal.send(None, message=packet), [end.get for end in ends], callbacks.clear)


def pypubsub(receivers: int, big: bool) -> Link:
    from pubsub import pub

    ends: list[Any] = [queue.SimpleQueue() for _ in range(receivers)]
    name = f"packet{id(ends)}"
    listeners = [_listener(end.put) for end in ends]
    for listener in listeners:
        pub.subscribe(listener, name)

    def close() -> None:
        for listener in listeners:
            pub.unsubscribe(listener, name)

    return Link(lambda packet: pub.sendMessage(name, message=packet), [end.get for end in ends], close)


def pyzmq(receivers: int, big: bool) -> Link:
    """PUB and SUB sockets over inproc://; payloads of a picture's size without copies (`copy=False`)."""
    import zmq

    context = zmq.Context()
    sender = context.socket(zmq.PUB)
    sender.bind("inproc://packet")
    sockets = [context.socket(zmq.SUB) for _ in range(receivers)]
    for socket in sockets:
        socket.connect("inproc://packet")
        socket.setsockopt(zmq.SUBSCRIBE, b"")

    def publish(packet: Packet) -> None:
        sender.send_multipart([HEAD.pack(packet.t_ns, packet.number), packet.payload], copy=not big)

    def receiver(socket: Any) -> Callable[[], Packet]:
        def receive() -> Packet:
            head, payload = socket.recv_multipart(copy=not big)
            t_ns, number = HEAD.unpack(head if isinstance(head, bytes) else head.buffer)
            return _packet(t_ns, number, payload, big)

        return receive

    def close() -> None:
        for socket in (sender, *sockets):
            socket.close(linger=0)
        context.term()

    return Link(publish, [receiver(socket) for socket in sockets], close)


def zenoh(receivers: int, big: bool) -> Link:
    """One eclipse-zenoh session, no network; subscribers with a FIFO channel of their own, as its documentation shows."""
    import zenoh as library

    config = library.Config()
    config.insert_json5("scouting/multicast/enabled", "false")
    config.insert_json5("listen/endpoints", "[]")
    session = library.open(config)
    publisher = session.declare_publisher("heed/packet")
    subscribers = [session.declare_subscriber("heed/packet") for _ in range(receivers)]

    def publish(packet: Packet) -> None:
        publisher.put(HEAD.pack(packet.t_ns, packet.number) + bytes(packet.payload))

    def receiver(subscriber: Any) -> Callable[[], Packet]:
        def receive() -> Packet:
            data = subscriber.recv().payload.to_bytes()
            t_ns, number = HEAD.unpack_from(data)
            return _packet(t_ns, number, memoryview(data)[HEAD.size :], big)

        return receive

    return Link(publish, [receiver(subscriber) for subscriber in subscribers], session.close)


CONTENDERS: dict[str, Contender] = {
    "SimpleQueue": simple_queue,
    "heed": heed,
    "queue.Queue": lock_queue,
    "blinker": blinker,
    "PyPubSub": pypubsub,
    "pyzmq inproc": pyzmq,
    "eclipse-zenoh": zenoh,
}
LIBRARIES = ("queue.Queue", "blinker", "PyPubSub", "pyzmq inproc", "eclipse-zenoh")


def _queues(ends: list[Any]) -> Link:
    puts = [end.put for end in ends]

    def publish(packet: Packet) -> None:
        for put in puts:
            put(packet)

    return Link(publish, [end.get for end in ends], _nothing)


def _mail(wake: queue.SimpleQueue[Mailbox[Packet]]) -> Callable[[], Packet]:
    def receive() -> Packet:
        """The packet of one wake-up. (A node would go on to `take` until there is no more; here only one is ever under way.)"""
        while True:
            mailbox = wake.get()
            mailbox.acknowledge()
            if (envelope := mailbox.take()) is not None:
                packet: Packet = envelope.message
                return packet

    return receive


def _packet(t_ns: int, number: int, data: Any, big: bool) -> Packet:
    if big:
        return Picture(t_ns=t_ns, number=number, payload=np.frombuffer(data, np.uint8))
    return Packet(t_ns=t_ns, number=number, payload=bytes(data))


def _listener(put: Callable[[Packet], None]) -> Callable[..., None]:
    def listen(message: Packet) -> None:
        put(message)

    return listen


def _nothing() -> None:
    pass

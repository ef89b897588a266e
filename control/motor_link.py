"""What the main process and the motor process say to each other, as packets on a socket pair.

`SOCK_SEQPACKET` keeps packets whole, drops none, and tells each side when the other is gone. Time stamps are the monotonic
clock's, which is one for all processes of a machine.
"""

from __future__ import annotations

import math
import socket
from typing import Any, TypeVar

import msgspec

Packet = TypeVar("Packet", bound=msgspec.Struct)

LONGEST = 16_384
"""No packet has more bytes."""


class BadPacket(ValueError):
    """What came is none of our packets: the other side is broken, or is not the other side."""


class Setup(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """The first packet to the motor process: which bridge, and how long a duty holds without the next."""

    bridge: dict[str, Any]
    heartbeat_s: float


class Duty(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A heartbeat: these duties, -1…1, decided at `t_ns`, for the worker that is called `generation` and no other."""

    generation: int
    sequence: int
    t_ns: int
    left: float
    right: float


class Alive(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The answer to a `Duty`, and the worker's greeting (`sequence` 0) once its bridge is open and every pin low."""

    generation: int
    sequence: int
    pid: int


class Broken(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Why the worker gives up, in words for a person."""

    text: str


_duty = msgspec.msgpack.Decoder(Duty)
_setup = msgspec.msgpack.Decoder(Setup)
_answer = msgspec.msgpack.Decoder(Alive | Broken)
_encoder = msgspec.msgpack.Encoder()


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends, which don't block; no other program inherits them unless told to."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in ends:
        end.setblocking(False)
    return ends


def send(end: socket.socket, packet: msgspec.Struct) -> bool:
    """Whether it went out: false where the other side is gone or reads nothing."""
    try:
        end.send(_encoder.encode(packet), socket.MSG_NOSIGNAL)
    except OSError:
        return False
    return True


def receive(end: socket.socket) -> tuple[list[bytes], bool]:
    """Everything that waits, oldest first, and whether the other side is still there."""
    packets: list[bytes] = []
    while True:
        try:
            packet = end.recv(LONGEST)
        except BlockingIOError:
            return packets, True
        except ConnectionError:
            return packets, False
        if not packet:
            return packets, False
        packets.append(packet)


def duty(packet: bytes) -> Duty:
    """Raises BadPacket for anything but duties within -1…1."""
    decoded: Duty = _decoded(_duty, packet)
    if not all(math.isfinite(side) and abs(side) <= 1.0 for side in (decoded.left, decoded.right)):
        raise BadPacket(f"a duty must be within -1…1, not {decoded.left}, {decoded.right}")
    return decoded


def setup(packet: bytes) -> Setup:
    decoded: Setup = _decoded(_setup, packet)
    if not 0.0 < decoded.heartbeat_s <= 0.1:
        raise BadPacket(f"heartbeat_s must be within 0…0.1, not {decoded.heartbeat_s}")
    return decoded


def answer(packet: bytes) -> Alive | Broken:
    decoded: Alive | Broken = _decoded(_answer, packet)
    return decoded


def _decoded(decoder: msgspec.msgpack.Decoder[Any], packet: bytes) -> Any:
    try:
        return decoder.decode(packet)
    except msgspec.DecodeError as error:
        raise BadPacket(str(error)) from None

"""A fingerprint of everything said on the bus: the same seed must give the same one, on every run."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from robot.bus import Envelope, Topic
from robot.messages import encode_array


class Trace:
    """An observer that hashes every message with its topic, its number and the time it was published."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._encoder = msgspec.msgpack.Encoder(enc_hook=encode_array)
        self.messages = 0

    def record(self, topic: Topic[Any], envelope: Envelope) -> None:
        """Take in one message; the order of the calls counts."""
        head = (topic.name, envelope.sequence, envelope.published_ns)
        self._hash.update(self._encoder.encode((head, envelope.message)))
        self.messages += 1

    def hexdigest(self) -> str:
        """SHA-256 of all messages so far, 64 hexadecimal digits."""
        return self._hash.hexdigest()

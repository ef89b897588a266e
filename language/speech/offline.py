"""The listening node without a car around it: sound goes in, what the node says comes out at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from language.speech.listening import ListeningNode
from robot import topics
from robot.bus import Bus, Mailbox, Policy, Publisher, Topic, latest
from robot.clock import SimulatedClock, to_ns
from robot.messages import Message
from robot.node import LIGHT, Cost
from robot.speech import PIECE, SAMPLE_RATE_HZ, Samples, Sound

T = TypeVar("T")
SAID = (topics.HEARD, topics.SPEECH_STOP, topics.WOKEN)


class Ears:
    """A listening node on a wire of its own. Its clock is that of the sound, from 0."""

    def __init__(self, node: ListeningNode) -> None:
        self._clock = SimulatedClock()
        self._bus = Bus(self._clock)
        self._steps: dict[str, Callable[[Any], object]] = {}
        self._said: list[Message] = []
        for topic in SAID:
            self._bus.subscribe(topic, latest(), self)
        self._taken = 0
        node.wire(self)

    def hear(self, samples: Samples, ends: bool = True, addressed: bool = True) -> list[Message]:
        """Take in sound (N,), the end of a stretch or not, said to the car or not; what the node said."""
        return [message for piece in self.pieces(samples, ends, addressed) for message in self.take(piece)]

    def take(self, sound: Sound) -> list[Message]:
        """Take in one piece; what it led to."""
        self._clock.wait_until(sound.t_ns + to_ns(len(sound.samples) / SAMPLE_RATE_HZ))
        self._said = []
        self._steps[topics.SOUND.name](sound)
        return self._said

    def end(self) -> list[Message]:
        """The stretch is over; what that led to."""
        return self.take(Sound(t_ns=self._clock.now_ns(), samples=np.zeros(0, np.int16), ends=True))

    def pieces(self, samples: Samples, ends: bool = True, addressed: bool = True) -> Iterator[Sound]:
        """The sound cut as a microphone cuts it, following on what was taken in before."""
        for start in range(0, len(samples), PIECE):
            piece = samples[start : start + PIECE]
            t_ns = to_ns(self._taken / SAMPLE_RATE_HZ)
            self._taken += len(piece)
            yield Sound(t_ns=t_ns, samples=piece, ends=ends and start + PIECE >= len(samples), addressed=addressed)

    # ---- what a node is wired to ------------------------------------------------------------------------------------

    def publisher(self, topic: Topic[T]) -> Publisher[T]:
        return self._bus.publisher(topic, "listening")

    def subscribe(
        self, topic: Topic[T], step: Callable[[T], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        self._steps[topic.name] = step

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        """Nothing: no time passes but the sound's."""

    def alive(self, topic: Topic[Any]) -> bool:
        return self._bus.alive(topic)

    def put(self, mailbox: Mailbox[Any]) -> None:
        """Something was said: keep it, in the order in which it was."""
        mailbox.acknowledge()
        envelope = mailbox.take()
        if envelope is not None:
            self._said.append(envelope.message)

"""The dead man's handle: duties reach the bridge only while heartbeats keep coming."""

from __future__ import annotations

from control.bridge import Bridge
from control.motor_link import Duty
from robot.clock import to_ns

IDLE_MS = 500
"""How long there is nothing to look after while the motors are off."""


class DeadMan:
    """Puts duties on a bridge while they are fresh, and every pin low as soon as they are not.

    A duty holds for `heartbeat_s` from the moment it was *decided*: one that waited in a queue, because this or the other
    process was held up, is worth that much less. One for another generation was meant for a worker that is dead.
    """

    def __init__(self, bridge: Bridge, generation: int, heartbeat_s: float) -> None:
        self._bridge = bridge
        self._generation = generation
        self._heartbeat_ns = to_ns(heartbeat_s)
        self._deadline_ns: int | None = None

    @property
    def driving(self) -> bool:
        """Whether a deadline runs: the bridge may have something on its pins."""
        return self._deadline_ns is not None

    def hear(self, duty: Duty, now_ns: int) -> None:
        """A heartbeat."""
        deadline_ns = min(duty.t_ns, now_ns) + self._heartbeat_ns  # a stamp from the future buys no time
        if duty.generation != self._generation or deadline_ns <= now_ns:
            return
        self._deadline_ns = deadline_ns
        self._bridge.drive(duty.left, duty.right)

    def check(self, now_ns: int) -> None:
        """Every pin low if the last heartbeat is too old."""
        if self._deadline_ns is not None and now_ns >= self._deadline_ns:
            self._deadline_ns = None
            self._bridge.off()

    def patience_ms(self, now_ns: int) -> int:
        """How long until there is something to check (ms, rounded up)."""
        if self._deadline_ns is None:
            return IDLE_MS
        return max(0, -((now_ns - self._deadline_ns) // 1_000_000))

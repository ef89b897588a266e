"""Tells systemd that the car lives: READY=1 when the safety node first speaks, WATCHDOG=1 as long as it goes on speaking.

The safety node speaks fifty times a second (topic `motors`) and only after it has put its voltages on the motors. This node
runs on the same executor. So a safety node that hangs, a thread that never gives the interpreter back and a frozen process
all end the same way: systemd hears nothing for `WatchdogSec`, kills everything, puts the motors off (`ExecStopPost`) and
starts anew. The motors themselves are off long before that: their own process waits 100 ms.

The protocol is sd_notify(3): a datagram of lines to the socket that the environment names.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

from robot import topics
from robot.clock import to_s
from robot.config import NodeEntry
from robot.messages import MotorState
from robot.node import Node, NodeConfig, Wiring

FEEDS = 4
"""How often in each `WatchdogSec` systemd is told: one that is late or lost does no harm."""

UNWATCHED_PERIOD_S = 2.0


class WatchdogNode(Node):
    """Listens to MOTORS. While nobody is at the other end of the socket it stays silent and harms nothing."""

    name = "watchdog"

    class Config(NodeConfig, frozen=True):
        address: str  # of the datagram socket: a path, or "@name" for one without a file
        period_s: float = UNWATCHED_PERIOD_S
        max_age_s: float = 0.5  # of the safety node's last word: 25 of its ticks

    def __init__(self, config: Config) -> None:
        self._config = config
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)
        self._motors: MotorState | None = None
        self._told = ""
        self._ready = False

    def wire(self, wiring: Wiring) -> None:
        wiring.subscribe(topics.MOTORS, self._on_motors)
        wiring.every(self._config.period_s, self._tick)

    def close(self) -> None:
        self._socket.close()

    def _on_motors(self, motors: MotorState) -> None:
        self._motors = motors
        if not self._ready:
            self._ready = self._tell("READY=1", *self._status(motors))

    def _tick(self, now_ns: int) -> None:
        motors = self._motors
        if motors is not None and to_s(now_ns - motors.t_ns) <= self._config.max_age_s:
            self._tell("WATCHDOG=1", *self._status(motors))

    def _status(self, motors: MotorState) -> list[str]:
        """What `systemctl status heed` shows, where it is news."""
        old, self._told = self._told, motors.reason.replace("\n", " ") or ("standing" if motors.stopped else "driving")
        return [f"STATUS={self._told}"] if self._told != old else []

    def _tell(self, *lines: str) -> bool:
        address = self._config.address
        try:
            self._socket.sendto("\n".join(lines).encode(), "\0" + address[1:] if address.startswith("@") else address)
        except OSError:  # full or gone: systemd will miss it and draw its own conclusion
            return False
        return True


def watchdog_entries(environment: Mapping[str, str], process: int | None = None) -> list[NodeEntry]:
    """The node, where systemd started this process (`$NOTIFY_SOCKET`, `$WATCHDOG_USEC`, `$WATCHDOG_PID`); else nothing."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return []
    watched = environment.get("WATCHDOG_PID", "") in ("", str(process or os.getpid()))
    timeout = environment.get("WATCHDOG_USEC", "") if watched else ""
    period_s = int(timeout) / 1e6 / FEEDS if timeout.isdecimal() and int(timeout) > 0 else UNWATCHED_PERIOD_S
    return [NodeEntry(WatchdogNode.name, WatchdogNode, WatchdogNode.Config(address=address, period_s=period_s))]

"""What systemd hears of the car: on a real socket, in the node's own time."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from robot import topics
from robot.messages import MotorState
from robot.watchdog import WatchdogNode, watchdog_entries
from tests.control.wires import Bench

MS = 1_000_000


class Systemd:
    """The other end of the socket."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)

    def heard(self) -> list[str]:
        lines: list[str] = []
        while True:
            try:
                lines += self._socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return lines

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["file", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "notify") if request.param == "file" else f"@{tmp_path.name}-{request.node.name}"[:100]


@pytest.fixture
def systemd(address: str) -> Iterator[Systemd]:
    there = Systemd(address)
    yield there
    there.close()


@pytest.fixture
def car(address: str) -> Iterator[Bench]:
    node = WatchdogNode(WatchdogNode.Config(address=address))
    yield Bench(node)
    node.close()


def motors(t_ms: int, stopped: bool = True, reason: str = "nobody tells the car to drive") -> MotorState:
    return MotorState(t_ns=t_ms * MS, left_v=0.0, right_v=0.0, stopped=stopped, reason=reason)


def test_ready_only_when_the_safety_node_has_spoken(car: Bench, systemd: Systemd) -> None:
    car.tick(1000 * MS)
    assert systemd.heard() == []
    car.hear(topics.MOTORS, motors(1010))
    assert systemd.heard() == ["READY=1", "STATUS=nobody tells the car to drive"]
    car.hear(topics.MOTORS, motors(1030))
    assert systemd.heard() == []


def test_fed_while_the_safety_node_speaks_and_never_after(car: Bench, systemd: Systemd) -> None:
    car.hear(topics.MOTORS, motors(0))
    systemd.heard()
    car.tick(400 * MS)
    assert systemd.heard() == ["WATCHDOG=1"]
    for now_ms in (501, 2000, 10_000):
        car.tick(now_ms * MS)
    assert systemd.heard() == []
    car.hear(topics.MOTORS, motors(10_010, stopped=False, reason=""))
    car.tick(10_020 * MS)
    assert systemd.heard() == ["WATCHDOG=1", "STATUS=driving"]


def test_nobody_at_the_other_end_harms_nothing(car: Bench, address: str) -> None:
    car.hear(topics.MOTORS, motors(0))
    car.tick(10 * MS)
    there = Systemd(address)
    car.hear(topics.MOTORS, motors(20))
    assert "READY=1" in there.heard()
    there.close()


def test_a_reason_of_two_lines_is_one_line_of_the_protocol(car: Bench, systemd: Systemd) -> None:
    car.hear(topics.MOTORS, motors(0, reason="a\nREADY=1"))
    assert systemd.heard() == ["READY=1", "STATUS=a READY=1"]


@pytest.mark.parametrize(
    ("environment", "period_s"),
    [
        ({"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "7"}, 1.25),
        ({"NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "8000000"}, 2.0),
        ({"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "8"}, 2.0),
        ({"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "soon"}, 2.0),
        ({"NOTIFY_SOCKET": "/run/x"}, 2.0),
    ],
)
def test_the_node_is_there_when_systemd_started_us(environment: dict[str, str], period_s: float) -> None:
    (entry,) = watchdog_entries(environment, process=7)
    assert entry.config == WatchdogNode.Config(address=environment["NOTIFY_SOCKET"], period_s=period_s)


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:3"}])
def test_without_systemd_there_is_none(environment: dict[str, str]) -> None:
    assert watchdog_entries(environment) == []

"""The motor process for real: two processes on a socket, and pins in a file that keeps its levels when they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.pins import Pins
from control import motor_link
from control.motor_client import ProcessMotors
from control.motor_link import Duty
from robot.errors import SetupError

PATIENCE_S = 20.0  # only a broken program takes so long
GO_V = 3.7


class Wired:
    """A motor process with its pins."""

    def __init__(self, path: Path) -> None:
        self.pins = Pins(path)
        self.motors = ProcessMotors({"driver": "benchmarks.pins:PinFile", "path": str(path)}, supply_v=7.4)

    def until(self, holds: Callable[[], bool], volts: float | None = None) -> None:
        """Wait, heartbeats going on with these volts, or none."""
        end_s = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end_s, f"never came true: {self.motors.problem}"
            if volts is not None:
                self.motors.drive(volts, volts)
            time.sleep(0.002)

    def go(self) -> None:
        self.until(lambda: self.pins.read().left == 0.5, GO_V)

    def off(self) -> bool:
        return self.pins.read().off


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[Wired]:
    car = Wired(tmp_path / "pins")
    car.go()
    yield car
    car.motors.close()
    assert car.off()


def test_volts_become_duties_within_what_there_is(wired: Wired) -> None:
    assert wired.motors.drive(99.0, -3.7) == (7.4, -3.7)
    wired.until(lambda: wired.pins.read()[:2] == (1.0, -0.5))


def test_without_heartbeats_the_pins_go_low_and_with_them_it_goes_on(wired: Wired) -> None:
    wired.until(wired.off)
    assert wired.motors.problem == ""
    wired.go()


@pytest.mark.parametrize("whose", ["worker", "guard"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_to_either_process_ends_with_the_pins_low_and_another_takes_over(
    wired: Wired, whose: str, number: signal.Signals
) -> None:
    before = wired.motors.worker
    os.kill(getattr(wired.motors, whose), number)
    wired.until(wired.off)
    wired.until(lambda: wired.motors.worker not in (0, before), GO_V)
    assert wired.motors.problem and wired.motors.drive(GO_V, GO_V) == (0.0, 0.0)  # nobody has seen it yet
    wired.motors.drive(0.0, 0.0)
    wired.go()


def test_a_worker_that_was_stopped_is_replaced(wired: Wired) -> None:
    os.kill(wired.motors.worker, signal.SIGSTOP)
    wired.until(wired.off, GO_V)
    wired.until(lambda: wired.motors.worker != 0 and wired.motors.problem != "", GO_V)
    assert wired.off()


@pytest.mark.parametrize("packet", [b"\xc1", b"drive!", b"\x95\xa4Duty\x01"])
def test_a_packet_that_makes_no_sense_ends_with_the_pins_low(wired: Wired, packet: bytes) -> None:
    assert wired.motors._link is not None
    wired.motors._link.send(packet)
    wired.until(wired.off)
    wired.until(lambda: wired.motors.problem != "", GO_V)


@pytest.mark.parametrize("left", [1.01, float("nan"), float("inf")])
def test_a_duty_that_is_none_is_a_bad_packet(left: float) -> None:
    packet = motor_link._encoder.encode(Duty(1, 1, 0, left, 0.0))
    with pytest.raises(motor_link.BadPacket, match="within -1…1"):
        motor_link.duty(packet)


def test_a_main_process_that_is_killed_leaves_the_pins_low(tmp_path: Path) -> None:
    path = tmp_path / "pins"
    pins = Pins(path)
    script = (
        "import sys, time; from control.motor_client import ProcessMotors\n"
        f"motors = ProcessMotors({{'driver': 'benchmarks.pins:PinFile', 'path': {str(path)!r}}}, 7.4)\n"
        "while True: motors.drive(3.7, 3.7); time.sleep(0.005)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as main:
        end_s = time.monotonic() + PATIENCE_S
        while pins.read().off and time.monotonic() < end_s:
            time.sleep(0.002)
        worker = pins.read().pid
        main.kill()
    while not pins.read().off and time.monotonic() < end_s:
        time.sleep(0.002)
    assert pins.read().off and pins.read().pid == worker


def test_closed_for_good(tmp_path: Path) -> None:
    car = Wired(tmp_path / "pins")
    car.go()
    guard = car.motors.guard
    car.motors.close()
    assert car.off() and car.motors.drive(0.0, 0.0) == (0.0, 0.0)
    with pytest.raises(ProcessLookupError):
        os.kill(guard, 0)
    with pytest.raises(RuntimeError, match="for good"):
        car.motors.drive(1.0, 0.0)


def test_a_voltage_that_is_not_a_number_is_an_error(wired: Wired) -> None:
    with pytest.raises(ValueError, match="not a number"):
        wired.motors.drive(float("nan"), 0.0)


@pytest.mark.parametrize(
    ("bridge", "words"),
    [
        ({"driver": "benchmarks.pins:PinFile", "path": "/nowhere/pins"}, "/nowhere/pins: there are no pins"),
        ({"driver": "benchmarks.pins:PinFile", "pith": "x"}, "pith"),
        ({"driver": "L29B"}, "no motor driver is called 'L29B'"),
        ({"driver": "control.nothing:Nothing"}, "can't be loaded"),
        ({"path": "x"}, "no `driver:`"),
    ],
)
def test_a_bridge_that_is_not_there_is_said_at_the_start(bridge: dict[str, str], words: str) -> None:
    with pytest.raises(SetupError, match=words):
        ProcessMotors(bridge, supply_v=7.4)


def test_it_loads_nothing_heavy() -> None:
    script = "import sys, control.motor_process; print('numpy' in sys.modules, 'threading' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]

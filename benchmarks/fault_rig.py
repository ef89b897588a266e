"""One car for benchmarks/faults.py: the program under test, its motor process, its pins and its body, and who breaks them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.fault_body import Body, Camera, Memory
from benchmarks.pins import Levels, Pins

STEP_S = 0.001
START_S = 60.0
"""A program that doesn't drive by then is broken in another way than we meant."""

LAUNCH = """
name: faults
car:
  driver: wired
  motors: {{ driver: "benchmarks.pins:PinFile", path: {folder}/pins }}
  memory: {folder}/memory
  runs: {folder}/runs
nodes:
  base: {{ node: "control.base:BaseNode" }}
  camera: {{ node: "perception.camera:CameraNode" }}
  button: {{ node: "control.button:ButtonNode" }}
  odometry: {{ node: "control.odometry:OdometryNode" }}
  pilot: {{ node: "benchmarks.fault_pilot:PilotNode" }}
  safety: {{ node: "control.safety:SafetyNode" }}
"""


class Stop(NamedTuple):
    """How long after the cause the pins were off for good (None: never), and how late we were to look at most."""

    after_ms: float | None
    lag_ms: float


class Rig:
    """The car. The body moves only while one of these methods runs, a thousand times a second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "runs").mkdir(parents=True)
        self.launch = folder / "car.yaml"
        self.launch.write_text(LAUNCH.format(folder=folder), encoding="utf-8")
        self.pins = Pins(folder / "pins")
        self.body = Body(self.pins, Memory(folder / "memory"))
        self.program: subprocess.Popen[bytes] | None = None

    def drive(self) -> None:
        """Start the program if it doesn't run, and wait until the car drives as if nothing had happened."""
        self.body.heal()
        if self.program is None or self.program.poll() is not None:
            self._start()
        self._settle()

    def tell(self, line: str) -> None:
        """Sabotage within the program."""
        assert self.program is not None and self.program.stdin is not None
        self.program.stdin.write(f"{line}\n".encode())
        self.program.stdin.flush()

    def signal(self, number: signal.Signals) -> None:
        assert self.program is not None
        self.program.send_signal(number)

    def worker(self) -> int:
        """The process that has the pins."""
        return self.pins.read().pid

    def watch(self, cause_ns: int, for_s: float, then_s: float) -> Stop:
        """Wait, `for_s` at most, for the pins to be off for good: off, and not on again for `then_s`."""
        lag_ms, end_s = 0.0, time.monotonic() + for_s
        while (off := self.wait(lambda levels: levels.off, end_s - time.monotonic())) is not None:
            lag_ms = max(lag_ms, self._lag_ms)
            if self.wait(lambda levels: not levels.off, then_s) is None:
                return Stop(max(0.0, (off.t_ns - cause_ns) / 1e6), lag_ms)
        return Stop(None, max(lag_ms, self._lag_ms))

    def wait(self, holds: Callable[[Levels], bool], for_s: float) -> Levels | None:
        """Move the body until the pins are so; None if they never were."""
        now_s = time.monotonic()
        end_s, self._lag_ms = now_s + for_s, 0.0
        while now_s < end_s:
            self.body.move()
            levels = self.pins.read()
            if holds(levels):
                return levels
            time.sleep(STEP_S)
            last_s, now_s = now_s, time.monotonic()
            self._lag_ms = max(self._lag_ms, 1000 * (now_s - last_s - STEP_S))
        return None

    def end(self) -> None:
        """The next trial begins with a new program."""
        if self.program is not None:
            self.program.kill()
            self.program.wait()

    def close(self) -> None:
        self.end()
        self.wait(lambda levels: levels.off, 5.0)

    def _start(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self.program = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.fault_program", str(self.launch)], stdin=subprocess.PIPE, env=environment,
            stdout=subprocess.DEVNULL, stderr=(self._folder / "stderr").open("ab"),
        )

    def _settle(self) -> None:
        """Until the car has driven for a fifth of a second without a break; what is latched is taken back."""
        end_s = time.monotonic() + START_S
        while time.monotonic() < end_s:
            assert self.program is not None and self.program.poll() is None, (self._folder / "stderr").read_text()[-2000:]
            going = self.wait(lambda levels: not levels.off, 0.3)
            if going is None:
                self.tell("resume")
            elif self.wait(lambda levels: levels.off, 0.2) is None:
                return
        raise TimeoutError(f"the car doesn't drive: see {self._folder}/stderr")


def unplug_encoder(rig: Rig, which: int) -> None:
    rig.body.encoders = [which == 1, which == 0] if which < 2 else [False, False]


def camera(state: Camera) -> Callable[[Rig], None]:
    """Something that befalls the camera."""

    def happen(rig: Rig) -> None:
        rig.body.camera = state

    return happen

"""The world around the drivers: a car in a square room, moved by its motor lines, felt through its sensors' lines and chips.

It is a process of its own. Every 4 ms it asks what the bridge's inputs are (six times, so that a PWM shows its duty), moves
the car on, and makes the encoders' edges when they are due, one step later than they happened. It never speaks to the drivers
but through the kernel.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import Pipe, Process
from typing import Any

from tests.vcar.guest import bridges
from tests.vcar.guest.body import Body, Motor, shares
from tests.vcar.guest.chips import GRAVITY_MPS2, Ina219, Mpu6050
from tests.vcar.guest.encoder import Encoder
from tests.vcar.guest.lines import Line, sleep_exactly
from tests.vcar.guest.sonar import Sonar

STEP_S = 0.0042
LOOKS = 6
"""Looks are 700 µs apart, which never falls in step with a PWM of 200 Hz."""
GYRO_S = 0.008
"""Time constant of the gyro's 20 Hz filter, as if it were of first order."""
SLOW_STEPS = 3
"""The other sensors measure anew every so many steps: about 80 times a second."""


@dataclass(frozen=True)
class Wires:
    """BCM numbers of the plant's lines; those of an L298N."""

    left: tuple[int, int, int]  # enable, IN1, IN2
    right: tuple[int, int, int]
    left_encoder: tuple[int, ...]  # A, B
    right_encoder: tuple[int, ...]
    trigger: int
    echo: int
    bumper: int  # closed at rest: to ground
    counts: int  # a turn of the wheel, both lines' edges
    gyro_bias_radps: float = 0.03
    room_m: float = 2.0  # from the middle, where the car starts, to each wall
    nose_m: float = 0.08  # the sonar before the axle


@dataclass
class Truth:
    """What became of the car, for scoring."""

    trail: list[tuple[float, float, float]] = field(default_factory=list)
    edges: int = 0
    pulses: int = 0


class Plant:
    """`start` runs it in a process; `stop` ends that and tells the truth."""

    def __init__(self, wires: Wires) -> None:
        self._wires = wires
        self._ours, self._theirs = Pipe()
        self._process = Process(target=self._run)

    def start(self) -> None:
        """Returns when the sensors are alive."""
        self._process.start()
        self._ours.recv()

    def stop(self) -> Truth:
        self._ours.send("over")
        truth: Truth = self._ours.recv()
        self._process.join()
        return truth

    def _run(self) -> None:
        sleep_exactly()
        world, over = World(self._wires), threading.Event()
        watcher = threading.Thread(target=world.sonar.run, args=(lambda: not over.is_set(),))
        watcher.start()
        world.measure()
        world.feel_turn()
        self._theirs.send("ready")
        world.run(lambda: not self._theirs.poll())
        over.set()
        watcher.join()
        world.truth.pulses = world.sonar.pulses
        self._theirs.send(world.truth)


class World:
    """The car, the room and everything between them and the drivers."""

    def __init__(self, wires: Wires) -> None:
        from smbus2 import SMBus

        self._wires = wires
        self.body = Body(left=Motor(k_vs=0.250), right=Motor(k_vs=0.262))  # no two motors are alike
        self.truth = Truth()
        self._turn_radps = 0.0  # as the gyro's filter has it
        sides = (wires.left, wires.right)
        self._enables = [Line(enable) for enable, _, _ in sides]
        self._inputs = [(Line(in1), Line(in2)) for _, in1, in2 in sides]
        self._encoders = [
            Encoder(Line(a), Line(b), wires.counts) for a, b in (wires.left_encoder, wires.right_encoder)
        ]
        self._bumper = Line(wires.bumper)
        bus: Any = SMBus(0)
        self._gyro, self._meter = Mpu6050(bus), Ina219(bus)
        self.sonar = Sonar(Line(wires.trigger), Line(wires.echo), self._wall_m)

    def run(self, running: Callable[[], bool]) -> None:
        steps, due_s = 0, time.monotonic()
        edges: list[tuple[float, Encoder, int]] = []
        while running():
            seen = self._look(due_s, edges)
            edges = self._move(seen)
            self.feel_turn()
            if steps % SLOW_STEPS == 0:
                self.measure()
            due_s += STEP_S
            steps += 1

    def _look(self, due_s: float, edges: list[tuple[float, Encoder, int]]) -> list[list[bridges.Drive]]:
        """One step of time: look at the bridges and make the edges of the step before."""
        seen: list[list[bridges.Drive]] = [[], []]
        enabled = [enable.read() for enable in self._enables]
        looks = [(STEP_S * (look + 0.5) / LOOKS, None, 0) for look in range(LOOKS)]
        for after_s, encoder, sign in sorted([*looks, *edges], key=lambda event: event[0]):
            time.sleep(max(0.0, due_s + after_s - time.monotonic()))
            if encoder is not None:
                encoder.step(sign)
                self.truth.edges += 1
                continue
            for got, enable, (in1, in2) in zip(seen, enabled, self._inputs, strict=True):
                got.append(bridges.l298n(enable, in1.read(), in2.read()))
        time.sleep(max(0.0, due_s + STEP_S - time.monotonic()))
        return seen

    def _move(self, seen: list[list[bridges.Drive]]) -> list[tuple[float, Encoder, int]]:
        """Move the car by one step; returns the edges to make: (s after the step's start, encoder, sign)."""
        body = self.body
        before = (body.left.angle_rad, body.right.angle_rad)
        body.step(shares(seen[0]), shares(seen[1]), STEP_S)
        after = (body.left.angle_rad, body.right.angle_rad)
        return [
            (share * STEP_S, encoder, sign)
            for encoder, old, new in zip(self._encoders, before, after, strict=True)
            for share, sign in encoder.crossings(old, new)
        ]

    def measure(self) -> None:
        """What the slower sensors feel now goes into their lines and registers."""
        body = self.body
        for encoder in self._encoders:
            encoder.hold()
        self._bumper.pull(False)
        self._meter.set(7.4, 0.45 + body.left.current_a + body.right.current_a)
        self.truth.trail.append((body.x_m, body.y_m, body.heading_rad))

    def feel_turn(self) -> None:
        """The gyro measures at each step."""
        self._turn_radps += (self.body.turn_radps - self._turn_radps) * STEP_S / GYRO_S
        self._gyro.set((0.0, 0.0, self._turn_radps + self._wires.gyro_bias_radps), (0.0, 0.0, GRAVITY_MPS2))

    def _wall_m(self) -> float:
        """From the sonar along the car's nose to the wall."""
        body, room = self.body, self._wires.room_m
        cos, sin = math.cos(body.heading_rad), math.sin(body.heading_rad)
        along_x = (math.copysign(room, cos) - body.x_m) / cos if cos else math.inf
        along_y = (math.copysign(room, sin) - body.y_m) / sin if sin else math.inf
        return min(along_x, along_y) - self._wires.nose_m

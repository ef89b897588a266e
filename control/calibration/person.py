"""A person puts the car where it has to be: told what to do, Enter goes on, any key stops the motors while they run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, TextIO

from control.calibration.run import Place, Stopped
from robot.clock import Clock, to_ns
from robot.drivers import Car, Keyboard

WAIT_S = 0.05
QUIT = ("escape", "q")

TOLD = {
    "blocks": """\
1. Put the car on blocks: all driven wheels in the air, nothing touching them, the car steady (a book under its belly).
   First it listens to its gyro for 6 s: don't touch it. Then both wheels turn for a minute, slowly and up to full speed,
   forwards and backwards.""",
    "wall": """\
2. Put the car on the floor it is to drive on, square to a flat, hard wall (no curtain, no sofa), its nose 1 to 1.5 m away,
   with half a metre free all around. It gives itself four short pushes, drives to 35 cm from the wall and back, twice, and
   turns on the spot nine times; that takes two minutes. Stay out of its way and out of the sonar's.""",
    "sheet": """\
3. Lay the printed sheet flat on the floor, its lettered edge towards the car and square to it, {sheet_cm:.0f} cm ahead of the
   middle between the driven wheels (measure that), so that the camera sees all of it. The car only looks.""",
}


class PersonsStation(NamedTuple):
    """The real car, and a keyboard that stops it."""

    car: Car
    clock: Clock
    keyboard: Keyboard

    def interrupted(self) -> bool:
        """Any key at all."""
        return bool(self.keyboard.read())


class PersonsBench:
    """Tells a person where the car has to be, and waits for Enter."""

    def __init__(self, car: Car, clock: Clock, keyboard: Keyboard, sheet_m: float, out: TextIO | None = None) -> None:
        self._car, self._clock, self._keyboard = car, clock, keyboard
        self._out = out or sys.stdout
        self.sheet_m = sheet_m

    @contextmanager
    def put(self, place: Place) -> Iterator[PersonsStation]:
        """Raises Stopped where the person would rather not."""
        self._tell(f"\n{TOLD[place].format(sheet_cm=100 * self.sheet_m)}\n")
        self._tell("   Enter: go on. While it moves any key stops it at once. q: end here; what was measured is kept.\n")
        self._await_enter()
        yield PersonsStation(self._car, self._clock, self._keyboard)

    def _await_enter(self) -> None:
        self._keyboard.read()
        while True:
            for key in self._keyboard.read():
                if key == "enter":
                    return
                if key in QUIT:
                    raise Stopped
            self._clock.wait_until(self._clock.now_ns() + to_ns(WAIT_S))

    def _tell(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

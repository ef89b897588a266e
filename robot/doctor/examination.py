"""Everything there is to look at, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from robot.doctor import camera, gpio, groups, i2c, packages, power, program, service, sound
from robot.doctor.check import Check
from robot.doctor.machine import Machine


def examine(machine: Machine) -> Iterator[Check]:
    yield board_check(machine)
    yield from packages.checks(machine)
    yield from program.checks(machine)
    yield from camera.checks(machine)
    yield from sound.checks(machine)
    yield from gpio.checks(machine)
    yield from i2c.checks(machine)
    yield groups.check(machine)
    yield from power.checks(machine)
    yield from service.checks(machine)


def board_check(machine: Machine) -> Check:
    if machine.board.is_car:
        return Check("board", "ok", machine.board.model)
    return Check("board", "skipped", f"{machine.board.model or machine.processor}: no car; what only a car has is skipped")

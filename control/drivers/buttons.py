"""Switches: the bumper and the emergency stop. The kernel takes their bouncing out and keeps a press that nobody looked at."""

from __future__ import annotations

from typing import Literal

import msgspec

from control.drivers.lines import Pins, Pull
from robot.clock import Clock
from robot.messages import Bumper


class SwitchConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="switch"):
    """A switch between a GPIO and ground.

    `when` it is pressed: "open" for one that is closed at rest (NC), which a torn wire presses as well; "closed" for one that
    is open at rest (NO), which a torn wire silences. So an emergency stop, and better a bumper too, is wired NC.
    """

    pin: int
    when: Literal["open", "closed"]
    debounce_s: float = 0.005
    pull: Pull = "up"


class Switch:
    """Whether it is pressed, or was since the last look."""

    def __init__(self, config: SwitchConfig, pins: Pins) -> None:
        """Raises PartError."""
        self._pressed_level = config.when == "open"  # open: pulled up
        self._pin = config.pin
        self._inputs = pins.inputs([config.pin], config.pull, config.debounce_s)

    def pressed(self) -> bool:
        seen = [edge.rising for edge in self._inputs.edges()]
        return self._pressed_level in (self._inputs.levels()[self._pin], *seen)

    def close(self) -> None:
        self._inputs.close()


class Button:
    """A switch as a `robot.drivers.BumperSwitch`: the bumper's, or the emergency stop's."""

    def __init__(self, config: SwitchConfig, clock: Clock, pins: Pins) -> None:
        self._switch, self._clock = Switch(config, pins), clock

    def read(self) -> Bumper:
        return Bumper(t_ns=self._clock.now_ns(), pressed=self._switch.pressed())

    def close(self) -> None:
        self._switch.close()

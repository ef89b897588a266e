"""Opens the lines of a bridge as its launch file has them wired."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from control.drivers.lines import Chip
from control.drivers.outputs import Header, HeaderOutputs, Outputs
from control.drivers.pca9685 import CHANNELS, Pca9685, Pca9685Outputs
from robot.errors import SetupError
from robot.parts import PartError

PINS = range(28)
"""The GPIO numbers that are on the header."""


def open_outputs(config: Header | Pca9685, lines: Sequence[int], modulated: Collection[int]) -> Outputs:
    """Every line low. Raises SetupError where a line can't be, is wired twice, or the device doesn't answer.

    Lines of the header go low first of all, by the kernel alone: to import the GPIO library takes a Pi a fifth of a second, and
    the motors of a motor process that was killed run until then.
    """
    allowed, what = (PINS, "GPIO") if isinstance(config, Header) else (CHANNELS, "PCA9685 channel")
    for line in lines:
        if line not in allowed:
            raise SetupError(f"{what} {line} does not exist: a bridge's line is {allowed.start} to {allowed.stop - 1}")
        if list(lines).count(line) > 1:
            raise SetupError(f"{what} {line} is wired to two of the bridge's inputs: each needs its own")
    if isinstance(config, Header):
        with suppress(PartError):  # a chip with other numbers, or none: what follows knows better, and says so
            Chip().low(lines)
        return HeaderOutputs(config, lines, modulated)
    return Pca9685Outputs(config, lines)

"""What the motor chips make of their inputs, from the tables of their data sheets: the other side of the drivers.

Inputs are shares of time that a line is high. A state is the share of the battery's voltage that the motor feels, forward
positive, or "brake" or "coast" where it feels none at all. Between the pulses of a PWM the motor must be shorted: where the
inputs let it coast there, that is a mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from control.drivers.bridges import DRV8833, L298N, TB6612, EnabledInputs, TwoInputs

State = float | Literal["brake", "coast"]
Share = Callable[[int], float]
Config = L298N.Config | TB6612.Config | DRV8833.Config


def _l298(in1: float, in2: float, enable: float) -> State:
    if enable == 0.0:
        return "coast"
    assert enable == 1.0, "a PWM on the enable lets the motor coast between its pulses"
    assert min(in1, in2) == 0.0, "two PWMs at once"
    return "brake" if in1 == in2 else in1 - in2


def _tb6612(in1: float, in2: float, pwm: float, standby: float) -> State:
    if standby == 0.0 or in1 == in2 == 0.0:
        return "coast"
    return "brake" if in1 == in2 or pwm == 0.0 else pwm * (in1 - in2)


def _drv8833(in1: float, in2: float) -> State:
    """Exactly one of the inputs changes, the other is held: where both are high the motor is shorted, both low let it coast."""
    if in1 == in2:
        return "brake" if in1 else "coast"
    assert max(in1, in2) == 1.0, "fast decay, or two PWMs at once"
    return in1 - in2


def states(config: Config, share: Share) -> tuple[State, State]:
    """What the left and right motor do, each as its wires are soldered (`inverted` says how)."""
    return _state(config, config.left, share), _state(config, config.right, share)


def _state(config: Config, motor: EnabledInputs | TwoInputs, share: Share) -> State:
    sense = -1.0 if motor.inverted else 1.0
    match config, motor:
        case L298N.Config(), EnabledInputs():
            state = _l298(share(motor.in1), share(motor.in2), share(motor.pwm))
        case TB6612.Config(), EnabledInputs():
            awake = 1.0 if config.standby is None else share(config.standby)
            state = _tb6612(share(motor.in1), share(motor.in2), share(motor.pwm), awake)
        case _:
            state = _drv8833(share(motor.in1), share(motor.in2))
    return state if isinstance(state, str) else sense * state


def mirrored(config: Config) -> Config:
    """The same wiring with the right motor's wires swapped."""
    right = msgspec.structs.replace(config.right, inverted=not config.right.inverted)
    return msgspec.structs.replace(config, right=right)

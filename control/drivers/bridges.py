"""Motor bridges: what their inputs must be for each duty, from the tables of their data sheets.

Positive duty is forward. A duty of 0 brakes: the bridge shorts the motor. All inputs low lets it coast, on every one of them.

| bridge | forward at d | backward at d | brake | all low |
|---|---|---|---|---|
| L298N | IN1 at d, IN2 low, EN high | IN1 low, IN2 at d, EN high | IN1 and IN2 low, EN high | EN low: coasts |
| TB6612FNG | IN1 high, IN2 low, PWM at d | IN1 low, IN2 high, PWM at d | IN1, IN2 and PWM high | STBY low: coasts |
| DRV8833 | IN1 high, IN2 at 1 - d | IN1 at 1 - d, IN2 high | IN1 and IN2 high | coasts |

Each shorts its motor between the pulses of its PWM ("slow decay"), so that the speed follows the duty in a straight line. A
motor that coasts between them turns several times faster for the same duty near the dead band, where the speed loop, made for
the straight line, swings back and forth instead of ending a turn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from control.bridge import BridgeConfig
from control.drivers.outputs import Header, Outputs
from control.drivers.pca9685 import Pca9685
from control.drivers.wired_outputs import open_outputs
from robot.clock import Clock, SystemClock, to_ns


class EnabledInputs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One motor of an L298N or TB6612: the lines to its direction inputs and to the one that cuts it off."""

    in1: int
    in2: int
    pwm: int  # PWMA or PWMB of a TB6612; ENA or ENB of an L298N (take its jumper off), which has its PWM on the other two
    inverted: bool = False  # true where the wheel turns backwards at a positive duty; or swap the motor's two wires


class TwoInputs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One motor of a DRV8833."""

    in1: int
    in2: int
    inverted: bool = False


class _Bridge:
    """What all bridges have in common: lines, which way round each motor is, and the end."""

    def __init__(self, outputs: Outputs, inverted: Sequence[bool]) -> None:
        self._outputs = outputs
        self._senses = [-1.0 if flip else 1.0 for flip in inverted]
        self._open = True

    def drive(self, left: float, right: float) -> None:
        """Duties -1…1, forward positive; what is beyond is clipped, what is no number is an error."""
        if not self._open:
            raise RuntimeError("the motors are switched off for good: this bridge was closed; open a new one")
        self._put([sense * _duty(duty) for sense, duty in zip(self._senses, (left, right), strict=True)])

    def off(self) -> None:
        """Every line low, at once."""
        self._outputs.low()

    def close(self) -> None:
        """Every line low, and let go of. A second call does nothing."""
        self._open = False
        self._outputs.close()

    def _put(self, duties: Sequence[float]) -> None:
        raise NotImplementedError


class L298N(_Bridge):
    """ST's L298 (data sheet DS0218, figure 6): enabled, its direction inputs carry the PWM; both low, the motor is shorted.

    Before a motor is turned round, its enable is low for `reverse_s`: what flows in the winding dies away through the
    diodes (a few hundred µs at 1 mH and 4 Ω), and no transistor has to stop it.
    """

    class Config(BridgeConfig, frozen=True):
        left: EnabledInputs
        right: EnabledInputs
        outputs: Header | Pca9685 = Header()
        reverse_s: float = 0.001

    def __init__(self, config: Config, outputs: Outputs | None = None, clock: Clock | None = None) -> None:
        self._motors = (config.left, config.right)
        self._clock, self._reverse_ns = clock or SystemClock(), to_ns(config.reverse_s)
        self._signs = [0, 0]
        enables = [motor.pwm for motor in self._motors]  # they cut the motors off, so they go low first
        inputs = [line for motor in self._motors for line in (motor.in1, motor.in2)]
        super().__init__(
            outputs or open_outputs(config.outputs, [*enables, *inputs], inputs), [motor.inverted for motor in self._motors]
        )

    def off(self) -> None:
        super().off()
        self._signs = [0, 0]

    def _put(self, duties: Sequence[float]) -> None:
        signs = [_sign(duty) for duty in duties]
        turned = [motor for motor, now, old in zip(self._motors, signs, self._signs, strict=True) if now * old < 0]
        self._signs = signs
        if turned:
            self._outputs.put({motor.pwm: 0.0 for motor in turned})
            self._clock.wait_until(self._clock.now_ns() + self._reverse_ns)
        for motor, duty in zip(self._motors, duties, strict=True):
            levels = {motor.in1: max(0.0, duty), motor.in2: max(0.0, -duty)}
            # The falling one first: on the way from one direction to the other both are low, which brakes.
            self._outputs.put(dict(sorted(levels.items(), key=lambda item: item[1])) | {motor.pwm: 1.0})


class TB6612(_Bridge):
    """Toshiba's TB6612FNG (data sheet of 2014-10-01, "H-SW control function"): between its pulses the motor is shorted.

    It keeps its own dead time. `standby` is the line to STBY, where that is not tied high.
    """

    class Config(BridgeConfig, frozen=True):
        left: EnabledInputs
        right: EnabledInputs
        standby: int | None = None
        outputs: Header | Pca9685 = Header()

    def __init__(self, config: Config, outputs: Outputs | None = None) -> None:
        self._motors = (config.left, config.right)
        self._signs = [0, 0]
        standby = [] if config.standby is None else [config.standby]
        self._awake = dict.fromkeys(standby, 1.0)
        pwm = [motor.pwm for motor in self._motors]  # they cut the motors off, so they go low first
        lines = [*standby, *pwm, *(line for motor in self._motors for line in (motor.in1, motor.in2))]
        super().__init__(outputs or open_outputs(config.outputs, lines, pwm), [motor.inverted for motor in self._motors])

    def off(self) -> None:
        super().off()
        self._signs = [0, 0]

    def _put(self, duties: Sequence[float]) -> None:
        """The PWM is low while a direction changes."""
        signs = [_sign(duty) for duty in duties]
        changed = [motor for motor, now, old in zip(self._motors, signs, self._signs, strict=True) if now != old]
        self._outputs.put({motor.pwm: 0.0 for motor in changed})
        self._signs = signs
        for motor, duty in zip(self._motors, duties, strict=True):
            directions = {motor.in1: float(duty >= 0), motor.in2: float(duty <= 0)}
            self._outputs.put(directions | {motor.pwm: abs(duty) or 1.0})
        self._outputs.put(self._awake)


class DRV8833(_Bridge):
    """TI's DRV8833 (data sheet SLVSAR1, table 2, slow decay): between its pulses the motor is shorted.

    It keeps its own dead time. Its nSLEEP pin is tied high on most boards.
    """

    class Config(BridgeConfig, frozen=True):
        left: TwoInputs
        right: TwoInputs
        outputs: Header | Pca9685 = Header()

    def __init__(self, config: Config, outputs: Outputs | None = None) -> None:
        self._motors = (config.left, config.right)
        lines = [line for motor in self._motors for line in (motor.in1, motor.in2)]
        super().__init__(
            outputs or open_outputs(config.outputs, lines, lines), [motor.inverted for motor in self._motors]
        )

    def _put(self, duties: Sequence[float]) -> None:
        for motor, duty in zip(self._motors, duties, strict=True):
            levels = {motor.in1: min(1.0, 1.0 + duty), motor.in2: min(1.0, 1.0 - duty)}
            # The rising one first: on the way from one direction to the other both are high, which brakes.
            self._outputs.put(dict(sorted(levels.items(), key=lambda item: -item[1])))


def _duty(duty: float) -> float:
    if math.isnan(duty):
        raise ValueError("motor duty is not a number: what commands the motors is broken")
    return min(max(duty, -1.0), 1.0)


def _sign(duty: float) -> int:
    return (duty > 0) - (duty < 0)

"""What lies between a duty cycle and a motor: battery, bridge, and the current they cost."""

from __future__ import annotations

import msgspec

_OPEN_V = ((0.0, 3.00), (0.05, 3.35), (0.2, 3.60), (0.5, 3.75), (0.8, 4.00), (1.0, 4.18))
"""A lithium-ion cell's open-circuit voltage over its charge: the usual S of an 18650, in straight pieces."""

_CELLS = 2


class BatteryParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two 18650 cells in series: 20 Wh."""

    capacity_mah: float = 2600.0
    resistance_ohm: float = 0.16
    """Both cells and their holder: what the voltage sags by for each ampere."""
    board_w: float = 3.2
    """What runs beside the motors: an idle Pi 4 (2.65 W), the sensors, and the loss of the 5 V regulator."""


class Battery:
    """Charge, sag and meter of a two-cell pack."""

    def __init__(self, parameters: BatteryParameters, charge: float) -> None:
        self._parameters = parameters
        self._start_mah = charge * parameters.capacity_mah
        self.used_mah = 0.0
        self.current_a = 0.0
        self.voltage_v = self.open_v
        self.draw(0.0, 0.0)

    @property
    def charge(self) -> float:
        """What is left, 0…1."""
        return max(0.0, (self._start_mah - self.used_mah) / self._parameters.capacity_mah)

    @property
    def open_v(self) -> float:
        """Voltage with nothing connected."""
        return _CELLS * _interpolated(_OPEN_V, self.charge)

    def draw(self, motors_a: float, seconds: float) -> None:
        """Let the motors' and the board's current flow for a while."""
        self.current_a = motors_a + self._parameters.board_w / max(self.voltage_v, 1.0)
        self.used_mah += self.current_a * seconds / 3.6
        self.voltage_v = self.open_v - self._parameters.resistance_ohm * self.current_a


class Bridge:
    """One half of an L298N with its motor: duty in, mean voltage at the motor and current from the battery out.

    The bipolar bridge eats 1.4 V, and more with current (ST's data sheet: 1.8 V typical, both transistors, at 1 A). At zero
    duty both ends are tied together: the motor brakes. The current is the motor's label again: 1.5 A stalled and 0.16 A
    running free at 6 V (Adafruit 3777); most of it is lost in the gears, hence more than torque alone would need.
    """

    DROP_V, DROP_OHM, DROP_MOST_V = 1.4, 0.6, 2.3
    MOTOR_OHM, MOTOR_VS_PER_RAD = 4.0, 0.256

    def __init__(self) -> None:
        self.current_a = 0.0

    def volts(self, duty: float, supply_v: float, speed_radps: float) -> float:
        """Mean voltage on the motor at a duty of -1…1; updates `current_a`, what the motor takes from the battery."""
        if duty == 0.0:
            self.current_a = 0.0
            return 0.0
        share, sign = min(abs(duty), 1.0), 1.0 if duty > 0 else -1.0
        through_a = self.current_a / share
        drop_v = min(self.DROP_V + self.DROP_OHM * through_a, self.DROP_MOST_V)
        volts = share * max(0.0, supply_v - drop_v)
        # A motor that is pushed faster than its voltage pushes back through the bridge's diodes, not into the battery.
        motor_a = max(0.0, volts - self.MOTOR_VS_PER_RAD * speed_radps * sign) / self.MOTOR_OHM
        self.current_a = share * motor_a
        return sign * volts


class Drivetrain:
    """Battery and both bridges."""

    def __init__(self, parameters: BatteryParameters, charge: float) -> None:
        self.battery = Battery(parameters, charge)
        self._left, self._right = Bridge(), Bridge()

    def step(self, duty: tuple[float, float], speed_radps: tuple[float, float], seconds: float) -> tuple[float, float]:
        """The voltages that the two motors feel for the next `seconds`."""
        supply_v = self.battery.voltage_v
        left_v = self._left.volts(duty[0], supply_v, speed_radps[0])
        right_v = self._right.volts(duty[1], supply_v, speed_radps[1])
        self.battery.draw(self._left.current_a + self._right.current_a, seconds)
        return left_v, right_v


def _interpolated(curve: tuple[tuple[float, float], ...], x: float) -> float:
    """The value at `x` of a curve of straight pieces, held at its ends (numpy's `interp` costs ten times this)."""
    for (x0, y0), (x1, y1) in zip(curve, curve[1:], strict=False):
        if x <= x1:
            return y0 + (y1 - y0) * max(0.0, x - x0) / (x1 - x0)
    return curve[-1][1]

"""What every driver must do whatever stands behind the pins: the same checks on the fakes and on the virtual car.

A world of pins is told by plain functions: `share(line)` measures the share of time that a line is high, 0…1, after whatever
time it needs. Each check raises AssertionError.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from robot.drivers import InertialSensor, PowerMeter, RangeSensor, WheelEncoders
from tests.control.drivers.chips import Config, Share, State, states


class Drives(Protocol):
    """What of a `control.bridge.Bridge` the checks use."""

    def drive(self, left: float, right: float) -> None: ...

    def off(self) -> None: ...

    def close(self) -> None: ...


MOVES: dict[str, tuple[float, float]] = {
    "forward": (0.6, 0.6), "back": (-0.4, -0.4), "left": (-0.5, 0.5), "right": (0.5, -0.5), "arc": (0.25, 0.8),
    "one wheel": (0.0, 0.7), "full": (1.0, 1.0), "full back": (-1.0, -1.0), "brake": (0.0, 0.0), "turned round": (0.3, -0.9),
}  # fmt: skip
DUTY_WITHIN = 0.03


def check_moves(bridge: Drives, config: Config, share: Share) -> None:
    """Each move after each other one gives both motors the duty that was asked for, or brakes them; `off` lets them coast."""
    for name, duties in MOVES.items():
        bridge.drive(*duties)
        for state, duty in zip(states(config, share), duties, strict=True):
            assert _agree(state, duty), f"{name}: the motor does {state}, not {duty}"
    bridge.off()
    assert states(config, share) == ("coast", "coast"), "off"


def check_close(bridge: Drives, config: Config, share: Share) -> None:
    """After `close` every line is low, for good."""
    bridge.drive(0.5, -0.5)
    bridge.close()
    assert [line for line in lines(config) if share(line) > 0.0] == []
    bridge.close()
    try:
        bridge.drive(0.5, 0.5)
    except RuntimeError as error:
        assert "closed" in str(error)
    else:
        raise AssertionError("a closed bridge drives")


def lines(config: Config) -> list[int]:
    """Every line that the bridge has."""
    found = [getattr(motor, name) for motor in (config.left, config.right) for name in ("in1", "in2", "pwm")
             if hasattr(motor, name)]
    standby = getattr(config, "standby", None)
    return [*found, standby] if standby is not None else found


def _agree(state: State, duty: float) -> bool:
    if isinstance(state, str):
        return duty == 0.0 and state == "brake"
    return abs(state - duty) <= DUTY_WITHIN and duty != 0.0


# ---- wheel encoders ----------------------------------------------------------------------------------------------

Spin = Callable[[int, int, float, Callable[[], object]], None]
"""`spin(left, right, hz, poll)`: turn the wheels by so many edges (backward negative) at `hz` quadrature cycles a second, the
faster wheel; call `poll` every 20 ms meanwhile."""


def check_every_edge(wheels: WheelEncoders, spin: Spin, rad_per_edge: float, edges: int = 6400, hz: float = 2000.0) -> None:
    """Forward, backward, and both ways at once: not one edge is missing."""
    at_left = at_right = 0
    for left, right in ((edges, edges), (-edges, -edges), (edges, -edges // 2), (-edges // 4, edges)):
        spin(left, right, hz, wheels.read)
        at_left, at_right = at_left + left, at_right + right
        angles = wheels.read()
        assert angles is not None
        counted = round(angles.left_rad / rad_per_edge), round(angles.right_rad / rad_per_edge)
        assert counted == (at_left, at_right), f"{counted} edges of {(at_left, at_right)}"


# ---- HC-SR04 -----------------------------------------------------------------------------------------------------

Obstacle = Callable[[float | None], None]
"""`obstacle(range_m)`: something stands there from now on; None: nothing within 4 m."""
Wait = Callable[[float, Callable[[], object]], None]
"""`wait(seconds, poll)`: let time pass and call `poll` every 20 ms meanwhile."""
RANGES_M = (0.05, 0.1, 0.3, 0.77, 1.5, 2.2, 3.0)


def check_ranges(sonar: RangeSensor, obstacle: Obstacle, wait: Wait, within_m: float = 0.01) -> None:
    """From 5 cm to 3 m within a centimetre; nothing near is told as such."""
    for range_m in (*RANGES_M, None, 0.4):
        obstacle(range_m)
        wait(0.5, sonar.read)
        measured = sonar.read()
        assert measured is not None, "the sonar is silent"
        assert measured.echo == (range_m is not None), f"{range_m}: {measured}"
        assert range_m is None or abs(measured.range_m - range_m) <= within_m, f"{range_m} m: {measured.range_m:.3f} m"


# ---- I2C ---------------------------------------------------------------------------------------------------------

Feel = Callable[..., None]
"""`feel(ax, ay, az, temperature, gx, gy, gz)`: what the MPU-6050's registers 0x3B… hold from now on (counts)."""


def check_inertial(inertial: InertialSensor, feel: Feel) -> None:
    """Every axis by itself, exact to one count at ±4 g and ±500°/s."""
    for axis in range(3):
        for counts in (1, -1, 8192, -32768, 32767):
            acceleration, turn = [0, 0, 0], [0, 0, 0]
            acceleration[axis], turn[axis] = counts, -counts - 1
            feel(*acceleration, 0, *turn)
            measured = inertial.read()
            assert measured is not None
            for other in range(3):
                assert math.isclose(measured.acceleration_mps2[other], acceleration[other] * 9.80665 / 8192, abs_tol=1e-6)
                assert math.isclose(measured.gyro_radps[other], math.radians(turn[other] / 65.5), abs_tol=1e-6)


Pack = Callable[[float, float], None]
"""`battery(volts, amperes)`: what the meter measures from now on; at least a tenth of a second passes."""


def check_power(power: PowerMeter, battery: Pack, step_v: float, step_a: float) -> None:
    """Voltage and current are right to one step of the meter, charging included."""
    for volts, amperes in ((7.4, 1.25), (8.4, 0.0), (5.996, 2.9), (6.6, -0.5)):
        battery(volts, amperes)
        measured = power.read()
        assert measured is not None
        assert abs(measured.voltage_v - volts) <= step_v, measured
        assert abs(measured.current_a - amperes) <= step_a, measured

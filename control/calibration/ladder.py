"""Motors in the air: which motor and which encoder belong together, where each begins to turn, how fast it turns.

Voltage climbs like a ladder, both wheels alike, forwards and then backwards; at each rung speed is measured once it has
settled. Above dry friction a motor's speed is a line over the voltage that reaches it (Siegwart & Nourbakhsh; any motor's data
sheet), so the line's foot is the dead band and its slope the motor's strength. The rung at which a wheel first kept turning is
told beside it: where friction sticks, it is higher than the foot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from control.calibration.procedure import STILL, Procedure, Readings, Refused, Volts, watch
from control.wheels import SpeedLoopConfig
from robot.clock import to_s

PULSE_V, PULSE_S, PAUSE_S = 3.0, 0.4, 0.4
MOVED_RAD = 0.15
"""An encoder that turned less than this in a pulse did not turn: nine counts."""
RUNGS_V = tuple(0.15 * rung for rung in range(1, 31))
RUNG_S, SETTLE_S = 0.4, 0.16
"""A rung is held for so long, of which the motor (70 ms of time constant) and the gears get the first part to settle."""
TURNS_RADPS, STARTS_RADPS = 1.0, 0.25
"""From the first on a speed counts for the line, from the second on a wheel has broken away: five counts in a rung."""
LEAST_RUNGS = 6
ROUNDS = 2


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One motor's line: |speed| = (|volts at the motor| - dead_v) / volts_per_radps."""

    dead_v: float
    dead_std_v: float
    start_v: float
    volts_per_radps: float


class LadderResult(msgspec.Struct, frozen=True, kw_only=True):
    left: Line
    right: Line


class Rung(NamedTuple):
    """One step: the voltage that reached the motor, and the wheel's speed, both without their signs."""

    volts: float
    speed_radps: float


def at_motor_v(bridge_v: float, battery_v: float | None, loop: SpeedLoopConfig) -> float:
    """What of a mean bridge voltage reaches the motor, as the speed loop reckons: the bridge takes its drop."""
    return bridge_v / loop.supply_v * ((loop.supply_v if battery_v is None else battery_v) - loop.bridge_drop_v)


def ladder(loop: SpeedLoopConfig) -> Procedure[LadderResult]:
    """The car stands on blocks."""
    yield from _pulses()
    left: list[list[Rung]] = []
    right: list[list[Rung]] = []
    for way in ROUNDS * (1, -1):
        climbed = yield from _climb(way, loop)
        left.append([rung for rung, _ in climbed])
        right.append([rung for _, rung in climbed])
        yield from watch(STILL, PAUSE_S)
    return LadderResult(left=line("left", left), right=line("right", right))


def _pulses() -> Procedure[None]:
    """A short push for each motor alone. Refused where another encoder than its own answers, or none."""
    for name, other, volts in (("left", "right", Volts(PULSE_V, 0.0)), ("right", "left", Volts(0.0, PULSE_V))):
        before = (yield STILL).wheels
        after = (yield from watch(volts, PULSE_S))[-1].wheels
        turned = {"left": after.left_rad - before.left_rad, "right": after.right_rad - before.right_rad}
        yield from watch(STILL, PAUSE_S)
        if abs(turned[other]) > max(MOVED_RAD, abs(turned[name])):
            raise Refused(f"the {name} motor got {PULSE_V:g} V and the {other} encoder turned: motors or encoders are swapped; "
                          "swap their plugs, or their pins in the launch file")
        if abs(turned[name]) < MOVED_RAD:
            raise Refused(f"the {name} motor got {PULSE_V:g} V and its encoder did not turn: is the battery switched on, the "
                          "wheel free, the encoder plugged in?")


def _climb(way: int, loop: SpeedLoopConfig) -> Procedure[list[tuple[Rung, Rung]]]:
    rungs = []
    for volts in RUNGS_V:
        seen = yield from watch(Volts(way * volts, way * volts), RUNG_S)
        settled = [readings for readings in seen if to_s(readings.t_ns - seen[0].t_ns) >= SETTLE_S]
        battery = [readings.battery_v for readings in settled if readings.battery_v is not None]
        reached = at_motor_v(volts, float(np.mean(battery)) if battery else None, loop)
        left, right = speeds(settled)
        rungs.append((Rung(reached, abs(left)), Rung(reached, abs(right))))
    return rungs


def speeds(seen: Sequence[Readings]) -> tuple[float, float]:
    """Wheel speeds (rad/s), the slope of angle over time."""
    times = np.array([to_s(readings.wheels.t_ns - seen[0].wheels.t_ns) for readings in seen])
    if len(set(times.tolist())) < 3:
        raise Refused("the encoders speak too seldom to measure a speed; they should 50 times a second")
    angles = np.array([(readings.wheels.left_rad, readings.wheels.right_rad) for readings in seen])
    left, right = np.polyfit(times, angles, 1)[0]
    return float(left), float(right)


def line(name: str, climbs: Sequence[Sequence[Rung]]) -> Line:
    """The line through the rungs of each climb, and the median over climbs. Refused where a wheel hardly turned."""
    found = [_one_line(name, climb) for climb in climbs]
    dead, start, slope = (np.array([values[k] for values in found]) for k in range(3))
    return Line(dead_v=float(np.median(dead)), start_v=float(np.median(start)), volts_per_radps=float(np.median(slope)),
                dead_std_v=float(dead.std(ddof=1) / math.sqrt(len(dead))) if len(dead) > 1 else 0.0)


def _one_line(name: str, climb: Sequence[Rung]) -> tuple[float, float, float]:
    """(dead, start, slope) of one climb."""
    standing = max((k for k, rung in enumerate(climb) if rung.speed_radps < TURNS_RADPS), default=-1)
    turning = climb[standing + 1 :]
    if len(turning) < LEAST_RUNGS:
        raise Refused(f"the {name} wheel hardly turned at {RUNGS_V[-1]:g} V: is it free in the air, and the battery full?")
    volts, speed = np.array(turning).T
    slope, dead = np.polyfit(speed, volts, 1)
    if not (slope > 0 and dead >= 0):
        raise Refused(f"the {name} wheel did not turn faster with more voltage; is something rubbing on it?")
    creeping = max((k for k, rung in enumerate(climb) if rung.speed_radps < STARTS_RADPS), default=-1)
    return float(dead), climb[creeping + 1].volts, float(slope)

"""May the car move, and how fast? What safety knows becomes the interlock's signals, its permission a motion within limits."""

from __future__ import annotations

import math

import msgspec

from control.interlock import Hold, Latch, Permission, Signals, State, Teleop, Why, step
from robot.clock import to_s
from robot.messages import Velocity

AHEAD_S = 0.05
"""News may seem to come from so far in the future, when clocks are read in another order; beyond it a clock has jumped."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is allowed at most; launch files repeat these with their reasons."""

    speed_mps: float = 0.35
    reverse_mps: float = 0.2  # nothing looks backwards
    turn_radps: float = 2.5
    command_timeout_s: float = 0.25
    teleop_pause_s: float = 1.0  # the keyboard fell silent: the navigator waits this long before it drives again
    sonar_stop_m: float = 0.12
    braking_mps2: float = 0.8  # what shorted motors do on a smooth floor
    reaction_s: float = 0.15  # sonar's period, a tick, the bridge
    empty_v: float = 6.0  # two lithium-ion cells at 3 V are empty
    tilt_rad: float = 0.52  # 30°: no ramp that it climbs is steeper
    hot_c: float = 84.0  # a Raspberry Pi halves its clock at 85 °C, and everything is late then


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a decision hangs on, at one instant.

    Since the last one: `emergency` names who asked for a latched stop, `stop` whether anybody asked for any, `resume` whether
    it was taken back, `restarted` whether safety was built anew, `let_go` whether the navigator's hands are off the wheel.

    Now: `broken` nodes that are being restarted; `silent` parts whose news is too old; `blind` says why the eyes can't be
    trusted, `motors` why the bridge doesn't do as it is told, `stalled` which wheel is driven and doesn't turn, "" where all is
    well; `stop_ns` is when the last stop was asked for. `sonar_m` is inf where nothing is near.
    """

    now_ns: int
    navigation: Velocity | None = None
    teleop: Velocity | None = None
    emergency: str = ""
    stop: bool = False
    resume: bool = False
    restarted: bool = False
    let_go: bool = False
    broken: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    blind: str = ""
    motors: str = ""
    stalled: str = ""
    stop_ns: int | None = None
    bumped: bool = False
    sonar_m: float = math.inf
    battery_v: float | None = None
    under_voltage: bool = False
    temperature_c: float | None = None
    tilt_rad: float = 0.0


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The motion that is allowed now. `forward` is false where the car may only turn or back off."""

    speed_mps: float = 0.0
    turn_radps: float = 0.0
    stopped: bool = False
    forward: bool = True
    reason: str = ""


def decide(state: State, inputs: Inputs, limits: Limits) -> tuple[State, Decision]:
    """First what stops the car altogether, then who commands, then how much of the command is allowed."""
    state, permission = step(state, signals(inputs, limits))
    command = inputs.teleop if permission.by_keyboard else inputs.navigation
    if not permission.move or command is None:
        return state, Decision(stopped=True, forward=False, reason=_sentence(state, permission, inputs))
    return state, _limited(command, inputs, limits)


def signals(inputs: Inputs, limits: Limits) -> Signals:
    """What the interlock is told."""
    latching = max(_latching(inputs, limits))
    return Signals(
        latching=latching[0], detail=latching[1], hold=max(_holding(inputs, limits)), stop=inputs.stop, resume=inputs.resume,
        let_go=inputs.let_go, teleop=_teleop(inputs, limits), blind=bool(inputs.blind),
        navigation=_fresh(inputs.navigation, inputs.now_ns, limits.command_timeout_s),
        blocked=inputs.bumped or free_speed_mps(inputs.sonar_m, limits) <= 0.0,
    )


def free_speed_mps(sonar_m: float, limits: Limits) -> float:
    """The speed from which the car still stops before the obstacle: v·reaction + v²/(2·braking) = the way that is left.

    A range that is not a number is none at all: 0.
    """
    left_m = sonar_m - limits.sonar_stop_m
    if not left_m > 0.0:
        return 0.0
    if math.isinf(left_m):
        return math.inf
    lag = limits.braking_mps2 * limits.reaction_s
    return math.sqrt(lag * lag + 2 * limits.braking_mps2 * left_m) - lag


def _latching(inputs: Inputs, limits: Limits) -> list[tuple[Latch, str]]:
    """All that must be acknowledged, each with what to say of it."""
    volts, tilt_deg = inputs.battery_v, math.degrees(inputs.tilt_rad)
    causes = (
        (inputs.restarted, Latch.RESTARTED, "emergency stop by the restarted safety node"),
        (volts is not None and not volts >= limits.empty_v, Latch.BATTERY, f"the battery is empty ({volts or 0.0:.1f} V)"),
        (inputs.under_voltage, Latch.UNDER_VOLTAGE, "the board's supply voltage is too low"),
        (bool(inputs.stalled), Latch.STALLED, f"no turning is felt of the driven {inputs.stalled}"),
        (bool(inputs.motors), Latch.MOTORS, inputs.motors),
        (not inputs.tilt_rad <= limits.tilt_rad, Latch.TILTED, f"the car leans by {tilt_deg:.0f}°"),
        (bool(inputs.emergency), Latch.EMERGENCY, f"emergency stop by the {inputs.emergency}"),
    )
    return [(Latch.NONE, ""), *((latch, detail) for present, latch, detail in causes if present)]


def _holding(inputs: Inputs, limits: Limits) -> list[Hold]:
    hot = inputs.temperature_c is not None and inputs.temperature_c >= limits.hot_c
    causes = ((hot, Hold.HOT), (inputs.silent, Hold.SILENT), (inputs.broken, Hold.BROKEN))
    return [Hold.NONE, *(hold for present, hold in causes if present)]


def _teleop(inputs: Inputs, limits: Limits) -> Teleop:
    """What the keyboard does; keys from before the last stop are no keys."""
    wish, now_ns = inputs.teleop, inputs.now_ns
    if wish is None or (inputs.stop_ns is not None and wish.t_ns <= inputs.stop_ns):
        return Teleop.SILENT
    if _fresh(wish, now_ns, limits.command_timeout_s) and (wish.speed_mps or wish.turn_radps):
        return Teleop.DRIVING  # a wish for zero is a key let go: a stop, which no ramp delays
    return Teleop.PAUSED if _fresh(wish, now_ns, limits.teleop_pause_s) else Teleop.SILENT


def recent(t_ns: int, now_ns: int, max_age_s: float) -> bool:
    """Whether what was stamped so is no older than that. What comes from the future isn't recent."""
    return -AHEAD_S <= to_s(now_ns - t_ns) <= max_age_s


def _fresh(wish: Velocity | None, now_ns: int, timeout_s: float) -> bool:
    """Whether the wish still holds."""
    return wish is not None and recent(wish.t_ns, now_ns, timeout_s)


def _sentence(state: State, permission: Permission, inputs: Inputs) -> str:
    """Why the car stands."""
    match permission.why:
        case Latch():
            return f"{state.detail}, until it is taken back"
        case Hold.BROKEN:
            return f"{_listed(inputs.broken)} broke down and is being restarted"
        case Hold.SILENT:
            return f"no news from the {_listed(inputs.silent)}"
        case Hold.HOT:
            return f"the board is too hot ({inputs.temperature_c:.0f} °C)"
        case Why.KEYBOARD:
            return "a person has the wheel"
        case Why.TOLD:
            return "told to stop"
        case Why.BLIND:
            return inputs.blind
    return "nobody tells the car to drive"


def _limited(command: Velocity, inputs: Inputs, limits: Limits) -> Decision:
    """As much of the command as is safe. A command that is not a number is none."""
    if not (math.isfinite(command.speed_mps) and math.isfinite(command.turn_radps)):
        return Decision(stopped=True, forward=False, reason="the command is not a number")
    turn = min(max(command.turn_radps, -limits.turn_radps), limits.turn_radps)
    wished = min(max(command.speed_mps, -limits.reverse_mps), limits.speed_mps)
    free = 0.0 if inputs.bumped else free_speed_mps(inputs.sonar_m, limits)
    speed = min(wished, free)
    if speed == wished:
        return Decision(speed_mps=speed, turn_radps=turn, forward=free > 0.0)
    near = "the bumper is pressed" if inputs.bumped else f"the sonar sees something {100 * inputs.sonar_m:.0f} cm ahead"
    # An arc becomes a turn on the spot; a straight line becomes a stop.
    stopped = speed == 0.0 and turn == 0.0
    return Decision(speed_mps=speed, turn_radps=turn, stopped=stopped, forward=free > 0.0, reason=near)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names)

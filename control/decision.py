"""May the car move, and how fast? A pure function from everything that safety knows to what it allows."""

from __future__ import annotations

import math

import msgspec

from robot.clock import to_s
from robot.messages import Velocity


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is allowed at most."""

    speed_mps: float = 0.35
    reverse_mps: float = 0.2  # nothing looks backwards
    turn_radps: float = 2.5
    command_timeout_s: float = 0.25
    teleop_pause_s: float = 1.0  # the keyboard fell silent: the navigator waits this long before it drives again
    sonar_stop_m: float = 0.12
    braking_mps2: float = 0.8  # what shorted motors do on a smooth floor
    reaction_s: float = 0.15  # sonar's period, a tick, the bridge
    empty_v: float = 6.0  # two lithium-ion cells at 3 V are empty


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a decision hangs on, at one instant.

    `latched` names who pulled the emergency stop, "" if nobody did; `broken` nodes that are being restarted; `silent` parts
    whose news is too old; `told_to_stop` holds until the navigator has let go of the wheel; `blind` says why the eyes can't be
    trusted, "" while they can; `stop_ns` is when the last stop was asked for. `sonar_m` is inf where nothing is near.
    """

    now_ns: int
    navigation: Velocity | None = None
    teleop: Velocity | None = None
    latched: str = ""
    broken: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    told_to_stop: bool = False
    blind: str = ""
    stop_ns: int | None = None
    bumped: bool = False
    sonar_m: float = math.inf
    battery_v: float | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The motion that is allowed now. `forward` is false where the car may only turn or back off."""

    speed_mps: float = 0.0
    turn_radps: float = 0.0
    stopped: bool = False
    forward: bool = True
    reason: str = ""


def decide(inputs: Inputs, limits: Limits) -> Decision:
    """First what stops the car altogether, then who commands, then how much of the command is allowed."""
    reason = _stop(inputs, limits)
    if reason:
        return Decision(stopped=True, forward=False, reason=reason)
    command, reason = _command(inputs, limits)
    if command is None:
        return Decision(stopped=True, forward=False, reason=reason)
    return _limited(command, inputs, limits)


def free_speed_mps(sonar_m: float, limits: Limits) -> float:
    """The speed from which the car still stops before the obstacle: v·reaction + v²/(2·braking) = the way that is left."""
    left_m = sonar_m - limits.sonar_stop_m
    if left_m <= 0.0:
        return 0.0
    if math.isinf(left_m):
        return math.inf
    lag = limits.braking_mps2 * limits.reaction_s
    return math.sqrt(lag * lag + 2 * limits.braking_mps2 * left_m) - lag


def _stop(inputs: Inputs, limits: Limits) -> str:
    """Why the car must stand whatever anyone commands, or ""."""
    if inputs.latched:
        return f"emergency stop by the {inputs.latched}, until it is taken back"
    if inputs.broken:
        return f"{_listed(inputs.broken)} broke down and is being restarted"
    if inputs.silent:
        return f"no news from the {_listed(inputs.silent)}"
    if inputs.battery_v is not None and inputs.battery_v < limits.empty_v:
        return f"the battery is empty ({inputs.battery_v:.1f} V)"
    return ""


def _command(inputs: Inputs, limits: Limits) -> tuple[Velocity | None, str]:
    """Whose command counts, or why nobody's does. The keyboard goes first, and hands back after a pause.

    A car whose eyes can't be trusted doesn't drive by them; a person at the keyboard has eyes and may drive it away.
    """
    teleop, navigation = inputs.teleop, inputs.navigation
    if teleop is not None and inputs.stop_ns is not None and teleop.t_ns <= inputs.stop_ns:
        teleop = None
    if teleop is not None:
        age_s = to_s(inputs.now_ns - teleop.t_ns)
        if age_s <= limits.command_timeout_s:
            return teleop, ""
        if age_s <= limits.teleop_pause_s:
            return None, "the keyboard was driving until just now"
    if inputs.told_to_stop:
        return None, "told to stop"
    if inputs.blind:
        return None, inputs.blind
    if navigation is None or to_s(inputs.now_ns - navigation.t_ns) > limits.command_timeout_s:
        return None, "nobody tells the car to drive"
    return navigation, ""


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

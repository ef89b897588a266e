"""The state machine between every wish and the motors: may the car move, who says how, and what holds it.

All of its memory is `State`, all that it is told is `Signals`; `step` is pure, and small enough that a test goes through every
state with every combination of signals (tests/control/test_interlock.py). The rules:

1. What is in `Latch` stops the car until a person takes it back, and cannot be taken back while it lasts.
2. What is in `Hold` stops the car while it lasts, whoever drives.
3. A plain stop holds the navigator until it has let go of the wheel; a person who presses a drive key after it may drive.
4. The keyboard goes before the navigator, which waits a while after the last key. Only the navigator needs eyes.
5. Where the way ahead is blocked the car may turn and back off.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple


class Latch(IntEnum):
    """What a person must acknowledge, the gravest last: that one is remembered and told."""

    NONE = 0
    RESTARTED = 1  # the safety node was built anew and has forgotten what was latched
    BATTERY = 2  # empty: it would recover at rest, sag at the start, and so on
    UNDER_VOLTAGE = 3  # the board's supply sags: the next start could reset it
    STALLED = 4  # a wheel is held, or its encoder unplugged: nobody knows where the car is
    MOTORS = 5  # the motor process died, hung, or its bridge failed
    TILTED = 6  # it fell over, or somebody lifted it
    EMERGENCY = 7  # somebody said so


class Hold(IntEnum):
    """What stops the car while it lasts, the gravest last."""

    NONE = 0
    HOT = 1
    SILENT = 2  # a sensor that it can't do without
    BROKEN = 3  # a node that raised and is being restarted


class Teleop(IntEnum):
    SILENT = 0
    PAUSED = 1  # the last key is a moment ago
    DRIVING = 2  # a fresh wish, younger than the last stop


class Why(Enum):
    """What keeps a car still that nothing forbids to move."""

    NONE = 0
    KEYBOARD = 1
    TOLD = 2
    BLIND = 3
    NOBODY = 4


class State(NamedTuple):
    """What is remembered: `detail` is what to say of the latch; nothing hangs on it."""

    latched: Latch = Latch.NONE
    told: bool = False
    detail: str = ""


class Signals(NamedTuple):
    """What is true at one tick. `latching` and `hold` are the gravest of all that are present.

    `stop`, `resume` and `let_go` came since the last tick; `let_go` is the navigator's hands off the wheel.
    """

    latching: Latch
    hold: Hold
    stop: bool
    resume: bool
    let_go: bool
    teleop: Teleop
    navigation: bool
    blind: bool
    blocked: bool
    detail: str = ""


class Permission(NamedTuple):
    """Whether the car may move, at whose wish (true: the keyboard's), whether forwards too, and else why not."""

    move: bool
    by_keyboard: bool = False
    forward: bool = False
    why: Latch | Hold | Why = Why.NONE


def step(state: State, signals: Signals) -> tuple[State, Permission]:
    """One tick."""
    state = _remembered(state, signals)
    return state, _permission(state, signals)


def _remembered(state: State, signals: Signals) -> State:
    """What is new is latched before anything is taken back, so that in one tick a stop beats a resume."""
    latched, told, detail = state
    if signals.latching > latched:
        latched, detail = signals.latching, signals.detail
    elif signals.resume and not signals.latching and not signals.stop:
        latched, detail = Latch.NONE, ""
    stopped = signals.stop or signals.latching is Latch.EMERGENCY
    return State(latched, (told or stopped) and not signals.let_go, detail)


def _permission(state: State, signals: Signals) -> Permission:
    if state.latched:
        return Permission(False, why=state.latched)
    if signals.hold:
        return Permission(False, why=signals.hold)
    if signals.teleop is Teleop.DRIVING:
        return Permission(True, by_keyboard=True, forward=not signals.blocked)
    if signals.teleop is Teleop.PAUSED:
        return Permission(False, why=Why.KEYBOARD)
    if state.told:
        return Permission(False, why=Why.TOLD)
    if signals.blind:
        return Permission(False, why=Why.BLIND)
    if not signals.navigation:
        return Permission(False, why=Why.NOBODY)
    return Permission(True, forward=not signals.blocked)

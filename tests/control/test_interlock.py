"""The interlock, all of it: every state with every combination of signals, and every path between them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest

from control.interlock import Hold, Latch, Permission, Signals, State, Teleop, Why, step

BOTH = (False, True)
CAUSES = [latch for latch in Latch if latch]
STATES = [State(latch, told) for latch in Latch for told in BOTH]


@cache
def every_signal() -> tuple[Signals, ...]:
    """All 6,144 combinations."""
    return tuple(Signals(*values) for values in itertools.product(
        Latch, Hold, BOTH, BOTH, BOTH, Teleop, BOTH, BOTH, BOTH))


@cache
def transitions() -> dict[State, list[tuple[Signals, State, Permission]]]:
    """All 98,304 steps there are."""
    return {state: [(signals, *step(state, signals)) for signals in every_signal()] for state in STATES}


def steps() -> Iterator[tuple[State, Signals, State, Permission]]:
    for state, found in transitions().items():
        for signals, after, permission in found:
            yield state, signals, after, permission


def reached(starts: Iterable[State], allowed: Callable[[Signals], bool]) -> list[tuple[Signals, Permission]]:
    """Every step that can follow, however many steps later, while only `allowed` signals come."""
    seen, ways = set(starts), []
    waiting = list(seen)
    while waiting:
        for signals, after, permission in transitions()[waiting.pop()]:
            if allowed(signals):
                ways.append((signals, permission))
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
    return ways


def test_the_machine_never_leaves_its_states() -> None:
    assert sum(1 for _ in steps()) == 98_304
    assert {after for _, _, after, _ in steps()} == set(STATES)


@pytest.mark.parametrize("cause", CAUSES)
def test_no_path_leads_from_what_latches_to_motion_without_a_resume(cause: Latch) -> None:
    """However the car came by the cause, with whatever else, and whatever comes afterwards, in whatever order."""
    struck = [(after, permission) for _, signals, after, permission in steps() if signals.latching >= cause]
    assert not any(permission.move for _, permission in struck)
    afterwards = reached({after for after, _ in struck}, lambda signals: not signals.resume)
    assert afterwards and not any(permission.move for _, permission in afterwards)


@pytest.mark.parametrize("cause", CAUSES)
def test_a_resume_takes_nothing_back_while_the_cause_lasts(cause: Latch) -> None:
    struck = {after for _, signals, after, _ in steps() if signals.latching is cause}
    afterwards = reached(struck, lambda signals: signals.latching >= cause)
    assert not any(permission.move for _, permission in afterwards)


@pytest.mark.parametrize("cause", CAUSES)
def test_once_it_is_over_a_resume_does_take_it_back(cause: Latch) -> None:
    calm = Signals(Latch.NONE, Hold.NONE, False, True, True, Teleop.SILENT, True, False, False)
    after, permission = step(State(cause, True), calm)
    assert after == State() and permission.move


def test_after_a_stop_the_navigator_does_not_drive_before_it_has_let_go() -> None:
    told = [(after, permission) for _, signals, after, permission in steps() if signals.stop and not signals.let_go]
    assert all(after.told and (permission.by_keyboard or not permission.move) for after, permission in told)
    afterwards = reached({after for after, _ in told}, lambda signals: not signals.let_go)
    assert all(permission.by_keyboard for _, permission in afterwards if permission.move)


def test_a_stop_and_a_resume_in_one_tick_is_a_stop() -> None:
    for state, signals, after, _ in steps():
        if signals.stop and signals.resume and state.latched:
            assert after.latched >= state.latched


def test_whatever_moves_has_every_right_to() -> None:
    for _, signals, after, permission in steps():
        if not permission.move:
            assert not permission.forward and permission.why is not Why.NONE
            continue
        assert not (after.latched or signals.latching or signals.hold)
        assert permission.forward is not signals.blocked
        if permission.by_keyboard:
            assert signals.teleop is Teleop.DRIVING
        else:
            assert signals.teleop is Teleop.SILENT and signals.navigation and not signals.blind and not after.told


def test_whatever_stands_has_a_reason_that_is_true() -> None:
    for _, signals, after, permission in steps():
        match permission.why:
            case Latch() as why:
                assert why is after.latched and why
            case Hold() as why:
                assert why is signals.hold and why
            case Why.KEYBOARD:
                assert signals.teleop is Teleop.PAUSED
            case Why.TOLD:
                assert after.told
            case Why.BLIND:
                assert signals.blind
            case Why.NOBODY:
                assert not signals.navigation
            case Why.NONE:
                assert permission.move


def test_the_gravest_cause_is_the_one_that_is_told() -> None:
    for state, signals, after, _ in steps():
        assert after.latched >= signals.latching
        assert after.latched in (state.latched, signals.latching, Latch.NONE)


def test_what_to_say_of_a_cause_is_kept_with_it() -> None:
    leaning = Signals(Latch.TILTED, Hold.NONE, False, False, True, Teleop.SILENT, False, False, False, "it leans by 40°")
    state, _ = step(State(), leaning)
    flat = leaning._replace(latching=Latch.BATTERY, detail="the battery is empty")
    assert step(state, flat)[0].detail == "it leans by 40°"
    graver = leaning._replace(latching=Latch.EMERGENCY, detail="somebody said so")
    assert step(state, graver)[0].detail == "somebody said so"

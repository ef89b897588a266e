"""The decision: whatever is heard, a stop is a stop, and nothing exceeds the limits."""

from __future__ import annotations

import itertools
import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.decision import Decision, Inputs, Limits, decide, free_speed_mps, signals
from control.interlock import Hold, Latch, State, Teleop
from robot.messages import Velocity

NOW_NS = 100_000_000_000
LIMITS = Limits()

AGES_S = st.floats(0, 3)
NAMES = st.sampled_from([(), (), (), (), ("wheels",), ("sonar", "bumper")])  # most days are good days
ANY_SPEED = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-1, 1)


@st.composite
def wishes(draw: st.DrawFn) -> Velocity:
    age_ns = round(draw(AGES_S) * 1e9)
    return Velocity(t_ns=NOW_NS - age_ns, speed_mps=draw(ANY_SPEED), turn_radps=draw(ANY_SPEED))


INPUTS = st.builds(
    Inputs, now_ns=st.just(NOW_NS), navigation=st.none() | wishes(), teleop=st.none() | wishes(),
    emergency=st.sampled_from(["", "", "", "keyboard"]), broken=NAMES, silent=NAMES, resume=st.booleans(),
    stop=st.sampled_from([False, False, True]), bumped=st.booleans(), let_go=st.booleans(),
    motors=st.sampled_from(["", "", "", "the motor process died"]), stalled=st.sampled_from(["", "", "", "left wheel"]),
    temperature_c=st.none() | st.floats(40, 90), tilt_rad=st.sampled_from([0.0, 0.1, 0.2, 0.6, math.nan]),
    stop_ns=st.none() | st.integers(NOW_NS - 2_000_000_000, NOW_NS),
    sonar_m=st.floats(0, 4) | st.just(math.inf), battery_v=st.none() | st.floats(5.9, 8.4),
)


def wish(speed: float = 0.2, turn: float = 0.0, age_s: float = 0.0) -> Velocity:
    return Velocity(t_ns=NOW_NS - round(age_s * 1e9), speed_mps=speed, turn_radps=turn)


def decided(heard: Inputs, state: State = State()) -> Decision:
    return decide(state, heard, LIMITS)[1]


def inputs(**changes: object) -> Inputs:
    """All is well and the navigator wants 0.2 m/s, but for the changes."""
    return msgspec.structs.replace(Inputs(now_ns=NOW_NS, navigation=wish()), **changes)


@given(INPUTS)
def test_nothing_that_is_heard_gets_past_a_stop(heard: Inputs) -> None:
    decision = decided(heard)
    empty = heard.battery_v is not None and heard.battery_v < LIMITS.empty_v
    leaning = not heard.tilt_rad <= LIMITS.tilt_rad
    if heard.emergency or heard.broken or heard.silent or heard.motors or heard.stalled or empty or leaning:
        assert decision.stopped
    if decision.stopped:
        assert (decision.speed_mps, decision.turn_radps) == (0.0, 0.0)
        assert decision.reason


@given(INPUTS)
def test_no_way_forward_into_what_is_near(heard: Inputs) -> None:
    decision = decided(heard)
    if heard.bumped or heard.sonar_m <= LIMITS.sonar_stop_m:
        assert decision.speed_mps <= 0.0
        assert not decision.forward
    assert decision.speed_mps <= free_speed_mps(heard.sonar_m, LIMITS)
    assert decision.forward or decision.speed_mps <= 0.0


@given(INPUTS)
def test_the_limits_hold(heard: Inputs) -> None:
    decision = decided(heard)
    assert -LIMITS.reverse_mps <= decision.speed_mps <= LIMITS.speed_mps
    assert abs(decision.turn_radps) <= LIMITS.turn_radps


@given(INPUTS)
def test_only_a_fresh_wish_moves_the_car(heard: Inputs) -> None:
    timeout_ns = LIMITS.command_timeout_s * 1e9
    if all(w is None or NOW_NS - w.t_ns > timeout_ns for w in (heard.navigation, heard.teleop)):
        assert decided(heard).stopped


STOPS = {
    "emergency": "keyboard", "broken": ("navigator",), "silent": ("sonar",), "battery_v": 5.9, "stop": True,
    "navigation": None, "tilt_rad": 0.7, "stalled": "wheels", "motors": "the motor process died", "under_voltage": True,
    "temperature_c": 86.0, "restarted": True, "blind": "the lens is covered",
}
"""Each of these stops the car."""


@pytest.mark.parametrize("count", [1, 2, 3, len(STOPS)])
def test_each_stop_alone_and_all_their_combinations(count: int) -> None:
    for names in itertools.combinations(STOPS, count):
        decision = decided(inputs(**{name: STOPS[name] for name in names}))
        assert decision.stopped and (decision.speed_mps, decision.turn_radps) == (0.0, 0.0), names


def test_all_well_and_the_wish_is_granted() -> None:
    decision = decided(inputs())
    assert (decision.speed_mps, decision.stopped, decision.forward, decision.reason) == (0.2, False, True, "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"emergency": "keyboard"}, "emergency stop by the keyboard, until it is taken back"),
        ({"restarted": True}, "restarted safety node"),
        ({"tilt_rad": 0.7}, "the car leans by 40°, until it is taken back"),
        ({"tilt_rad": math.nan}, "leans"),
        ({"stalled": "left wheel"}, "no turning is felt of the driven left wheel"),
        ({"motors": "the motor process died"}, "the motor process died, until"),
        ({"under_voltage": True}, "supply voltage is too low"),
        ({"temperature_c": 86.4}, "the board is too hot (86 °C)"),
        ({"blind": "the lens is covered"}, "the lens is covered"),
        ({"broken": ("map",)}, "map broke down"),
        ({"silent": ("sonar", "wheels")}, "no news from the sonar and wheels"),
        ({"battery_v": 5.9}, "the battery is empty (5.9 V)"),
        ({"stop": True}, "told to stop"),
        ({"navigation": None}, "nobody tells the car to drive"),
        ({"navigation": wish(age_s=0.3)}, "nobody tells the car to drive"),
        ({"navigation": wish(age_s=-60)}, "nobody tells the car to drive"),
        ({"sonar_m": math.nan}, "the sonar sees something"),
        ({"teleop": wish(age_s=0.5)}, "a person has the wheel"),
        ({"sonar_m": 0.11}, "the sonar sees something 11 cm ahead"),
        ({"bumped": True}, "the bumper is pressed"),
        ({"navigation": wish(speed=math.nan)}, "not a number"),
    ],
)
def test_the_reason_is_said(change: dict[str, object], words: str) -> None:
    decision = decided(inputs(**change))
    assert decision.stopped
    assert words in decision.reason


def test_the_keyboard_goes_first_and_hands_back() -> None:
    assert decided(inputs(teleop=wish(-0.1, 1.0, age_s=0.1))).turn_radps == 1.0
    assert decided(inputs(teleop=wish(age_s=0.6))).stopped
    assert decided(inputs(teleop=wish(age_s=1.1))).speed_mps == 0.2


def test_a_key_let_go_is_a_stop_and_the_navigator_waits_as_long_as_it_is_said() -> None:
    decision = decided(inputs(teleop=wish(speed=0.0, age_s=0.02)))
    assert decision.stopped and decision.reason


def test_the_keyboard_drives_on_after_its_own_stop_but_old_keys_do_not() -> None:
    stop_ns = NOW_NS - 100_000_000
    assert decided(inputs(stop=True, stop_ns=stop_ns, teleop=wish(0.1, age_s=0.05))).speed_mps == 0.1
    assert decided(inputs(stop=True, stop_ns=stop_ns, teleop=wish(0.1, age_s=0.15))).stopped


@pytest.mark.parametrize("blocked", [{"sonar_m": 0.1}, {"bumped": True}])
def test_before_an_obstacle_it_may_turn_and_back_off(blocked: dict[str, object]) -> None:
    turning = decided(inputs(navigation=wish(0.2, 1.0), **blocked))
    assert (turning.speed_mps, turning.turn_radps, turning.stopped) == (0.0, 1.0, False)
    backing = decided(inputs(navigation=wish(-0.1), **blocked))
    assert (backing.speed_mps, backing.stopped, backing.forward) == (-0.1, False, False)


@given(st.floats(0, 4), st.floats(0, 4))
def test_nearer_is_never_faster(one: float, two: float) -> None:
    near, far = sorted((one, two))
    assert free_speed_mps(near, LIMITS) <= free_speed_mps(far, LIMITS)


@given(st.floats(0.13, 4))
def test_the_car_can_stop_in_time_from_the_free_speed(sonar_m: float) -> None:
    speed = free_speed_mps(sonar_m, LIMITS)
    way_m = speed * LIMITS.reaction_s + speed**2 / (2 * LIMITS.braking_mps2)
    assert way_m == pytest.approx(sonar_m - LIMITS.sonar_stop_m, abs=1e-6)


def test_the_interlock_is_told_the_gravest_of_all_that_is_wrong() -> None:
    wrong = inputs(tilt_rad=0.7, stalled="wheels", battery_v=5.0, silent=("sonar",), temperature_c=90.0)
    told = signals(wrong, LIMITS)
    assert (told.latching, told.hold) == (Latch.TILTED, Hold.SILENT)
    assert "leans" in told.detail


@pytest.mark.parametrize(
    ("age_s", "stop_age_s", "teleop"),
    [(0.1, None, Teleop.DRIVING), (0.3, None, Teleop.PAUSED), (1.1, None, Teleop.SILENT), (0.1, 0.05, Teleop.SILENT),
     (0.1, 0.2, Teleop.DRIVING), (-60.0, None, Teleop.SILENT)],
)
def test_what_the_keyboard_does(age_s: float, stop_age_s: float | None, teleop: Teleop) -> None:
    stop_ns = None if stop_age_s is None else NOW_NS - round(stop_age_s * 1e9)
    assert signals(inputs(teleop=wish(age_s=age_s), stop_ns=stop_ns), LIMITS).teleop is teleop


def test_what_was_latched_is_remembered_and_said_until_it_is_taken_back() -> None:
    state, _ = decide(State(), inputs(stalled="left wheel"), LIMITS)
    state, decision = decide(state, inputs(), LIMITS)
    assert decision.stopped and "left wheel" in decision.reason
    _, decision = decide(state, inputs(resume=True), LIMITS)
    assert decision.speed_mps == 0.2
